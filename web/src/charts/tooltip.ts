import type { TooltipComponentOption } from "echarts/components";
import type { ChartTheme } from "./theme";

/** One tooltip: a heading and pairs of label and figure. */
export interface Tip {
  title: string;
  rows: readonly (readonly [label: string, figure: string])[];
}

/** Return tooltip settings that show `content(index of the data item)`; null shows nothing. */
export function tooltip(
  theme: ChartTheme,
  trigger: "item" | "axis",
  content: (index: number) => Tip | null,
): TooltipComponentOption {
  return {
    trigger,
    confine: true,
    transitionDuration: 0,
    padding: [8, 12],
    backgroundColor: theme.surface,
    borderColor: theme.line,
    textStyle: { color: theme.ink, fontSize: 13 },
    formatter: (given) => {
      const first = Array.isArray(given) ? given[0] : given;
      const tip = first ? content(first.dataIndex) : null;
      return tip ? draw(tip) : "";
    },
  };
}

/** Nodes, not markup: a customer's or a tier's name may hold "<script>" and must stay text. */
function draw(tip: Tip): HTMLElement {
  const box = element("div", "tip");
  box.append(element("strong", "tip-title", tip.title));
  for (const [label, figure] of tip.rows) {
    const row = element("div", "tip-row");
    row.append(element("span", "tip-label", label), element("span", "tip-figure", figure));
    box.append(row);
  }
  return box;
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}
