import type { HeatCell } from "../charts/heatmap";
import type { Cell, Grid, Level } from "../data/report";
import { approximate } from "../numbers/decimal";
import type { Formatter } from "../numbers/format";

export type Measure = "customers" | "share" | "monetary" | "average";

export interface GridWords {
  /** The cell's name, such as "R 5, F 4". */
  name: (row: Level, column: Level) => string;
  label: (measure: Measure) => string;
}

/** Return a cell for every pair of levels: one that the data does not name holds no customers. */
export function heatCells(grid: Grid, measure: Measure, figures: Formatter, words: GridWords): HeatCell[] {
  const total = grid.cells.reduce((count, cell) => count + cell.customers, 0);
  const known = new Map(grid.cells.map((cell) => [`${cell.row}\n${cell.column}`, cell]));
  return grid.row.levels.flatMap((rowLevel, row) =>
    grid.column.levels.map((columnLevel, column) => {
      const found = known.get(`${rowLevel}\n${columnLevel}`);
      const cell = found ?? {
        row: rowLevel,
        column: columnLevel,
        customers: 0,
        monetary: "0",
        average: null,
      };
      const share = total > 0 ? cell.customers / total : null;
      const tip = {
        title: words.name(rowLevel, columnLevel),
        rows: [
          [words.label("customers"), figures.count(cell.customers)],
          [words.label("share"), figures.share(share)],
          [words.label("monetary"), figures.money(cell.monetary)],
          [words.label("average"), figures.money(cell.average)],
        ] as [string, string][],
      };
      return { row, column, tip, ...measured(cell, share, measure, figures) };
    }),
  );
}

function measured(
  cell: Cell,
  share: number | null,
  measure: Measure,
  figures: Formatter,
): Pick<HeatCell, "value" | "text"> {
  if (cell.customers === 0) return { value: null, text: measure === "customers" ? figures.count(0) : "–" };
  switch (measure) {
    case "customers":
      return { value: cell.customers, text: figures.count(cell.customers) };
    case "share":
      return { value: share, text: figures.share(share) };
    case "monetary":
      return { value: approximate(cell.monetary), text: figures.tightMoney(cell.monetary) };
    case "average":
      return {
        value: cell.average === null ? null : approximate(cell.average),
        text: figures.tightMoney(cell.average),
      };
  }
}

/** Return the texts of the smallest and the largest coloured cell, for the ends of the colour scale. */
export function scaleEnds(cells: readonly HeatCell[], zero: string): { low: string; high: string } {
  const filled = cells
    .filter((cell) => cell.value !== null)
    .sort((left, right) => (left.value ?? 0) - (right.value ?? 0));
  const [least, most] = [filled[0], filled.at(-1)];
  return {
    low: least && (least.value ?? 0) < 0 ? least.text : zero,
    high: most && (most.value ?? 0) > 0 ? most.text : zero,
  };
}
