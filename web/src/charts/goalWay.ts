import type { ChartOption } from "./echarts";
import { type Frame, SMALL } from "./theme";
import { type Tip, tooltip } from "./tooltip";

/** One station of a way: where the measure is to stand, where it stands, and the range of that. */
export interface Station {
  day: string;
  path: number;
  value: number | null;
  low: number | null;
  high: number | null;
  tip: Tip;
}

/** Return the way to a goal as a dashed line, what was reached as a full one with its range as a band. */
export function goalWay(
  stations: readonly Station[],
  target: number,
  axis: (value: number) => string,
  { theme }: Frame,
): ChartOption {
  const quiet = { color: theme.muted, fontSize: SMALL };
  const all = stations.flatMap(({ path, low, high, value }) => [
    path,
    low ?? path,
    high ?? path,
    value ?? path,
  ]);
  const low = Math.min(target, ...all);
  const high = Math.max(target, ...all);
  const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
  const reached = stations.filter(({ value }) => value !== null);
  const known = reached.filter((one) => one.low !== null && one.high !== null);
  const band = {
    type: "line",
    stack: "range",
    symbol: "none",
    silent: true,
    lineStyle: { opacity: 0 },
  } as const;
  return {
    grid: { left: 4, right: 12, top: 14, bottom: 4, containLabel: true },
    tooltip: tooltip(theme, "axis", (index) => stations[index]?.tip ?? null),
    xAxis: {
      type: "time",
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line } },
      axisLabel: { ...quiet, hideOverlap: true, formatter: "{yyyy}-{MM}" },
    },
    yAxis: {
      type: "value",
      min: low >= 0 ? Math.max(0, low - room) : low - room,
      max: high + room,
      splitNumber: 4,
      axisLabel: { ...quiet, formatter: axis },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: [
      // The first one has every station: what is told of a place in the chart is found by it.
      {
        type: "line",
        symbol: "none",
        z: 3,
        lineStyle: { color: theme.mark, type: "dashed", width: 2 },
        data: stations.map(({ day, path }) => [day, path]),
      },
      { ...band, data: known.map((one) => [one.day, one.low]) },
      {
        ...band,
        areaStyle: { color: theme.accentSoft, opacity: 0.8 },
        data: known.map((one) => [one.day, (one.high ?? 0) - (one.low ?? 0)]),
      },
      {
        type: "line",
        symbol: "circle",
        symbolSize: 6,
        z: 4,
        itemStyle: { color: theme.accent },
        lineStyle: { color: theme.accent, width: 2.5 },
        data: reached.map(({ day, value }) => [day, value]),
      },
    ],
  };
}
