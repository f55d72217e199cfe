import { useCallback, useMemo } from "react";
import { Chart } from "../../../charts/Chart";
import { INTERVALS_HEIGHT, intervals } from "../../../charts/intervals";
import type { Frame } from "../../../charts/theme";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import { useWords } from "../../words/useWords";
import { Sentences } from "./PlanTab";
import type { Cell, Result } from "./shapes";
import { useAmounts } from "./useAmounts";

const KINDS = { profitable: "good", unprofitable: "bad", not_enough_data: "open" } as const;
/** More would be one grey band; the table has them all. */
const MOST = 150;

/** Every cell against break-even: the estimate, its interval, and the verdict. */
export function CellsChart({ cells }: { cells: Result["cells"] }) {
  const { t } = useWords("campaigns");
  const { rate } = useAmounts();
  const ranked = useMemo(
    () => cells.cells.toSorted((left, right) => right.estimate - left.estimate),
    [cells],
  );
  const option = useCallback(
    (frame: Frame) =>
      intervals(
        {
          items: ranked.slice(0, MOST).map((one) => ({ ...one, label: one.cell, kind: KINDS[one.verdict] })),
          bar: { value: cells.break_even, text: t("cells.break_even", { rate: rate(cells.break_even) }) },
          xTitle: t("cells.x"),
          yTitle: t(`cells.y.${cells.basis}`),
          shown: rate,
          words: { estimate: t("estimate"), between: t("between") },
        },
        frame,
      ),
    [ranked, cells, t, rate],
  );
  const count = (verdict: string) => cells.verdicts[verdict] ?? 0;
  return (
    <Section id="cells" title={t("cells.title")} lead={t(`cells.lead.${cells.basis}`)}>
      <ChartFigure
        chart={<Chart option={option} height={INTERVALS_HEIGHT} label={t("cells.title")} />}
        table={<CellTable cells={ranked} />}
      />
      <Sentences
        lines={(["profitable", "unprofitable", "not_enough_data"] as const).map((one) =>
          t(`cells.counts.${one}`, { cells: count(one) }),
        )}
      />
    </Section>
  );
}

function CellTable({ cells }: { cells: readonly Cell[] }) {
  const { t } = useWords("campaigns");
  const { figures, rate } = useAmounts();
  return (
    <DataTable
      title={t("cells.title")}
      rows={cells}
      rowKey={({ cell }) => cell}
      columns={[
        { key: "cell", title: t("list.cell"), render: ({ cell }) => cell },
        {
          key: "contacted",
          title: t("contacts"),
          numeric: true,
          render: (one) => figures.count(one.contacted),
        },
        {
          key: "responses",
          title: t("results.responded"),
          numeric: true,
          render: (one) => figures.count(one.responses),
        },
        { key: "estimate", title: t("estimate"), numeric: true, render: (one) => rate(one.estimate) },
        { key: "low", title: t("low"), numeric: true, render: (one) => rate(one.low) },
        { key: "high", title: t("high"), numeric: true, render: (one) => rate(one.high) },
        {
          key: "verdict",
          title: t("cells.verdict"),
          render: ({ verdict }) => t(`cells.verdicts.${verdict}`),
        },
      ]}
    />
  );
}
