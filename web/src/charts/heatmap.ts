import type { ChartOption } from "./echarts";
import { colourAt, inkOn } from "./ramp";
import { type Frame, SMALL } from "./theme";
import { type Tip, tooltip } from "./tooltip";

export interface HeatCell {
  row: number;
  column: number;
  /** Null when there is nothing to measure, such as the average of no customers. */
  value: number | null;
  text: string;
  tip: Tip;
}

export interface HeatData {
  rows: readonly string[];
  columns: readonly string[];
  rowTitle: string;
  columnTitle: string;
  cells: readonly HeatCell[];
  /** Texts for the ends of the colour scale. */
  low: string;
  high: string;
}

const TOP = 26;
const BOTTOM = 84;

export function heatmapHeight(rows: number): number {
  return TOP + BOTTOM + Math.max(1, rows) * 52;
}

/** Return a heat map whose cell texts stay readable on every colour of the scale. */
export function heatmap(data: HeatData, { width, theme }: Frame): ChartOption {
  const range = extent(data.cells);
  const label = { color: theme.ink, fontSize: 13, fontWeight: 600 };
  const plain = { axisTick: { show: false }, axisLine: { show: false }, splitArea: { show: false } };
  const nameTextStyle = { color: theme.muted, fontSize: SMALL };
  return {
    grid: { left: 44, right: 4, top: TOP, bottom: BOTTOM },
    xAxis: {
      type: "category",
      data: [...data.columns],
      ...plain,
      axisLabel: label,
      name: data.columnTitle,
      nameLocation: "middle",
      nameGap: 30,
      nameTextStyle: { ...nameTextStyle, width: width - 60, overflow: "truncate" },
    },
    yAxis: {
      type: "category",
      data: [...data.rows],
      inverse: true,
      ...plain,
      axisLabel: label,
      name: data.rowTitle,
      nameLocation: "start",
      nameGap: 12,
      nameTextStyle: { ...nameTextStyle, align: "left", padding: [0, 0, 0, -40] },
    },
    tooltip: tooltip(theme, "item", (index) => data.cells[index]?.tip ?? null),
    visualMap: {
      type: "continuous",
      min: range.min,
      max: range.max,
      dimension: 2,
      calculable: false,
      orient: "horizontal",
      left: "center",
      bottom: 0,
      itemWidth: 10,
      itemHeight: Math.min(220, width * 0.4),
      text: [data.high, data.low],
      textStyle: { color: theme.muted, fontSize: SMALL },
      inRange: { color: [...theme.ramp] },
      hoverLink: false,
    },
    series: [
      {
        type: "heatmap",
        data: data.cells.map((cell) => {
          const colour = colourAt(
            theme.ramp,
            ((cell.value ?? range.min) - range.min) / (range.max - range.min),
          );
          return {
            value: [cell.column, cell.row, cell.value ?? range.min],
            label: { color: cell.value === null ? theme.muted : inkOn(colour) },
          };
        }),
        label: {
          show: true,
          fontSize: width < 420 ? 11 : 13,
          formatter: ({ dataIndex }) => data.cells[dataIndex]?.text ?? "",
        },
        itemStyle: { borderColor: theme.surface, borderWidth: 3, borderRadius: 6 },
        emphasis: { itemStyle: { borderColor: theme.mark, borderWidth: 2 } },
      },
    ],
  };
}

/** The scale starts at zero unless something is negative, so that a pale cell means little, not "the least of these". */
function extent(cells: readonly HeatCell[]): { min: number; max: number } {
  const values = cells.map((cell) => cell.value).filter((value) => value !== null);
  const min = Math.min(0, ...values);
  const max = Math.max(0, ...values);
  return { min, max: max > min ? max : min + 1 };
}
