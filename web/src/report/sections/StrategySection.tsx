import type { Group } from "../../data/report";
import { pick } from "../../i18n/words";
import { type Column, DataTable } from "../../tables/DataTable";
import { Section } from "../../ui/Section";
import { useReading } from "../context";
import { type GroupList, nameOf, spokenOf } from "../results";

/** Class → direction → measures → department → success measure → rhythm. */
export const STEPS = ["direction", "measures", "department", "success", "rhythm"] as const;

export function plannedOf(lists: readonly GroupList[]): GroupList[] {
  return lists.filter(({ groups }) => groups.some((group) => STEPS.some((step) => group[step])));
}

export function StrategySection() {
  const { report, lang, t, words, figures } = useReading();
  const lists = plannedOf(spokenOf(report));
  return (
    <Section id="strategy" title={t("strategy.title")} lead={t("strategy.lead")}>
      {lists.map(({ column, groups }) => {
        const steps = STEPS.filter((step) => groups.some((group) => pick(group[step], lang)));
        const columns: Column<Group>[] = [
          {
            key: "group",
            title: words.column(column),
            render: (group) => (
              <span className="pair">
                <span className="tier-name">{nameOf(group, column, lang, t)}</span>
                <span className="quiet nowrap">
                  {t("strategy.heads", { customers: figures.count(group.customers) })}
                </span>
              </span>
            ),
          },
          ...steps.map((step) => ({
            key: step,
            title: t(`strategy.${step}`),
            render: (group: Group) => pick(group[step], lang),
          })),
        ];
        return (
          <div key={column} className="group-list">
            {lists.length > 1 ? <h3>{words.column(column)}</h3> : null}
            <DataTable
              title={`${t("strategy.title")} ${words.column(column)}`}
              rows={groups.filter((group) => group.name)}
              rowKey={(group) => group.name}
              columns={columns}
              cards
            />
          </div>
        );
      })}
    </Section>
  );
}
