import type { BarSeriesOption, ChartOption } from "./echarts";
import { type ChartTheme, type Frame, SMALL } from "./theme";
import { tooltip } from "./tooltip";

/** One pair of mirrored bars; shares are fractions, the texts stand beside them. */
export interface PyramidRow {
  label: string;
  left: number;
  right: number;
  leftText: readonly [share: string, figure: string];
  rightText: readonly [share: string, figure: string];
}

export interface PyramidData {
  rows: readonly PyramidRow[];
  leftTitle: string;
  rightTitle: string;
}

const HEAD = 28;
const LABEL_ROOM = 68;
const EDGE = 4;
/** Beyond this many rows each gets one line instead of two. */
const ROOMY = 12;

/** On a phone there is no room for names between the bars: they stand above them. */
const NARROW = 480;
const NARROW_MIDDLE = 8;

export function pyramidHeight(rows: number, width: number): number {
  const row = (rows > ROOMY ? 26 : 52) + (width < NARROW ? 22 : 0);
  return HEAD + Math.max(1, rows) * row;
}

/** Return mirrored bars on one common scale, so that a tier's two shares can be compared by eye. */
export function pyramid(data: PyramidData, { width, theme }: Frame): ChartOption {
  const narrow = width < NARROW;
  const middle = narrow ? NARROW_MIDDLE : nameRoom(data.rows, width);
  const inner = (width + middle) / 2;
  const side = width - inner - EDGE;
  const scale = reach(data.rows, side);
  const grid = { top: HEAD, bottom: 4 };
  return {
    title: [
      heading(data.leftTitle, "right", width - inner, theme),
      heading(data.rightTitle, "left", inner, theme),
    ],
    grid: [
      { ...grid, left: EDGE, width: side },
      { ...grid, left: inner, width: side },
    ],
    xAxis: [
      { type: "value", gridIndex: 0, inverse: true, min: 0, max: scale.max, show: false },
      { type: "value", gridIndex: 1, min: scale.min, max: scale.max, show: false },
    ],
    yAxis: [names(data.rows, middle, narrow ? width : 0, theme), { ...bare(data.rows), gridIndex: 1 }],
    tooltip: tooltip(theme, "item", (index) => {
      const row = data.rows[index];
      if (!row) return null;
      return {
        title: row.label,
        rows: [
          [data.leftTitle, row.leftText.join(" · ")],
          [data.rightTitle, row.rightText.join(" · ")],
        ],
      };
    }),
    series: [bars(data.rows, "left", theme), bars(data.rows, "right", theme)],
  };
}

/** The longest name decides, within reason; a Chinese character is about twice as wide as a Latin letter. */
function nameRoom(rows: readonly PyramidRow[], width: number): number {
  const longest = Math.max(
    0,
    ...rows.map(({ label }) => [...label].reduce((sum, letter) => sum + (letter > "\u2e80" ? 13.5 : 8), 0)),
  );
  return Math.min(width * 0.34, Math.max(96, width * 0.14, longest + 32));
}

/** The longest bar leaves room for the text at its end; a negative share reaches back over the zero line. */
function reach(rows: readonly PyramidRow[], side: number): { min: number; max: number } {
  const shares = rows.flatMap((row) => [row.left, row.right]);
  const room = side / Math.max(side - LABEL_ROOM, side * 0.3);
  return { min: Math.min(0, ...shares), max: Math.max(0.01, ...shares) * room };
}

function heading(text: string, textAlign: "left" | "right", left: number, theme: ChartTheme) {
  return {
    text,
    left,
    top: 0,
    textAlign,
    padding: 0,
    textStyle: { color: theme.muted, fontSize: SMALL, fontWeight: "normal" as const },
  };
}

function bare(rows: readonly PyramidRow[]) {
  return {
    type: "category" as const,
    inverse: true,
    data: rows.map((row) => row.label),
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { show: false },
  };
}

function names(rows: readonly PyramidRow[], middle: number, above: number, theme: ChartTheme) {
  const raised = { verticalAlign: "bottom" as const, padding: [0, 0, rows.length > ROOMY ? 9 : 18, 0] };
  return {
    ...bare(rows),
    gridIndex: 0,
    position: "right" as const,
    axisLabel: {
      show: true,
      interval: 0,
      margin: middle / 2,
      align: "center" as const,
      ...(above > 0 ? raised : {}),
      width: above > 0 ? above - 12 : middle - 12,
      overflow: rows.length > ROOMY ? ("truncate" as const) : ("break" as const),
      color: theme.ink,
      fontSize: 13,
      fontWeight: 600,
    },
  };
}

function bars(rows: readonly PyramidRow[], side: "left" | "right", theme: ChartTheme): BarSeriesOption {
  const axis = side === "left" ? 0 : 1;
  const text = (index: number) => rows[index]?.[side === "left" ? "leftText" : "rightText"] ?? ["", ""];
  const roomy = rows.length <= ROOMY;
  return {
    type: "bar",
    xAxisIndex: axis,
    yAxisIndex: axis,
    data: rows.map((row) => row[side]),
    barMaxWidth: roomy ? 30 : 14,
    barMinHeight: 1,
    itemStyle: {
      color: side === "left" ? theme.neutral : theme.accent,
      borderRadius: side === "left" ? [3, 0, 0, 3] : [0, 3, 3, 0],
    },
    label: {
      show: true,
      position: side,
      align: side === "left" ? "right" : "left",
      formatter: ({ dataIndex }) => {
        const [share, figure] = text(dataIndex);
        return roomy ? `{share|${share}}\n{figure|${figure}}` : `{share|${share}}`;
      },
      rich: {
        share: { color: theme.ink, fontSize: 13, fontWeight: 600, lineHeight: 17 },
        figure: { color: theme.muted, fontSize: SMALL, lineHeight: 15 },
      },
    },
  };
}
