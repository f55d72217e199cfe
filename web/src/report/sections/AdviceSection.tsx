import type { Group } from "../../data/report";
import { groupLabel, pick } from "../../i18n/words";
import { sum } from "../../numbers/decimal";
import { type Column, DataTable } from "../../tables/DataTable";
import { Section } from "../../ui/Section";
import { useReading } from "../context";

const TEXTS = ["meaning", "advice", "rhythm", "rule"] as const;

export function AdviceSection() {
  const { report, t } = useReading();
  const columns = useColumns();
  return (
    <Section id="advice" title={t("advice.title")}>
      <DataTable
        title={t("advice.title")}
        rows={report.groups}
        rowKey={(group) => group.name}
        columns={columns}
        total={report.groups.length > 1 ? totalOf(report.groups, t("advice.total")) : undefined}
        cards
      />
    </Section>
  );
}

function useColumns(): Column<Group>[] {
  const { report, lang, t, figures } = useReading();
  // A column that no tier fills would only take room from the others.
  const texts = TEXTS.filter((name) => report.groups.some((group) => pick(group[name], lang)));
  return [
    {
      key: "tier",
      title: t("advice.tier"),
      render: (group) => <span className="tier-name">{groupLabel(group, lang)}</span>,
    },
    ...texts.map((name) => ({
      key: name,
      title: t(`advice.${name}`),
      render: (group: Group) =>
        name === "meaning" && group.customers === 0 ? (
          <>
            {pick(group.meaning, lang)} <em className="quiet">{t("advice.empty")}</em>
          </>
        ) : (
          <span className={name === "rule" || name === "rhythm" ? "short-text" : undefined}>
            {pick(group[name], lang)}
          </span>
        ),
    })),
    {
      key: "customers",
      title: t("advice.customers"),
      numeric: true,
      render: (group) => (
        <Pair
          main={figures.count(group.customers)}
          beside={group.share === null ? "" : figures.share(group.share)}
        />
      ),
    },
    {
      key: "monetary",
      title: t("advice.monetary"),
      numeric: true,
      render: (group) => (
        <Pair
          main={figures.money(group.monetary)}
          beside={group.monetary_share === null ? "" : figures.share(group.monetary_share)}
        />
      ),
    },
    {
      key: "average",
      title: t("advice.average"),
      numeric: true,
      render: (group) => figures.money(group.average),
    },
  ];
}

function Pair({ main, beside }: { main: string; beside: string }) {
  return (
    <span className="pair">
      <span>{main}</span>
      {beside ? <span className="quiet">{beside}</span> : null}
    </span>
  );
}

/** Sums only: an average of averages would be a figure nobody computed. */
function totalOf(groups: readonly Group[], name: string): Group {
  return {
    name,
    title: null,
    meaning: null,
    advice: null,
    rhythm: null,
    rule: null,
    customers: groups.reduce((total, group) => total + group.customers, 0),
    share: null,
    monetary: sum(groups.map((group) => group.monetary)),
    monetary_share: null,
    average: null,
  };
}
