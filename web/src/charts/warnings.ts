import type { ChartOption } from "./echarts";
import { type Frame, SMALL } from "./theme";
import { type Tip, tooltip } from "./tooltip";

export interface WarningDayBar {
  day: string;
  opened: number;
  closed: number;
  open: number;
  tip: Tip;
}

/** Return what was opened above the line and closed below it, day by day, with a line of what stood open. */
export function warningDays(bars: readonly WarningDayBar[], { theme }: Frame): ChartOption {
  const quiet = { color: theme.muted, fontSize: SMALL };
  const bar = (data: number[], color: string, borderRadius: number[]) => ({
    type: "bar" as const,
    stack: "all",
    barMaxWidth: 26,
    data,
    itemStyle: { color, borderRadius },
  });
  return {
    grid: { left: 4, right: 8, top: 14, bottom: 4, containLabel: true },
    tooltip: tooltip(theme, "axis", (index) => bars[index]?.tip ?? null),
    xAxis: {
      type: "category",
      data: bars.map(({ day }) => day),
      axisTick: { show: false },
      axisLine: { onZero: true, lineStyle: { color: theme.line } },
      axisLabel: { ...quiet, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      minInterval: 1,
      axisLabel: { ...quiet, formatter: (value: number) => String(Math.abs(value)) },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: [
      bar(
        bars.map(({ opened }) => opened),
        theme.mark,
        [3, 3, 0, 0],
      ),
      bar(
        bars.map(({ closed }) => -closed),
        theme.accent,
        [0, 0, 3, 3],
      ),
      {
        type: "line",
        data: bars.map(({ open }) => open),
        symbolSize: 6,
        lineStyle: { color: theme.ink, width: 2 },
        itemStyle: { color: theme.ink },
      },
    ],
  };
}

export interface RuleScore {
  title: string;
  precision: number | null;
  recall: number | null;
  tip: Tip;
}

/** Return two bars per rule, precision above recall, and a mark at what chance would reach. */
export function ruleScores(
  scores: readonly RuleScore[],
  base: number | null,
  chance: string,
  percent: (value: number) => string,
  { theme, width }: Frame & { width?: number },
): ChartOption {
  const quiet = { color: theme.muted, fontSize: SMALL };
  const rows = [...scores].reverse();
  const room = (width ?? 800) < 500 ? 110 : 220;
  return {
    grid: { left: 4, right: 24, top: 22, bottom: 4, containLabel: true },
    tooltip: tooltip(theme, "axis", (index) => rows[index]?.tip ?? null),
    xAxis: {
      type: "value",
      min: 0,
      max: 1,
      axisLabel: { ...quiet, formatter: percent },
      splitLine: { lineStyle: { color: theme.line } },
    },
    yAxis: {
      type: "category",
      data: rows.map(({ title }) => title),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line } },
      axisLabel: { color: theme.ink, fontSize: SMALL, width: room, overflow: "break" },
    },
    series: [
      {
        type: "bar",
        barMaxWidth: 12,
        data: rows.map(({ precision }) => precision ?? 0),
        itemStyle: { color: theme.accent, borderRadius: [0, 3, 3, 0] },
        ...(base === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: "none",
                lineStyle: { color: theme.mark, type: "dashed" },
                label: { formatter: chance, color: theme.mark, fontSize: SMALL },
                data: [{ xAxis: base }],
              },
            }),
      },
      {
        type: "bar",
        barMaxWidth: 12,
        data: rows.map(({ recall }) => recall ?? 0),
        itemStyle: { color: theme.neutral, borderRadius: [0, 3, 3, 0] },
      },
    ],
  };
}
