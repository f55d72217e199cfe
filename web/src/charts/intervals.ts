import type { ChartOption } from "./echarts";
import { PALETTE } from "./palette";
import { type ChartTheme, type Frame, SMALL } from "./theme";
import { tooltip } from "./tooltip";

/** One estimate with its limits; `kind` decides colour and shape together, so that neither speaks alone. */
export interface Estimated {
  label: string;
  estimate: number;
  low: number;
  high: number;
  kind: "good" | "bad" | "open";
}

export interface IntervalsData {
  items: readonly Estimated[];
  /** A line to read the estimates against, such as break-even. */
  bar: { value: number; text: string } | null;
  yTitle: string;
  xTitle: string;
  /** The figure as text, for the axis and the tooltip. */
  shown: (value: number) => string;
  /** What stands in the tooltip before the limits. */
  words: { estimate: string; between: string };
}

const SHAPES = { good: "circle", bad: "diamond", open: "emptyCircle" } as const;
const MOST_NAMES = 30;
export const INTERVALS_HEIGHT = 320;

function colour(kind: Estimated["kind"], theme: ChartTheme): string {
  return kind === "good" ? PALETTE[0] : kind === "bad" ? PALETTE[5] : theme.neutral;
}

/** Return estimates side by side, each with its interval as an upright line, and the line they are read against. */
export function intervals(data: IntervalsData, { theme }: Frame): ChartOption {
  const { items, shown } = data;
  const text = { color: theme.muted, fontSize: SMALL };
  return {
    grid: { left: 8, right: 18, top: 34, bottom: 30, containLabel: true },
    xAxis: {
      type: "category",
      data: items.map(({ label }) => label),
      axisLabel: { ...text, show: items.length <= MOST_NAMES, hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line }, onZero: false },
      name: data.xTitle,
      nameLocation: "middle",
      nameGap: items.length <= MOST_NAMES ? 26 : 14,
      nameTextStyle: text,
    },
    yAxis: {
      type: "value",
      min: ({ min }) => Math.min(min, ...items.map(({ low }) => low), 0),
      max: ({ max }) => Math.max(max, ...items.map(({ high }) => high), data.bar?.value ?? max),
      axisLabel: { ...text, formatter: shown, showMinLabel: false, showMaxLabel: false },
      splitLine: { lineStyle: { color: theme.line } },
      name: data.yTitle,
      nameTextStyle: { ...text, align: "left", padding: [0, 0, 0, -30] },
    },
    tooltip: tooltip(theme, "axis", (index) => {
      const item = items[index];
      if (!item) return null;
      return {
        title: item.label,
        rows: [
          [data.words.estimate, shown(item.estimate)],
          [data.words.between, `${shown(item.low)} – ${shown(item.high)}`],
        ],
      };
    }),
    series: [points(data, theme)],
  };
}

function points({ items, bar }: IntervalsData, theme: ChartTheme) {
  const limits = items.map(({ low, high, kind }, place) => [
    { coord: [place, low], lineStyle: { color: colour(kind, theme), width: 2, type: "solid" as const } },
    { coord: [place, high] },
  ]);
  const reference = bar
    ? [
        {
          yAxis: bar.value,
          lineStyle: { color: theme.mark, type: "dashed" as const, width: 1.5 },
          label: {
            show: true,
            position: "insideEndTop" as const,
            color: theme.mark,
            fontSize: SMALL,
            formatter: () => bar.text,
          },
        },
      ]
    : [];
  return {
    type: "line" as const,
    lineStyle: { width: 0, opacity: 0 },
    showAllSymbol: true,
    symbolSize: items.length > 60 ? 6 : 9,
    data: items.map(({ estimate, kind }) => ({
      value: estimate,
      symbol: SHAPES[kind],
      itemStyle: { color: colour(kind, theme), borderWidth: 2 },
    })),
    markLine: {
      silent: true,
      symbol: "none",
      animation: false,
      label: { show: false },
      // biome-ignore lint/suspicious/noExplicitAny: pairs of points and whole lines stand in one list
      data: [...limits, ...reference] as any,
    },
  };
}
