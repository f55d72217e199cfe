import { describe, expect, it } from "vitest";
import { bands } from "../src/charts/bands";
import { money, recency } from "./sample";

const placed = (distribution: typeof recency) =>
  bands(distribution).map(({ entry, start, end }) => [entry.score, start, end]);

describe("score bands", () => {
  it("end after their bound when less is better, also inside a bin", () => {
    expect(placed(recency)).toEqual([
      [3, 0, 1],
      [2, 1, 1.5],
      [1, 1.5, 3],
    ]);
  });

  it("start at their bound when more is better", () => {
    expect(placed(money)).toEqual([
      [2, 1, 2],
      [1, 0, 1],
    ]);
  });

  it("cover the axis without a gap whatever order the breaks come in", () => {
    const shuffled = { ...recency, breaks: [...recency.breaks].reverse() };
    expect(placed(shuffled)).toEqual(placed(recency));
  });

  it("say which values they stand for", () => {
    expect(bands(recency).map((band) => band.values)).toEqual([
      { shape: "at_most", bound: "9" },
      { shape: "range", from: "10", to: "14" },
      { shape: "above", bound: "14" },
    ]);
    expect(bands(money).map((band) => band.values)).toEqual([
      { shape: "at_least", bound: "100.00" },
      { shape: "below", bound: "100.00" },
    ]);
  });

  it("are empty for a score that ties left without customers", () => {
    const tied = {
      ...recency,
      breaks: [
        { score: 3, bound: "9", customers: 8, share: 0.8 },
        { score: 2, bound: "9", customers: 0, share: 0 },
        { score: 1, bound: null, customers: 2, share: 0.2 },
      ],
    };
    const [, second] = bands(tied);
    expect(second).toMatchObject({ start: 1, end: 1, values: { shape: "none" } });
  });

  it("are one for everybody when nothing was broken", () => {
    const whole = { ...recency, breaks: [{ score: 1, bound: null, customers: 10, share: 1 }] };
    expect(bands(whole)).toMatchObject([{ start: 0, end: 3, values: { shape: "all" } }]);
  });

  it("stay on the axis when a bound lies beyond the data", () => {
    const wide = {
      ...recency,
      breaks: [
        { score: 2, bound: "360", customers: 10, share: 1 },
        { score: 1, bound: null, customers: 0, share: 0 },
      ],
    };
    expect(placed(wide)).toEqual([
      [2, 0, 3],
      [1, 3, 3],
    ]);
  });
});
