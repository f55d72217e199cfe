import type { ChartOption, LineSeriesOption } from "./echarts";
import { type ChartTheme, type Frame, SMALL } from "./theme";
import { tooltip } from "./tooltip";

interface Mark {
  x: number;
  y: number;
  text: string;
}

export interface LorenzData {
  points: readonly (readonly [number, number])[];
  /** The point to read off, such as "these customers make 80 %". */
  mark: Mark | null;
  /** Where classes end on the curve. */
  cuts?: readonly Mark[];
  xTitle: string;
  yTitle: string;
  equalText: string;
  percent: (share: number) => string;
}

export const LORENZ_HEIGHT = 380;

/** Return the concentration curve, largest customers first; refunds can lift it above 100 %. */
export function lorenz(data: LorenzData, { width, theme }: Frame): ChartOption {
  const heights = data.points.map(([, share]) => share);
  const whole = (share: number) => `${Math.round(share * 100)}%`;
  const axis = {
    type: "value" as const,
    interval: 0.2,
    axisLabel: { color: theme.muted, fontSize: SMALL, formatter: whole },
    axisLine: { show: true, lineStyle: { color: theme.line } },
    splitLine: { lineStyle: { color: theme.line } },
    nameTextStyle: { color: theme.muted, fontSize: SMALL },
  };
  return {
    grid: { left: 48, right: 18, top: 30, bottom: 48 },
    xAxis: { ...axis, min: 0, max: 1, name: data.xTitle, nameLocation: "middle", nameGap: 30 },
    yAxis: {
      ...axis,
      min: Math.min(0, ...heights),
      // Refunds of the last customers lift the curve a little above the whole: room for it, but no tick of its own.
      max: Math.max(1, ...heights) * 1.02,
      axisLabel: { ...axis.axisLabel, showMaxLabel: false, showMinLabel: Math.min(0, ...heights) === 0 },
      splitLine: { ...axis.splitLine, showMaxLine: false },
      name: data.yTitle,
      nameTextStyle: { ...axis.nameTextStyle, align: "left", padding: [0, 0, 0, -40] },
    },
    tooltip: tooltip(theme, "axis", (index) => {
      const point = data.points[index];
      if (!point) return null;
      return {
        title: `${data.percent(point[0])} → ${data.percent(point[1])}`,
        rows: [
          [data.xTitle, data.percent(point[0])],
          [data.yTitle, data.percent(point[1])],
        ],
      };
    }),
    series: [curve(data, width, theme), diagonal(data, theme)],
  };
}

function curve({ points, mark, cuts = [] }: LorenzData, width: number, theme: ChartTheme): LineSeriesOption {
  const marks = mark ? [mark, ...cuts] : [...cuts];
  const series: LineSeriesOption = {
    type: "line",
    data: points.map(([x, y]) => [x, y]),
    showSymbol: false,
    symbolSize: 8,
    lineStyle: { color: theme.accent, width: 2.5 },
    itemStyle: { color: theme.accent },
    areaStyle: { color: theme.accent, opacity: 0.1 },
  };
  if (marks.length === 0) return series;
  return {
    ...series,
    markLine: {
      silent: true,
      symbol: "none",
      label: { show: false },
      lineStyle: { color: theme.mark, type: "dashed", width: 1.5 },
      data: marks.flatMap(({ x, y }) => [
        [{ coord: [x, 0] }, { coord: [x, y] }],
        [{ coord: [0, y] }, { coord: [x, y] }],
      ]),
    },
    markPoint: {
      silent: true,
      symbol: "circle",
      symbolSize: 11,
      itemStyle: { color: theme.mark, borderColor: theme.surface, borderWidth: 2 },
      data: marks.map(({ x, y, text }) => ({
        name: text,
        coord: [x, y],
        // Below the curve there is always room beside the point; near the right edge the text turns to the left.
        label: {
          show: true,
          position: x * width > width - 190 ? ("left" as const) : ("right" as const),
          offset: [4, x * width > width - 190 ? 22 : 14],
          color: theme.mark,
          fontSize: marks.length > 1 ? 13 : 14,
          fontWeight: 700,
          formatter: () => text,
        },
      })),
    },
  };
}

function diagonal({ equalText }: LorenzData, theme: ChartTheme): LineSeriesOption {
  const label = {
    show: true,
    position: "right" as const,
    offset: [4, 12],
    color: theme.muted,
    fontSize: SMALL,
    formatter: () => equalText,
  };
  return {
    type: "line",
    silent: true,
    symbolSize: 0,
    tooltip: { show: false },
    data: [[0, 0], { value: [0.5, 0.5], label }, [1, 1]],
    lineStyle: { color: theme.neutral, type: "dashed", width: 1.5 },
    itemStyle: { color: theme.neutral },
  };
}
