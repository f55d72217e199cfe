import { describe, expect, it } from "vitest";
import type { Grid, Level } from "../src/data/report";
import { groupLabel, pick } from "../src/i18n/words";
import { formatter } from "../src/numbers/format";
import { heatCells, scaleEnds } from "../src/report/heatCells";
import { measured, placed } from "../src/report/measures";
import { levelSpans } from "../src/report/valueWords";
import { sorted } from "../src/tables/DataTable";

const figures = formatter("en", null);
const words = { name: (row: Level, column: Level) => `${row}/${column}`, label: (name: string) => name };
const axis = { kind: "count", best: "high" as const, split: false, steps: null };
const grid: Grid = {
  row: { ...axis, score: "r_score", metric: "recency_days", best: "low", levels: ["high", "low"] },
  column: { ...axis, score: "f_score", metric: "frequency", levels: [1, 2] },
  cells: [
    { row: "high", column: 2, customers: 3, monetary: "30.00", average: "10.00" },
    { row: "low", column: 1, customers: 1, monetary: "-4.00", average: "-4.00" },
  ],
};

describe("grid cells", () => {
  it("fill every place of the grid, those without customers too", () => {
    const cells = heatCells(grid, "customers", figures, words);
    expect(cells.map((cell) => cell.text)).toEqual(["0", "3", "1", "0"]);
  });

  it("measure shares of the rated customers and money exactly", () => {
    expect(heatCells(grid, "share", figures, words)[1]?.text).toBe("75.0%");
    expect(heatCells(grid, "monetary", figures, words)[2]?.text).toBe("-4");
    expect(heatCells(grid, "average", figures, words)[0]?.value).toBeNull();
  });

  it("end the scale below zero only when a cell does", () => {
    expect(scaleEnds(heatCells(grid, "monetary", figures, words), "0")).toEqual({ low: "-4", high: "30" });
    expect(scaleEnds(heatCells(grid, "customers", figures, words), "0")).toEqual({ low: "0", high: "3" });
    expect(scaleEnds([], "0")).toEqual({ low: "0", high: "0" });
  });
});

describe("names", () => {
  it("lead the title with a short code only", () => {
    const title = { en: "High value", zh: "高价值客户" };
    expect(groupLabel({ name: "A", title }, "en")).toBe("A · High value");
    expect(groupLabel({ name: "champions", title }, "zh")).toBe("高价值客户");
    expect(groupLabel({ name: "A", title: null }, "en")).toBe("A");
  });

  it("fall back to the other language rather than to nothing", () => {
    expect(pick({ en: "only", zh: "" }, "zh")).toBe("only");
    expect(pick(null, "en")).toBe("");
  });
});

describe("measures", () => {
  const one = { customers: 4, share: 0.5, monetary: "-3.00", average: "-0.75", average_order: null };

  it("are figures and places on a scale that starts at zero unless something is negative", () => {
    expect(measured(one, "share", figures)).toEqual({ value: 0.5, text: "50.0%" });
    expect(measured(one, "average_order", figures).value).toBeNull();
    expect(measured({ ...one, customers: 0 }, "monetary", figures)).toEqual({ value: null, text: "–" });
    expect(placed([2, 4, null])).toEqual([0.5, 1, null]);
    expect(placed([-1, 3])).toEqual([0, 1]);
    expect(placed([null, null])).toEqual([null, null]);
  });
});

describe("levels of an axis", () => {
  it("are told by their values in signs", () => {
    const steps = [
      { score: 3, bound: "30", strict: false },
      { score: 2, bound: "90", strict: false },
      { score: 1, bound: null, strict: false },
    ];
    const days = {
      ...axis,
      score: "r",
      metric: "recency_days",
      kind: "days",
      best: "low" as const,
      levels: [3, 2, 1],
    };
    expect([...levelSpans({ ...days, steps }, String)]).toEqual([
      [3, "≤ 30"],
      [2, "31–90"],
      [1, "≥ 91"],
    ]);
    expect(levelSpans({ ...days, steps: null }, String).size).toBe(0);
  });
});

describe("a table", () => {
  const rows = [{ n: 2 }, { n: 10 }, { n: 1 }];
  const columns = [{ key: "n", title: "", render: () => null, sort: (row: { n: number }) => row.n }];

  it("stands in the order it came in until it is sorted, by number and not by letters", () => {
    expect(sorted(rows, columns, null)).toBe(rows);
    expect(sorted(rows, columns, { key: "n", falling: false }).map((row) => row.n)).toEqual([1, 2, 10]);
    expect(sorted(rows, columns, { key: "n", falling: true }).map((row) => row.n)).toEqual([10, 2, 1]);
    expect(sorted(rows, columns, { key: "none", falling: true })).toBe(rows);
  });
});
