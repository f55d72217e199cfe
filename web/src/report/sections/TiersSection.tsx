import { useCallback, useMemo } from "react";
import { Chart } from "../../charts/Chart";
import { pyramid, pyramidHeight } from "../../charts/pyramid";
import type { Frame } from "../../charts/theme";
import { groupLabel } from "../../i18n/words";
import { DataTable } from "../../tables/DataTable";
import { ChartFigure } from "../../ui/ChartFigure";
import { Section } from "../../ui/Section";
import { useReading } from "../context";
import { pyramidRows } from "../pyramidRows";

export function TiersSection() {
  const { report, lang, t, figures } = useReading();
  const rows = useMemo(() => pyramidRows(report.groups, lang, figures), [report, lang, figures]);
  const option = useCallback(
    (frame: Frame) =>
      pyramid({ rows, leftTitle: t("tiers.customers_axis"), rightTitle: t("tiers.money_axis") }, frame),
    [rows, t],
  );
  // The picture is about whoever carries the money.
  const [best] = report.groups
    .filter((group) => (group.monetary_share ?? 0) > 0)
    .sort((left, right) => (right.monetary_share ?? 0) - (left.monetary_share ?? 0));
  const reading = best
    ? t("tiers.reading", {
        tier: groupLabel(best, lang),
        customers: figures.share(best.share),
        money: figures.share(best.monetary_share),
      })
    : "";
  return (
    <Section id="tiers" title={t("tiers.title")} lead={t("tiers.lead")}>
      {reading ? <p className="statement">{reading}</p> : null}
      <ChartFigure
        chart={
          <Chart
            option={option}
            height={(width) => pyramidHeight(rows.length, width)}
            label={t("tiers.chart", { reading })}
          />
        }
        table={
          <DataTable
            title={t("tiers.title")}
            rows={report.groups}
            rowKey={(group) => group.name}
            columns={[
              { key: "tier", title: t("advice.tier"), render: (group) => groupLabel(group, lang) },
              {
                key: "heads",
                title: t("advice.customers"),
                numeric: true,
                render: (group) => figures.count(group.customers),
              },
              {
                key: "share",
                title: t("advice.share"),
                numeric: true,
                render: (group) => figures.share(group.share),
              },
              {
                key: "money",
                title: t("advice.monetary"),
                numeric: true,
                render: (group) => figures.money(group.monetary),
              },
              {
                key: "part",
                title: t("advice.monetary_share"),
                numeric: true,
                render: (group) => figures.share(group.monetary_share),
              },
            ]}
          />
        }
      />
    </Section>
  );
}
