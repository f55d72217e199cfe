import type { ChartOption, LineSeriesOption } from "./echarts";
import { type Frame, SMALL } from "./theme";
import { type Tip, tooltip } from "./tooltip";

export interface ForecastMonth {
  /** "2024-12" */
  month: string;
  /** What was bought in it; null where it lies ahead. */
  bought: number | null;
  /** What is still expected of it, with the least and the most that are told; null where it is over. */
  expected: number | null;
  low: number | null;
  high: number | null;
  tip: Tip;
}

/** Return the months behind as full bars and those ahead as light ones, with the range of what is expected over them. */
export function forecast(
  months: readonly ForecastMonth[],
  axis: (value: number) => string,
  { theme }: Frame,
): ChartOption {
  const quiet = { color: theme.muted, fontSize: SMALL };
  const round: [number, number, number, number] = [3, 3, 0, 0];
  return {
    grid: { left: 4, right: 8, top: 14, bottom: 4, containLabel: true },
    tooltip: tooltip(theme, "axis", (index) => months[index]?.tip ?? null),
    xAxis: {
      type: "category",
      data: months.map(({ month }) => month),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line } },
      axisLabel: { ...quiet, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      axisLabel: { ...quiet, formatter: axis },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: [
      {
        type: "bar",
        stack: "month",
        barMaxWidth: 28,
        itemStyle: { color: theme.accent, borderRadius: round },
        data: months.map(({ bought }) => bought),
      },
      {
        type: "bar",
        stack: "month",
        barMaxWidth: 28,
        itemStyle: {
          color: theme.accentSoft,
          borderColor: theme.accent,
          borderType: "dashed",
          borderRadius: round,
        },
        data: months.map(({ expected }) => expected),
      },
      ...ends(months, theme.mark),
    ],
  };
}

/** The range as a band: a line at its lower end that is not seen, and on top of it the height up to the upper one. */
function ends(months: readonly ForecastMonth[], colour: string): LineSeriesOption[] {
  const lower = months.map(({ low, bought }) => (low === null ? null : low + (bought ?? 0)));
  const height = months.map(({ low, high }) => (low === null || high === null ? null : high - low));
  const line: LineSeriesOption = {
    type: "line",
    stack: "range",
    // Each of the two is lifted by the other alone, however the bars stand.
    stackStrategy: "all",
    silent: true,
    showSymbol: false,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: 1.5 },
  };
  return [
    { ...line, data: lower },
    { ...line, data: height, areaStyle: { color: colour, opacity: 0.18 } },
  ];
}
