import { describe, expect, it } from "vitest";
import { reach } from "../src/workbench/pages/movement/PartBar";
import { flowing } from "../src/workbench/pages/movement/ribbons";

const cell = (before: string | null, after: string | null, customers: number) => ({
  before,
  after,
  customers,
  monetary: null,
});
const CELLS = [
  cell("A", "A", 6),
  cell("A", "B", 2),
  cell("B", "A", 1),
  cell(null, "B", 3),
  cell("B", null, 4),
];
const ORDERS = { before: ["A", "B", null], after: ["A", "B", null] };

describe("a flow", () => {
  const found = flowing(CELLS, ORDERS, 320, true);

  it("holds every customer once on either side", () => {
    for (const side of [found.before, found.after])
      expect(side.reduce((sum, { customers }) => sum + customers, 0)).toBe(16);
    expect(found.before.map(({ customers }) => customers)).toEqual([8, 5, 3]);
  });

  it("lays ribbons inside their blocks, one after the other", () => {
    for (const block of found.before) {
      const mine = found.ribbons.filter(({ cell: { before } }) => before === block.place);
      let at = block.top;
      for (const ribbon of mine) {
        expect(ribbon.from).toBeCloseTo(at);
        at += ribbon.thick;
      }
      expect(at).toBeLessThanOrEqual(block.top + block.height + 1e-9);
    }
  });

  it("tells which way each goes, and of places without an order only who came and went", () => {
    expect(found.ribbons.map(({ way }) => way)).toEqual(["same", "down", "up", "down", "up"]);
    const list = flowing(CELLS, ORDERS, 320, false);
    expect(list.ribbons.map(({ way }) => way)).toEqual(["same", "other", "other", "down", "up"]);
  });
});

describe("the parts of a bar", () => {
  it("reach to the left as far as they take away and to the right as far as they add", () => {
    const { told, up, down } = reach({ time: "-0.3", own: "1.3", others: "-0.2", scheme: "0" });
    expect(told).toEqual([
      ["time", -0.3],
      ["own", 1.3],
      ["others", -0.2],
    ]);
    expect(up).toBeCloseTo(1.3);
    expect(down).toBeCloseTo(0.5);
  });
});
