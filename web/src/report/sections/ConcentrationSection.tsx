import { useCallback } from "react";
import { Chart } from "../../charts/Chart";
import { LORENZ_HEIGHT, lorenz } from "../../charts/lorenz";
import type { Frame } from "../../charts/theme";
import { DataTable } from "../../tables/DataTable";
import { ChartFigure } from "../../ui/ChartFigure";
import { Section } from "../../ui/Section";
import { useReading } from "../context";

export function ConcentrationSection() {
  const { report, t, figures } = useReading();
  const concentration = report.concentration;
  const option = useCallback(
    (frame: Frame) => {
      const pareto = concentration?.pareto;
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
          points: concentration?.points ?? [],
          mark: mark ?? null,
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
  if (!concentration) return null;
  const { pareto, top_fifth_monetary_share: fifth, gini } = concentration;
  const reading = pareto
    ? t("concentration.reading", {
        customers: figures.share(pareto.customer_share),
        money: figures.target(pareto.monetary_share),
      })
    : "";
  const details = [
    pareto ? t("concentration.reading_detail", { count: figures.count(pareto.customers) }) : "",
    fifth === null ? "" : t("concentration.top_fifth", { money: figures.share(fifth) }),
    gini === null ? "" : t("concentration.gini", { gini: gini.toFixed(2) }),
  ].filter(Boolean);
  return (
    <Section id="concentration" title={t("concentration.title")}>
      <div className="split">
        <ChartFigure
          chart={
            <Chart option={option} height={LORENZ_HEIGHT} label={t("concentration.chart", { reading })} />
          }
          table={
            <DataTable
              title={t("concentration.title")}
              rows={concentration.points}
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
          }
        />
        <div className="split-text">
          {reading ? <p className="statement">{reading}</p> : null}
          <ul className="plain">
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </div>
      </div>
    </Section>
  );
}
