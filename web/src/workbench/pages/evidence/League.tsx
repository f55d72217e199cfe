import { type Column, DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { Range } from "./Range";
import type { Backtest, Entry } from "./shapes";

const TENTH = 0.1;
const FIFTH = 0.2;
const POINTS = 100;

/** Who found most of those who turned out best, with what chance makes of it. */
export function League({ found }: { found: Backtest }) {
  const { t } = useWords("backtest");
  const columns = useColumns(found);
  return (
    <Section id="league" title={t("league.title")} lead={t("league.lead")}>
      <DataTable
        cards
        title={t("league.title")}
        rows={found.league}
        rowKey={({ contestant }) => contestant}
        columns={columns}
      />
      <p className="quiet">{t("league.legend")}</p>
    </Section>
  );
}

function useColumns(found: Backtest): Column<Entry>[] {
  const { t, lang } = useWords("backtest");
  const figures = useFigures();
  const share = (key: "revenue_in_tenth"): Column<Entry> => ({
    key,
    title: t(`league.${key}`),
    numeric: true,
    render: ({ measures }) => figures.share(measures[key]),
    sort: ({ measures }) => measures[key] ?? -1,
  });
  const part = (key: "best_in_tenth" | "best_in_fifth", chance: number): Column<Entry> => ({
    key,
    title: t(`league.${key}`),
    render: ({ measures, intervals }) => (
      <Range value={measures[key]} interval={intervals[key]} chance={chance} />
    ),
    sort: ({ measures }) => -(measures[key] ?? -1),
  });
  return [
    {
      key: "order",
      title: t("league.order"),
      render: ({ title, kind }) => (
        <>
          {said(title, lang)}
          {kind === "scheme" ? null : <span className="evidence-kind">{t(`kind.${kind}`)}</span>}
        </>
      ),
    },
    part("best_in_tenth", TENTH),
    part("best_in_fifth", FIFTH),
    {
      key: "spend",
      title: t("league.spend"),
      render: ({ ahead_of_past_spend: ahead }) =>
        ahead === null ? (
          "–"
        ) : (
          <span className="evidence-ahead">
            {t("league.points", { points: signed(ahead.by) })}
            {ahead.real === null ? null : (
              <span className="quiet">{t(`league.${ahead.real ? "real" : "chance"}`)}</span>
            )}
          </span>
        ),
    },
    share("revenue_in_tenth"),
    {
      key: "gini",
      title: t("league.gini"),
      numeric: true,
      render: ({ measures }) => measures.gini?.toFixed(2) ?? "–",
      sort: ({ measures }) => measures.gini ?? -1,
    },
    ...(found.days.length > 1
      ? [
          {
            key: "kept",
            title: t("league.kept"),
            numeric: true,
            render: ({ kept }: Entry) => figures.share(mean(kept.map(({ first_tenth }) => first_tenth))),
          },
        ]
      : []),
  ];
}

function signed(by: number): string {
  const points = (by * POINTS).toFixed(1);
  return by < 0 ? points.replace("-", "−") : `+${points}`;
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((sum, one) => sum + one, 0) / values.length : null;
}

/** How right the forecasts were in size: what was expected beside what came, on the last of the days. */
export function Forecasts({ found }: { found: Backtest }) {
  const { t, lang } = useWords("backtest");
  const figures = useFigures();
  const rows = found.league.flatMap(({ title, contestant, days }) => {
    const last = days.at(-1)?.calibration;
    return last ? [{ title, contestant, ...last }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <Section id="forecasts" title={t("forecasts.title")} lead={t("forecasts.lead")}>
      <DataTable
        cards
        title={t("forecasts.title")}
        rows={rows}
        rowKey={({ contestant }) => contestant}
        columns={[
          { key: "order", title: t("league.order"), render: ({ title }) => said(title, lang) },
          {
            key: "expected",
            title: t("forecasts.expected"),
            numeric: true,
            render: (one) => figures.count(Math.round(one.expected_purchase_days)),
          },
          {
            key: "came",
            title: t("forecasts.came"),
            numeric: true,
            render: (one) => figures.count(one.actual_purchase_days),
          },
          {
            key: "bias",
            title: t("forecasts.bias"),
            numeric: true,
            render: ({ bias }) => (bias === null ? "–" : `${signed(bias)} %`),
          },
          {
            key: "error",
            title: t("forecasts.error"),
            numeric: true,
            render: (one) => one.mean_absolute_error.toFixed(2),
          },
        ]}
      />
    </Section>
  );
}
