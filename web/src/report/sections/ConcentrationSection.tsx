import { useCallback } from "react";
import { Chart } from "../../charts/Chart";
import { LORENZ_HEIGHT, lorenz } from "../../charts/lorenz";
import type { Frame } from "../../charts/theme";
import type { Concentration } from "../../data/report";
import { DataTable } from "../../tables/DataTable";
import { ChartFigure } from "../../ui/ChartFigure";
import { Section } from "../../ui/Section";
import { type Reading, useReading } from "../context";

export function ConcentrationSection() {
  const { report, t, figures } = useReading();
  const concentration = report.concentration;
  if (!concentration) return null;
  const { pareto } = concentration;
  const reading = pareto
    ? t("concentration.reading", {
        customers: figures.share(pareto.customer_share),
        money: figures.target(pareto.monetary_share),
      })
    : "";
  return (
    <Section id="concentration" title={t("concentration.title")}>
      <div className="split">
        <Curve concentration={concentration} reading={reading} />
        <div className="split-text">
          {reading ? <p className="statement">{reading}</p> : null}
          <ul className="plain">
            {detailsOf(concentration, { t, figures }).map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </div>
      </div>
    </Section>
  );
}

function detailsOf(
  { pareto, cuts = [], top_fifth_monetary_share: fifth, gini }: Concentration,
  { t, figures }: Pick<Reading, "t" | "figures">,
): string[] {
  const classes = cuts.map((cut) =>
    t("concentration.cut_detail", {
      group: cut.group,
      count: figures.count(cut.customers),
      customers: figures.share(cut.customer_share),
      money: figures.share(cut.monetary_share),
      bound: figures.money(cut.bound),
    }),
  );
  const few = pareto ? t("concentration.reading_detail", { count: figures.count(pareto.customers) }) : "";
  return [
    // Where classes end, the first of them says the same.
    ...(classes.length > 0 ? classes : [few]),
    fifth === null ? "" : t("concentration.top_fifth", { money: figures.share(fifth) }),
    gini === null ? "" : t("concentration.gini", { gini: gini.toFixed(2) }),
  ].filter(Boolean);
}

function Curve({ concentration, reading }: { concentration: Concentration; reading: string }) {
  const { t, figures } = useReading();
  const option = useCallback(
    (frame: Frame) => {
      const { pareto, cuts = [], points } = concentration;
      const mark = pareto && {
        x: pareto.customer_share,
        y: pareto.monetary_share,
        text: t("concentration.mark", {
          customers: figures.share(pareto.customer_share),
          money: figures.target(pareto.monetary_share),
        }),
      };
      return lorenz(
        {
          points,
          mark: cuts.length > 0 ? null : mark,
          cuts: cuts.map((cut) => ({
            x: cut.customer_share,
            y: cut.monetary_share,
            text: t("concentration.cut", {
              group: cut.group,
              customers: figures.share(cut.customer_share),
              money: figures.share(cut.monetary_share),
            }),
          })),
          xTitle: t("concentration.customers_axis"),
          yTitle: t("concentration.money_axis"),
          equalText: t("concentration.equal"),
          percent: figures.share,
        },
        frame,
      );
    },
    [concentration, t, figures],
  );
  return (
    <ChartFigure
      chart={<Chart option={option} height={LORENZ_HEIGHT} label={t("concentration.chart", { reading })} />}
      table={<Points points={concentration.points} />}
    />
  );
}

function Points({ points }: { points: Concentration["points"] }) {
  const { t, figures } = useReading();
  return (
    <DataTable
      title={t("concentration.title")}
      rows={points}
      rowKey={(_, index) => String(index)}
      columns={[
        {
          key: "x",
          title: t("concentration.customers_axis"),
          numeric: true,
          render: ([x]) => figures.share(x),
        },
        {
          key: "y",
          title: t("concentration.money_axis"),
          numeric: true,
          render: ([, y]) => figures.share(y),
        },
      ]}
    />
  );
}
