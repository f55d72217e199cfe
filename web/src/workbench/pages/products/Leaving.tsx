import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import type { LeavingTold, LeavingTrait } from "../../api/shapes";
import { IntervalPlot, type Tone } from "../../ui/IntervalPlot";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { SIGNS, useThingName } from "./names";

const MOST = 12;
const TONES: Record<string, Tone> = { more: "bad", less: "good" };

/** How many times as likely those left who had a trait, the surest first. */
export function Leaving({ name, told }: { name: string; told: LeavingTold }) {
  const { t } = useWords("products");
  const figures = useFigures();
  const title = useTrait();
  const known = told.traits.filter(({ risk }) => risk !== null);
  if (known.length === 0) return <p>{t("no_traits")}</p>;
  const rows = known.slice(0, MOST).map((one) => ({
    key: `${one.family} ${one.name}`,
    label: title(one),
    value: one.risk,
    low: one.interval?.[0] ?? null,
    high: one.interval?.[1] ?? null,
    text: t("rates", {
      having: figures.target(Math.round((1000 * one.left) / one.customers) / 1000),
      others: figures.target(Math.round((1000 * one.others_left) / one.others) / 1000),
    }),
    tone: TONES[one.mark] ?? ("plain" as Tone),
    note: t(`risk_mark.${one.mark}`),
  }));
  return (
    <ChartFigure
      chart={<IntervalPlot label={t(`question.${name}`)} rows={rows} />}
      table={<Traits told={told} name={name} />}
    />
  );
}

function Traits({ told, name }: { told: LeavingTold; name: string }) {
  const { t } = useWords("products");
  const figures = useFigures();
  const title = useTrait();
  return (
    <DataTable
      cards
      title={t(`question.${name}`)}
      rows={told.traits}
      rowKey={(one) => `${one.family} ${one.name}`}
      columns={[
        { key: "trait", title: t("column.trait"), render: title },
        {
          key: "customers",
          title: t("column.customers"),
          numeric: true,
          render: ({ customers }) => figures.count(customers),
          sort: ({ customers }) => customers,
        },
        { key: "left", title: t("column.left"), numeric: true, render: ({ left }) => figures.count(left) },
        {
          key: "others",
          title: t("column.others"),
          numeric: true,
          render: ({ others_left, others }) => `${figures.count(others_left)} / ${figures.count(others)}`,
        },
        {
          key: "risk",
          title: t("column.risk"),
          numeric: true,
          render: ({ mark, risk }) => (risk === null ? "–" : `${SIGNS[mark]}${risk.toFixed(2)}`),
          sort: ({ risk }) => risk ?? 0,
        },
        {
          key: "interval",
          title: t("column.interval"),
          numeric: true,
          render: ({ interval }) => interval?.map((one) => one.toFixed(2)).join(" … ") ?? "–",
        },
        {
          key: "adjusted",
          title: t("column.adjusted"),
          numeric: true,
          render: ({ adjusted }) => adjusted.toFixed(3),
        },
      ]}
    />
  );
}

function useTrait(): (one: LeavingTrait) => string {
  const { t } = useWords("products");
  const name = useThingName();
  return (one) =>
    one.family === "did"
      ? t(`did.${one.name}`)
      : t(`trait.${one.family}`, { name: name(one.family, one.name) });
}
