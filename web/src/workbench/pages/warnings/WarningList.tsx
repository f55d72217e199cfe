import { Pagination, Select } from "antd";
import { useSearchParams } from "react-router";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useAnswer } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { Deeds } from "./Deeds";
import { CustomerOf, Reasons, Severity } from "./parts";
import type { ShownWarning, Standing } from "./shapes";

const SIZE = 20;
const STATUSES = ["open", "snoozed", "closed"] as const;
const SEVERITIES = ["high", "medium", "low"] as const;

/** The warnings, to be worked off: what is asked for stands in the address. */
export function WarningList({ standing }: { standing: Standing }) {
  const { t } = useWords("warnings");
  const [asked] = useSearchParams();
  const number = Number(asked.get("page") ?? 1);
  const wanted = ["status", "owner", "rule", "severity"].flatMap((name) =>
    asked.get(name) ? [[name, asked.get(name)] as const] : [],
  );
  const query = { ...Object.fromEntries(wanted), page: number, size: SIZE };
  const list = useAnswer<ShownWarning[]>("warnings", { query, keep: true });
  return (
    <Section id="list" title={t("list.title")} lead={t("list.lead")}>
      <Filters standing={standing} />
      <Fetched of={{ ...list, data: list.data }}>
        {({ data, page }) =>
          data.length > 0 ? (
            <>
              <WarningTable rows={data} owned={standing.owners.some(({ owner }) => owner !== null)} />
              <Pages total={page?.total ?? data.length} number={number} />
            </>
          ) : (
            <Nothing title={t("list.none")} text={t("list.none_hint")} />
          )
        }
      </Fetched>
    </Section>
  );
}

function WarningTable({ rows, owned }: { rows: ShownWarning[]; owned: boolean }) {
  const { t, dates } = useWords("warnings");
  const figures = useFigures();
  const mayChange = useRight("watch.write");
  return (
    <DataTable
      cards
      title={t("list.title")}
      rows={rows}
      rowKey={({ number }) => String(number)}
      columns={[
        { key: "customer", title: t("list.customer"), render: (one) => <CustomerOf warning={one} /> },
        { key: "severity", title: t("list.severity"), render: ({ severity }) => <Severity of={severity} /> },
        { key: "reasons", title: t("list.reasons"), render: ({ reasons }) => <Reasons of={reasons} /> },
        { key: "place", title: t("list.place"), render: ({ place }) => place ?? "–" },
        ...(owned
          ? [
              {
                key: "owner",
                title: t("list.owner"),
                render: ({ owner }: ShownWarning) => owner ?? t("nobody"),
              },
            ]
          : []),
        { key: "value", title: t("list.value"), numeric: true, render: ({ value }) => figures.money(value) },
        {
          key: "since",
          title: t("list.since"),
          render: ({ opened_on }) => <span className="nowrap">{dates.day(opened_on)}</span>,
        },
        {
          key: "do",
          title: t("list.state"),
          render: (one) => <Deeds warning={one} may={mayChange} />,
        },
      ]}
    />
  );
}

function Filters({ standing }: { standing: Standing }) {
  const { t, lang } = useWords("warnings");
  const [asked, ask] = useSearchParams();
  const set = (name: string, value: string | undefined) =>
    ask((before) => {
      const next = new URLSearchParams(before);
      next.delete("page");
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  const choice = (name: string, options: { value: string; label: string }[], empty: string) => (
    <Select
      key={name}
      className="warning-filter"
      aria-label={t(`filter.${name}`)}
      value={asked.get(name) ?? ""}
      options={[{ value: "", label: empty }, ...options]}
      onChange={(value: string) => set(name, value)}
      popupMatchSelectWidth={false}
    />
  );
  const named = (names: readonly string[], words: string) =>
    names.map((name) => ({ value: name, label: t(`${words}.${name}`) }));
  const rules = standing.by_rule.map(({ rule, title, count }) => ({
    value: rule,
    label: `${said(title, lang) || rule} (${count})`,
  }));
  const owners = standing.owners.flatMap(({ owner, count }) =>
    owner === null ? [] : [{ value: owner, label: `${owner} (${count})` }],
  );
  return (
    <div className="warning-filters">
      {choice("status", named(STATUSES.slice(1), "status"), t("status.open"))}
      {choice("rule", rules, t("filter.every_rule"))}
      {owners.length > 1 ? choice("owner", owners, t("filter.every_owner")) : null}
      {choice("severity", named(SEVERITIES, "severity"), t("filter.every_severity"))}
    </div>
  );
}

function Pages({ total, number }: { total: number; number: number }) {
  const [, ask] = useSearchParams();
  if (total <= SIZE) return null;
  return (
    <Pagination
      className="warning-pages"
      current={number}
      pageSize={SIZE}
      total={total}
      showSizeChanger={false}
      size="small"
      onChange={(page) =>
        ask((before) => {
          const next = new URLSearchParams(before);
          next.set("page", String(page));
          return next;
        })
      }
    />
  );
}
