import { expect, it } from "vitest";
import { movesOf, placesOf } from "../src/workbench/pages/runs/places";

const cell = (before: string | null, after: string | null, customers: number) => ({
  before,
  after,
  customers,
  monetary: "1.00",
});
const cells = [
  cell("B", "A", 3),
  cell(null, "B", 9),
  cell("A", "A", 50),
  cell("Z", "", 4),
  cell("", null, 0),
];
const column = {
  name: "tier",
  title: "Tier",
  kind: "place" as const,
  ahead: false,
  values: ["A", "B", "C"].map((name) => ({ name, title: name })),
};

it("orders places as the scheme does, then strangers, then no group, then not rated", () => {
  expect(placesOf(cells, "before", column)).toEqual(["A", "B", "Z", "", null]);
  expect(placesOf(cells, "after", column)).toEqual(["A", "B", "", null]);
});

it("tells the moves from the largest down, without those who stayed and those who are nobody", () => {
  expect(movesOf(cells).map(({ before, after }) => [before, after])).toEqual([
    [null, "B"],
    ["Z", ""],
    ["B", "A"],
  ]);
});
