import { describe, expect, it } from "vitest";
import { bands, byScore, spans } from "../src/charts/bands";
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
      { shape: "interval", low: null, high: { value: "9", open: false } },
      { shape: "interval", low: { value: "10", open: false }, high: { value: "14", open: false } },
      { shape: "interval", low: { value: "15", open: false }, high: null },
    ]);
    expect(bands(money).map((band) => band.values)).toEqual([
      { shape: "interval", low: { value: "100.00", open: false }, high: null },
      { shape: "interval", low: null, high: { value: "100.00", open: true } },
    ]);
  });

  it("leave out an end that only comes near, and give the value itself to the other side", () => {
    const steps = [
      { score: 3, bound: "50000", strict: true },
      { score: 2, bound: "10000", strict: false },
      { score: 1, bound: null, strict: false },
    ];
    expect(spans(steps, "high", "money").map(({ values }) => values)).toEqual([
      { shape: "interval", low: { value: "50000", open: true }, high: null },
      {
        shape: "interval",
        low: { value: "10000", open: false },
        high: { value: "50000", open: false },
      },
      { shape: "interval", low: null, high: { value: "10000", open: true } },
    ]);
  });

  it("put a score that no value gets behind the others, without room of its own", () => {
    const tied = {
      ...money,
      breaks: [
        { score: 3, bound: null, strict: false, empty: true, customers: 0, share: 0 },
        ...money.breaks,
      ],
    };
    const last = bands(tied).at(-1);
    expect(last).toMatchObject({ entry: { score: 3 }, values: { shape: "none" } });
    expect(last?.start).toBe(last?.end);
  });

  it("are empty for a score that ties left without customers", () => {
    const tied = {
      ...recency,
      breaks: [
        { score: 3, bound: "9", strict: false, customers: 8, share: 0.8 },
        { score: 2, bound: "9", strict: false, customers: 0, share: 0 },
        { score: 1, bound: null, strict: false, customers: 2, share: 0.2 },
      ],
    };
    const [, second] = bands(tied);
    expect(second).toMatchObject({ start: 1, end: 1, values: { shape: "none" } });
  });

  it("are one for everybody when nothing was broken", () => {
    const whole = { ...recency, breaks: [{ score: 1, bound: null, strict: false, customers: 10, share: 1 }] };
    expect(bands(whole)).toMatchObject([
      { start: 0, end: 3, values: { shape: "interval", low: null, high: null } },
    ]);
  });

  it("stay on the axis when a bound lies beyond the data", () => {
    const wide = {
      ...recency,
      breaks: [
        { score: 2, bound: "360", strict: false, customers: 10, share: 1 },
        { score: 1, bound: null, strict: false, customers: 0, share: 0 },
      ],
    };
    expect(placed(wide)).toEqual([
      [2, 0, 3],
      [1, 3, 3],
    ]);
  });
});

describe("a table of score bands", () => {
  it("stands by their scores, one that nobody has between its neighbours", () => {
    const [top, low] = money.breaks;
    if (!top || !low) throw new Error("the sample has two steps");
    const empty = { ...low, score: 2, bound: null, empty: true, customers: 0 };
    const all = bands({ ...money, breaks: [{ ...top, score: 3 }, { ...low, score: 1 }, empty] });
    expect(all.map(({ entry }) => entry.score)).toEqual([3, 1, 2]);
    expect(byScore(all).map(({ entry }) => entry.score)).toEqual([3, 2, 1]);
  });
});
