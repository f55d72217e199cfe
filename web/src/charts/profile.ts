import type { ChartOption } from "./echarts";
import { groupColour } from "./palette";
import { type Frame, SMALL } from "./theme";
import { tooltip } from "./tooltip";

export interface ProfileLine {
  name: string;
  values: readonly number[];
  texts: readonly string[];
}

const SYMBOLS = ["circle", "rect", "triangle", "diamond", "pin"] as const;
const DASHES = ["solid", "dashed", "dotted"] as const;
export const PROFILE_HEIGHT = 340;

/** Return one line per cluster over the scores it was made from; colour, mark and dash all tell them apart. */
export function profile(
  scores: readonly string[],
  lines: readonly ProfileLine[],
  { width, theme }: Frame,
): ChartOption {
  const label = { color: theme.muted, fontSize: SMALL };
  const narrow = width < 480;
  // The labels stand under the first and the last score, so half of each reaches beyond the lines.
  const [left, right] = [40, narrow ? 36 : 96];
  return {
    grid: { left, right, top: 16, bottom: narrow ? 44 : 34 },
    xAxis: {
      type: "category",
      data: [...scores],
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line } },
      axisLabel: {
        color: theme.ink,
        fontSize: narrow ? 10 : SMALL,
        interval: 0,
        width: (width - left - right) / Math.max(1, scores.length - 1) - 4,
        overflow: "break",
      },
    },
    yAxis: {
      type: "value",
      axisLabel: label,
      splitLine: { lineStyle: { color: theme.line } },
    },
    tooltip: tooltip(theme, "axis", (index) => ({
      title: scores[index] ?? "",
      rows: lines.map((line) => [line.name, line.texts[index] ?? ""] as const),
    })),
    series: lines.map((line, rank) => ({
      type: "line",
      name: line.name,
      data: [...line.values],
      symbol: SYMBOLS[rank % SYMBOLS.length] ?? "circle",
      symbolSize: 9,
      lineStyle: { color: groupColour(rank), width: 2.5, type: DASHES[rank % DASHES.length] ?? "solid" },
      itemStyle: { color: groupColour(rank) },
      endLabel: {
        show: !narrow,
        formatter: () => line.name,
        color: theme.ink,
        fontSize: SMALL,
        distance: 10,
      },
      labelLayout: { moveOverlap: "shiftY" as const },
    })),
  };
}

/** Return the mean silhouette per number of clusters, the chosen one marked. */
export function silhouette(
  points: readonly (readonly [number, number])[],
  chosen: number,
  words: { x: string; y: string },
  { theme }: Frame,
): ChartOption {
  const label = { color: theme.muted, fontSize: SMALL };
  return {
    grid: { left: 48, right: 18, top: 30, bottom: 44 },
    xAxis: {
      type: "category",
      data: points.map(([k]) => String(k)),
      axisLabel: label,
      axisTick: { show: false },
      name: words.x,
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: { color: theme.muted, fontSize: SMALL },
    },
    yAxis: {
      type: "value",
      scale: true,
      axisLabel: label,
      splitLine: { lineStyle: { color: theme.line } },
      name: words.y,
      nameTextStyle: { color: theme.muted, fontSize: SMALL, align: "left", padding: [0, 0, 0, -40] },
    },
    series: [
      {
        type: "line",
        data: points.map(([k, value]) => ({
          value,
          symbolSize: k === chosen ? 13 : 7,
          itemStyle: { color: k === chosen ? theme.mark : theme.accent },
        })),
        symbol: "circle",
        lineStyle: { color: theme.accent, width: 2 },
      },
    ],
  };
}
