import type { ChartOption } from "./echarts";
import { type Frame, SMALL } from "./theme";
import { tooltip } from "./tooltip";

export interface GateBound {
  name: string;
  asked: number;
  before: number;
  after: number;
}

export interface GateWords {
  asked: string;
  before: string;
  after: string;
}

export const GATE_HEIGHT = 190;

/** Return, for each bound, what the table reached before and after, with a mark where it had to get to. */
export function gate(bounds: readonly GateBound[], words: GateWords, { theme }: Frame): ChartOption {
  const label = { color: theme.muted, fontSize: SMALL };
  const bar = (name: string, key: "before" | "after", color: string, ink: string) => ({
    type: "bar" as const,
    name,
    data: bounds.map((one) => one[key]),
    barMaxWidth: 18,
    itemStyle: { color, borderRadius: 3 },
    label: {
      show: true,
      position: "right" as const,
      color: ink,
      fontSize: SMALL,
      formatter: ({ value }: { value?: unknown }) => `${value} ${name}`,
    },
  });
  return {
    grid: { left: 34, right: 90, top: 8, bottom: 28 },
    xAxis: {
      type: "value",
      min: 0,
      minInterval: 1,
      axisLabel: label,
      splitLine: { lineStyle: { color: theme.line } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: bounds.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line } },
      axisLabel: { color: theme.ink, fontSize: 13, fontWeight: 600 },
    },
    tooltip: tooltip(theme, "axis", (index) => {
      const one = bounds[index];
      if (!one) return null;
      return {
        title: one.name,
        rows: [
          [words.before, String(one.before)],
          [words.after, String(one.after)],
          [words.asked, String(one.asked)],
        ],
      };
    }),
    series: [
      bar(words.before, "before", theme.neutral, theme.muted),
      bar(words.after, "after", theme.accent, theme.ink),
      {
        type: "line" as const,
        lineStyle: { width: 0 },
        name: words.asked,
        data: bounds.map(({ asked }, index) => [asked, index]),
        symbol: "rect",
        symbolSize: [3, 46],
        itemStyle: { color: theme.mark },
        z: 3,
      },
    ],
  };
}
