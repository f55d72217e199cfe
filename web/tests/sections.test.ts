import { describe, expect, it } from "vitest";
import type { Grid, Level } from "../src/data/report";
import { groupLabel, pick } from "../src/i18n/words";
import { formatter } from "../src/numbers/format";
import { heatCells, scaleEnds } from "../src/report/heatCells";

const figures = formatter("en", null);
const words = { name: (row: Level, column: Level) => `${row}/${column}`, label: (name: string) => name };
const grid: Grid = {
  row: { score: "r_score", metric: "recency_days", levels: ["high", "low"] },
  column: { score: "f_score", metric: "frequency", levels: [1, 2] },
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
