import { expect, test } from "vitest";
import { at, domain, ticks } from "../src/workbench/ui/intervals";

const row = (value: number | null, low: number | null, high: number | null) => ({ value, low, high });

test("a scale holds every ratio, and 1, and ends where one customer's interval would squeeze the others", () => {
  const [low, high] = domain([row(1.2, 0.8, 1.6), row(null, null, null)]);
  expect(low).toBeLessThan(0.6);
  expect(high).toBeGreaterThan(1.7);
  expect(domain([row(0, 0, 90)])).toEqual([0.1 / 1.1, 10 * 1.1]);
});

test("equal factors are equal steps, and what lies beyond the scale stands at its edge", () => {
  const reach = [0.25, 4] as const;
  expect([at(0.5, reach), at(1, reach), at(2, reach)]).toEqual(["25.00%", "50.00%", "75.00%"]);
  expect([at(0, reach), at(99, reach)]).toEqual(["0.00%", "100.00%"]);
  expect(ticks(reach)).toEqual([0.5, 1, 2]);
});
