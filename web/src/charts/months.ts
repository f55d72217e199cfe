import type { ChartOption } from "./echarts";
import { type Frame, SMALL } from "./theme";
import { type Tip, tooltip } from "./tooltip";

export interface MonthBar {
  /** "2024-12" */
  month: string;
  value: number;
  tip: Tip;
}

/** Return every month from the first to the last, those without an order too: a gap is what the picture is to show. */
export function everyMonth(first: string, last: string): string[] {
  const [year = 0, month = 1] = first.split("-").map(Number);
  const found: string[] = [];
  for (let index = year * 12 + month - 1; ; index += 1) {
    const text = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
    if (text > last) return found;
    found.push(text);
  }
}

/** Return one bar per month; months in which more came back than went out hang below the line. */
export function monthBars(
  bars: readonly MonthBar[],
  axis: (value: number) => string,
  { theme }: Frame,
): ChartOption {
  const quiet = { color: theme.muted, fontSize: SMALL };
  return {
    grid: { left: 4, right: 8, top: 14, bottom: 4, containLabel: true },
    tooltip: tooltip(theme, "axis", (index) => bars[index]?.tip ?? null),
    xAxis: {
      type: "category",
      data: bars.map(({ month }) => month),
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
        barMaxWidth: 28,
        data: bars.map(({ value }) => ({
          value,
          itemStyle: {
            color: value < 0 ? theme.mark : theme.accent,
            borderRadius: value < 0 ? [0, 0, 3, 3] : [3, 3, 0, 0],
          },
        })),
      },
    ],
  };
}
