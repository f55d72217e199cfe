import type { Group } from "../../data/report";
import { pick } from "../../i18n/words";
import { sum } from "../../numbers/decimal";
import { type Column, DataTable } from "../../tables/DataTable";
import { Section } from "../../ui/Section";
import { useReading } from "../context";
import { type GroupList, nameOf, spokenOf } from "../results";

const TEXTS = ["meaning", "rule"] as const;

/** What each group is: in words, by rule, in heads and money. */
export function AdviceSection() {
  const { report, t, words } = useReading();
  const lists = spokenOf(report);
  return (
    <Section id="advice" title={t("advice.title")}>
      {lists.map((list) => (
        <div key={list.column} className="group-list">
          {lists.length > 1 ? <h3>{words.column(list.column)}</h3> : null}
          <One list={list} />
        </div>
      ))}
    </Section>
  );
}

function One({ list: { column, groups } }: { list: GroupList }) {
  const { t, words } = useReading();
  const columns = useColumns(column, groups);
  return (
    <DataTable
      title={`${t("advice.title")} ${words.column(column)}`}
      rows={groups}
      rowKey={(group) => group.name}
      columns={columns}
      total={groups.length > 1 ? totalOf(groups, t("advice.total")) : undefined}
      cards
    />
  );
}

function useColumns(column: string, groups: readonly Group[]): Column<Group>[] {
  const { lang, t, figures, words } = useReading();
  // A column that no group fills would only take room from the others.
  const texts = TEXTS.filter((name) => groups.some((group) => pick(group[name], lang)));
  return [
    {
      key: "tier",
      title: words.column(column),
      render: (group) => <span className="tier-name">{nameOf(group, column, lang, t)}</span>,
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
          <span className={name === "rule" ? "short-text" : undefined}>{pick(group[name], lang)}</span>
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
    customers: groups.reduce((total, group) => total + group.customers, 0),
    share: null,
    monetary: sum(groups.map((group) => group.monetary)),
    monetary_share: null,
    average: null,
    purchases: null,
    average_order: null,
    average_days: null,
  };
}
