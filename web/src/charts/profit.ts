import type { ChartOption, LineSeriesOption } from "./echarts";
import { type ChartTheme, type Frame, SMALL } from "./theme";
import { tooltip } from "./tooltip";

interface ProfitStep {
  name: string;
  contacts: number;
  profit: number;
}

export interface ProfitData {
  /** Down from the best cell: how many are contacted, and what all of them are to bring. */
  steps: readonly ProfitStep[];
  /** Where contacting one cell more costs more than it brings. */
  cut: { contacts: number; profit: number; text: string } | null;
  xTitle: string;
  yTitle: string;
  money: (value: number) => string;
  count: (value: number) => string;
}

export const PROFIT_HEIGHT = 320;

/** Return the profit curve, the best cells first, with the cut marked. */
export function profit(data: ProfitData, { width, theme }: Frame): ChartOption {
  const text = { color: theme.muted, fontSize: SMALL };
  const most = data.steps.at(-1)?.contacts ?? 1;
  return {
    grid: { left: 8, right: 22, top: 34, bottom: 30, containLabel: true },
    xAxis: {
      type: "value",
      min: 0,
      max: most,
      name: data.xTitle,
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: text,
      splitNumber: width < 480 ? 3 : 6,
      axisLabel: { ...text, formatter: data.count, showMaxLabel: false },
      axisLine: { lineStyle: { color: theme.line } },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      name: data.yTitle,
      nameTextStyle: { ...text, align: "left", padding: [0, 0, 0, -30] },
      axisLabel: { ...text, formatter: data.money },
      splitLine: { lineStyle: { color: theme.line } },
    },
    tooltip: tooltip(theme, "axis", (index) => {
      const step = data.steps[index - 1];
      if (!step) return null;
      return {
        title: step.name,
        rows: [
          [data.xTitle, data.count(step.contacts)],
          [data.yTitle, data.money(step.profit)],
        ],
      };
    }),
    series: [{ ...curve(data, theme), ...cutOf(data, most, theme) }],
  };
}

function curve({ steps }: ProfitData, theme: ChartTheme): LineSeriesOption {
  return {
    type: "line",
    data: [[0, 0], ...steps.map(({ contacts, profit: made }) => [contacts, made])],
    showSymbol: false,
    lineStyle: { color: theme.accent, width: 2.5 },
    itemStyle: { color: theme.accent },
    areaStyle: { color: theme.accent, opacity: 0.08 },
  };
}

function cutOf({ cut }: ProfitData, most: number, theme: ChartTheme): Partial<LineSeriesOption> {
  if (!cut) return {};
  return {
    markLine: {
      silent: true,
      symbol: "none",
      label: { show: false },
      lineStyle: { color: theme.mark, type: "dashed", width: 1.5 },
      data: [{ xAxis: cut.contacts }],
    },
    markPoint: {
      silent: true,
      symbol: "circle",
      symbolSize: 11,
      itemStyle: { color: theme.mark, borderColor: theme.surface, borderWidth: 2 },
      label: { show: false },
      data: [
        { name: cut.text, coord: [cut.contacts, cut.profit] },
        {
          // Under the curve, where nothing else is.
          name: cut.text,
          coord: [cut.contacts, 0],
          symbolSize: 0,
          label: {
            show: true,
            position: cut.contacts > most / 2 ? "left" : "right",
            offset: [cut.contacts > most / 2 ? -4 : 4, -12],
            color: theme.mark,
            fontWeight: 700,
            fontSize: SMALL,
            formatter: () => cut.text,
          },
        },
      ],
    },
  };
}
