import type { Distribution } from "../data/report";
import { type Band, bands } from "./bands";
import type { BarSeriesOption, ChartOption, LineSeriesOption } from "./echarts";
import { steps } from "./ramp";
import { type ChartTheme, type Frame, SMALL } from "./theme";
import { tooltip } from "./tooltip";

export interface HistogramWords {
  customers: string;
  count: (value: number) => string;
  /** A value in few digits, for the axis. */
  short: (value: string) => string;
  /** A value in full, for the tooltip and the break lines. */
  full: (value: string) => string;
}

export const HISTOGRAM_HEIGHT = 280;
const GRID = { left: 46, right: 14, top: 8, bottom: 28 };
const LABEL_LINE = 16;
const BAND_LINE = 18;
const LETTER = 6.6;
const PLOT = HISTOGRAM_HEIGHT - GRID.top - GRID.bottom;

interface Line {
  at: number;
  text: string;
  level: number;
}

/** Return a bar per bin, the scores as bands behind them and the break values as lines with their labels. */
export function histogram(
  distribution: Distribution,
  words: HistogramWords,
  { width, theme }: Frame,
): ChartOption {
  const { bins } = distribution;
  const all = bands(distribution);
  const colours = steps(theme.ramp, all.length);
  const lines = breakLines(distribution, all, width, words);
  const head = BAND_LINE + LABEL_LINE * Math.max(0, ...lines.map((line) => line.level + 1));
  const most = Math.max(1, ...bins.map((bin) => bin.customers));
  const label = { color: theme.muted, fontSize: SMALL };
  return {
    grid: GRID,
    xAxis: [binAxis(distribution, words, theme), edgeAxis(distribution, width, words, theme)],
    yAxis: [
      {
        type: "value",
        max: (most * PLOT) / (PLOT - head),
        minInterval: 1,
        splitNumber: 4,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { ...label, showMaxLabel: false, formatter: (value: number) => words.count(value) },
        splitLine: { showMaxLine: false, lineStyle: { color: theme.line } },
      },
      { type: "value", min: 0, max: PLOT, show: false },
    ],
    tooltip: tooltip(theme, "axis", (index) => {
      const bin = bins[index];
      if (!bin) return null;
      const [from, to] = [words.full(bin.from), words.full(bin.to)];
      return {
        title: from === to ? from : `${from} – ${to}`,
        rows: [[words.customers, words.count(bin.customers)]],
      };
    }),
    series: [bars(distribution, all, colours, theme), overlay(all, lines, colours, head, width, theme)],
  };
}

/** Bins of single values carry their value below the bar; wider bins are labelled at their edges instead. */
function singles({ bins }: Distribution): boolean {
  return bins[0] !== undefined && bins[0].from === bins[0].to;
}

function binAxis(distribution: Distribution, words: HistogramWords, theme: ChartTheme) {
  return {
    type: "category" as const,
    data: distribution.bins.map(({ from, to }) =>
      from === to ? words.short(from) : `${words.short(from)}–${words.short(to)}`,
    ),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: theme.line } },
    axisLabel: { show: singles(distribution), color: theme.muted, fontSize: SMALL, hideOverlap: true },
  };
}

function edgeAxis(distribution: Distribution, width: number, words: HistogramWords, theme: ChartTheme) {
  const { bins } = distribution;
  const edges = [...bins.map((bin) => words.short(bin.from)), words.short(bins.at(-1)?.to ?? "")];
  const widest = Math.max(1, ...edges.map((edge) => edge.length)) * LETTER * 1.15 + 12;
  const room = Math.max(1, Math.floor((width - GRID.left - GRID.right) / widest));
  const every = Math.max(1, Math.ceil(bins.length / room));
  const marks = edges.map((_, index) => index).filter((index) => index % every === 0);
  return {
    type: "value" as const,
    position: "bottom" as const,
    min: 0,
    max: Math.max(1, bins.length),
    axisPointer: { show: false, triggerTooltip: false },
    splitLine: { show: false },
    axisLine: { show: false },
    axisTick: { show: !singles(distribution), customValues: marks, lineStyle: { color: theme.line } },
    axisLabel: {
      show: !singles(distribution),
      customValues: marks,
      color: theme.muted,
      fontSize: SMALL,
      formatter: (index: number) => edges[Math.round(index)] ?? "",
    },
  };
}

/** A bar across a break changes its colour where the score changes. */
function bars(
  { bins }: Distribution,
  all: readonly Band[],
  colours: readonly string[],
  theme: ChartTheme,
): BarSeriesOption {
  const leftToRight = all
    .map((band, index) => ({ ...band, colour: colours[index] ?? "" }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  return {
    type: "bar",
    barCategoryGap: "12%",
    data: bins.map((bin, index) => {
      const inside = leftToRight.filter((band) => band.start < index + 1 && band.end > index);
      const colorStops = inside.flatMap(({ start, end, colour }) => [
        { offset: Math.max(0, start - index), color: colour },
        { offset: Math.min(1, end - index), color: colour },
      ]);
      const colour =
        inside.length > 1
          ? { type: "linear" as const, x: 0, y: 0, x2: 1, y2: 0, colorStops }
          : (inside[0]?.colour ?? theme.accent);
      return { value: bin.customers, itemStyle: { color: colour } };
    }),
  };
}

function breakLines(
  distribution: Distribution,
  all: readonly Band[],
  width: number,
  words: HistogramWords,
): Line[] {
  const unit = (width - GRID.left - GRID.right) / Math.max(1, distribution.bins.length);
  const free: number[] = [];
  return (
    all
      .filter((band) => band.entry.bound !== null && band.values.shape !== "none")
      .map((band) => ({
        at: distribution.best === "low" ? band.end : band.start,
        text: `${sign(distribution.best, band.entry.strict)} ${words.short(band.entry.bound ?? "")}`,
      }))
      // A line at the very edge would part nothing.
      .filter(({ at }) => at > 0 && at < distribution.bins.length)
      .sort((left, right) => left.at - right.at)
      .map(({ at, text }) => {
        // Labels stand centred above their lines; one that would touch its neighbour moves up a row.
        const half = (text.length * LETTER + 10) / 2;
        const found = free.findIndex((until) => until <= at * unit - half);
        const level = found < 0 ? free.length : found;
        free[level] = at * unit + half;
        return { at, text, level };
      })
  );
}

function sign(best: "low" | "high", strict: boolean): string {
  if (best === "low") return strict ? "<" : "≤";
  return strict ? ">" : "≥";
}

function overlay(
  all: readonly Band[],
  lines: readonly Line[],
  colours: readonly string[],
  head: number,
  width: number,
  theme: ChartTheme,
): LineSeriesOption {
  const axis = { xAxisIndex: 1, yAxisIndex: 1 };
  const levels = Math.max(0, ...lines.map((line) => line.level + 1));
  const unit = (width - GRID.left - GRID.right) / Math.max(1, ...all.map((band) => band.end));
  const top = PLOT - head + BAND_LINE;
  const wide = all.map((band, index) => ({ ...band, index })).filter((band) => band.end > band.start);
  return {
    type: "line",
    ...axis,
    data: [],
    silent: true,
    markArea: {
      silent: true,
      data: wide.map(({ entry, start, end, index }) => [
        {
          coord: [start, 0],
          itemStyle: { color: index % 2 === 0 ? theme.band : "transparent" },
          label: {
            show: (end - start) * unit > 13,
            position: "insideTop" as const,
            distance: 3,
            color: theme.ink,
            fontWeight: 700,
            fontSize: SMALL,
            formatter: () => String(entry.score),
          },
        },
        { coord: [end, top] },
      ]),
    },
    markLine: {
      silent: true,
      symbol: "none",
      lineStyle: { color: theme.mark, type: "solid", width: 1 },
      data: lines.map(({ at, text, level }) => [
        {
          coord: [at, 0],
          label: {
            show: true,
            position: "end" as const,
            distance: 2,
            color: theme.mark,
            fontSize: SMALL,
            formatter: () => text,
          },
        },
        { coord: [at, top + (levels > 0 ? level * LABEL_LINE : 0)] },
      ]),
    },
    itemStyle: { color: colours[0] ?? theme.accent },
  };
}
