import { Button, Input, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useData } from "../../api/hooks";
import { useLink } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { SwapOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import type { SchemeCard } from "./shapes";

/** Every scheme there is, with what it is for: one's own first. */
export default function SchemesPage() {
  const { t } = useWords("schemes");
  const link = useLink();
  const schemes = useData<SchemeCard[]>("schemes");
  const [search, setSearch] = useState("");
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={
          <Link to={link("/schemes/compare")}>
            <Button icon={<SwapOutlined />}>{t("compare.button")}</Button>
          </Link>
        }
      />
      <Input.Search
        className="filter-search"
        allowClear
        aria-label={t("search")}
        placeholder={t("search")}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <Fetched of={schemes}>{(all) => <Gallery schemes={all.filter((one) => holds(one, search))} />}</Fetched>
    </>
  );
}

function Gallery({ schemes }: { schemes: SchemeCard[] }) {
  const { t } = useWords("schemes");
  if (schemes.length === 0) return <p className="quiet">{t("none")}</p>;
  const ordered = schemes.toSorted((left, right) => Number(right.chosen) - Number(left.chosen));
  return (
    <ul className="scheme-cards">
      {ordered.map((one) => (
        <li key={one.id}>
          <Card scheme={one} />
        </li>
      ))}
    </ul>
  );
}

function Card({ scheme }: { scheme: SchemeCard }) {
  const { t } = useWords("schemes");
  const link = useLink();
  const shown = scheme.groups.slice(0, 6);
  return (
    <Link to={link(`/schemes/${scheme.id}`)} className="scheme-card">
      <span className="scheme-card-head">
        <strong>{scheme.title}</strong>
        {scheme.chosen ? <Tag color="processing">{t("chosen")}</Tag> : null}
        {scheme.own && !scheme.changed ? <Tag>{t("own")}</Tag> : null}
        {scheme.readable ? null : <Tag color="error">{t("unreadable")}</Tag>}
      </span>
      {scheme.purpose ? <span className="scheme-purpose">{scheme.purpose}</span> : null}
      <span className="quiet scheme-facts">
        {t("looks_at", { metrics: scheme.metrics.map(({ title }) => title).join(t("comma")) })}
      </span>
      {shown.length > 0 ? (
        <span className="quiet scheme-facts">
          {t("gives", { groups: shown.join(t("comma")) + (scheme.groups.length > shown.length ? " …" : "") })}
        </span>
      ) : null}
      {scheme.needs.length > 0 ? (
        <span className="scheme-needs">
          {scheme.needs.map((need) => (
            <Tag key={need}>{t(`needs.${need.replace("lines.", "lines_")}`, { defaultValue: need })}</Tag>
          ))}
        </span>
      ) : null}
    </Link>
  );
}

function holds(scheme: SchemeCard, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  const said = [scheme.id, scheme.title, scheme.purpose, ...scheme.groups].join(" ").toLowerCase();
  return said.includes(wanted);
}
