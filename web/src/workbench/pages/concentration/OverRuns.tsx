import { useMemo } from "react";
import { Chart } from "../../../charts/Chart";
import type { ChartOption } from "../../../charts/echarts";
import { type Frame, SMALL } from "../../../charts/theme";
import { tooltip } from "../../../charts/tooltip";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { ConcentratedRun } from "./shapes";

interface LineData {
  days: string[];
  values: (number | null)[];
  rows: (index: number) => [string, string][];
}

/** Gini over the runs as a line; the other figures of each run in the table beside it. */
export function OverRuns({ runs }: { runs: ConcentratedRun[] }) {
  const { t, dates } = useWords("concentration");
  const figures = useFigures();
  const columns = useMemo(
    () =>
      [
        ["gini", ({ gini }: ConcentratedRun) => (gini === null ? "–" : gini.toFixed(3))],
        ["vital", ({ vital }: ConcentratedRun) => figures.count(vital)],
        ["share", ({ vital_share }: ConcentratedRun) => figures.share(vital_share)],
        ["fifth", (one: ConcentratedRun) => figures.share(one.top_fifth_monetary_share)],
      ] as const,
    [figures],
  );
  const option = useMemo(() => {
    const data: LineData = {
      days: runs.map(({ as_of }) => dates.day(as_of)),
      values: runs.map(({ gini }) => gini),
      rows: (index) =>
        columns.map(([name, write]) => [t(`runs.${name}`), runs[index] ? write(runs[index]) : "–"]),
    };
    return (frame: Frame) => line(data, frame);
  }, [runs, columns, t, dates]);
  return (
    <ChartFigure
      chart={<Chart option={option} height={300} label={t("runs.chart")} />}
      table={
        <DataTable
          title={t("runs.title")}
          rows={runs.toReversed()}
          rowKey={({ run }) => String(run)}
          columns={[
            { key: "day", title: t("runs.day"), render: ({ as_of }) => dates.day(as_of) },
            ...columns.map(([name, write]) => ({
              key: name,
              title: t(`runs.${name}`),
              numeric: true,
              render: write,
            })),
          ]}
        />
      }
    />
  );
}

function line({ days, values, rows }: LineData, { theme }: Frame): ChartOption {
  const text = { color: theme.muted, fontSize: SMALL };
  return {
    grid: { left: 48, right: 18, top: 20, bottom: 36 },
    xAxis: {
      type: "category",
      data: days,
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      min: 0,
      max: 1,
      interval: 0.25,
      axisLabel: { ...text, formatter: (value: number) => value.toFixed(2) },
      splitLine: { lineStyle: { color: theme.line } },
    },
    tooltip: tooltip(theme, "axis", (index) => ({ title: days[index] ?? "", rows: rows(index) })),
    series: [
      {
        type: "line",
        data: values,
        symbolSize: 7,
        lineStyle: { color: theme.accent, width: 2.5 },
        itemStyle: { color: theme.accent },
      },
    ],
  };
}
