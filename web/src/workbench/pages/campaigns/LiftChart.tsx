import { useCallback, useMemo } from "react";
import { Chart } from "../../../charts/Chart";
import { type Estimated, INTERVALS_HEIGHT, intervals } from "../../../charts/intervals";
import type { Frame } from "../../../charts/theme";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import { useWords } from "../../words/useWords";
import { useAmounts } from "./useAmounts";

export interface Lift {
  label: string;
  /** Added responses of all contacted: estimate and limits. */
  added: readonly number[];
  customers: number;
}

function estimated({ label, added, customers }: Lift): Estimated {
  const [estimate = 0, low = 0, high = 0] = added.map((one) => one / customers);
  return { label, estimate, low, high, kind: low > 0 ? "good" : high < 0 ? "bad" : "open" };
}

/** What contact added per customer, look after look, each with its interval. */
export function LiftChart({ points }: { points: readonly Lift[] }) {
  const { t } = useWords("campaigns");
  const { rate } = useAmounts();
  const items = useMemo(() => points.map(estimated), [points]);
  const option = useCallback(
    (frame: Frame) =>
      intervals(
        {
          items,
          bar: { value: 0, text: t("lift.none") },
          xTitle: t("lift.x"),
          yTitle: t("lift.y"),
          shown: rate,
          words: { estimate: t("estimate"), between: t("between") },
        },
        frame,
      ),
    [items, t, rate],
  );
  if (items.length === 0) return null;
  return (
    <Section id="lift" title={t("lift.title")} lead={t("lift.lead")}>
      <ChartFigure
        chart={<Chart option={option} height={INTERVALS_HEIGHT} label={t("lift.label")} />}
        table={
          <DataTable
            title={t("lift.title")}
            rows={items}
            rowKey={({ label }) => label}
            columns={[
              { key: "label", title: t("lift.x"), render: ({ label }) => label },
              { key: "estimate", title: t("estimate"), numeric: true, render: (one) => rate(one.estimate) },
              { key: "low", title: t("low"), numeric: true, render: (one) => rate(one.low) },
              { key: "high", title: t("high"), numeric: true, render: (one) => rate(one.high) },
            ]}
          />
        }
      />
    </Section>
  );
}
