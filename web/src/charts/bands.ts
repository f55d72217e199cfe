import type { Bin, Break, Distribution, Step } from "../data/report";
import { approximate, neighbour, same } from "../numbers/decimal";

/** The stretch of values that gets one score, placed on an axis that counts bins from the left. */
export interface Band {
  entry: Break;
  start: number;
  end: number;
  values: Values;
}

/** One end of an interval; `open`: the value itself does not belong. */
export interface End {
  value: string;
  open: boolean;
}
/** What values a score stands for; the words for it belong to the language. */
export type Values = { shape: "none" } | { shape: "interval"; low: End | null; high: End | null };

const WHOLE_NUMBERS = new Set(["days", "count"]);

export function isWhole(kind: string): boolean {
  return WHOLE_NUMBERS.has(kind);
}

/** Return the bands, from the best end of the metric. */
export function bands(distribution: Distribution): Band[] {
  const { bins, best, kind } = distribution;
  const given = spans(distribution.breaks, best, kind);
  const place = (bound: string) => placeOf(bound, bins, best, kind);
  let edge = best === "low" ? 0 : bins.length;
  return given.map(({ entry, values }) => {
    const last = best === "low" ? bins.length : 0;
    const next = entry.empty ? edge : entry.bound === null ? last : place(entry.bound);
    const band = { entry, start: Math.min(edge, next), end: Math.max(edge, next), values };
    edge = next;
    return band;
  });
}

/** Return bands in the order of their scores, so that one which nobody has stands between its neighbours. */
export function byScore(all: readonly Band[]): Band[] {
  const score = ({ entry }: Band) => Number(entry.score);
  const given = all.filter(({ entry }) => !entry.empty).map(score);
  const side = Math.sign((given.at(-1) ?? 0) - (given[0] ?? 0));
  const ordered = given.every(
    (value, place) => place === 0 || Math.sign(value - (given[place - 1] ?? 0)) === side,
  );
  return ordered ? [...all].sort((left, right) => side * (score(left) - score(right))) : [...all];
}

/** Return what values each step of a score stands for, from the best end of the metric. */
export function spans<One extends Step>(
  steps: readonly One[],
  best: "low" | "high",
  kind: string,
): { entry: One; values: Values }[] {
  let better: One | null = null;
  return [...steps]
    .sort((left, right) => order(left, right, best))
    .map((entry) => {
      const values = valuesOf(entry, better, best, kind);
      if (values.shape === "interval") better = entry;
      return { entry, values };
    });
}

function order(left: Step, right: Step, best: "low" | "high"): number {
  const rank = (step: Step) => (step.empty ? 2 : step.bound === null ? 1 : 0);
  if (left.bound === null || right.bound === null) return rank(left) - rank(right);
  const difference = approximate(left.bound) - approximate(right.bound);
  return best === "low" ? difference : -difference;
}

/** Where the line beside `bound` falls: after it when less is better, before it when more is. */
function placeOf(bound: string, bins: readonly Bin[], best: "low" | "high", kind: string): number {
  const value = approximate(bound);
  const index = bins.findIndex((bin) => value <= approximate(bin.to));
  const bin = bins[index];
  if (!bin) return bins.length;
  const [from, to] = [approximate(bin.from), approximate(bin.to)];
  if (value < from) return index;
  if (same(best === "low" ? bin.to : bin.from, bound)) return best === "low" ? index + 1 : index;
  const step = isWhole(kind) ? 1 : 0;
  const width = to - from + step;
  return index + (width > 0 ? (value - from + (best === "low" ? step : 0)) / width : 0);
}

function valuesOf(entry: Step, better: Step | null, best: "low" | "high", kind: string): Values {
  if (entry.empty) return { shape: "none" };
  if (entry.bound !== null && better?.bound && same(entry.bound, better.bound)) return { shape: "none" };
  const near: End | null = better?.bound ? beyond(better.bound, better.strict, best, kind) : null;
  const far: End | null = entry.bound === null ? null : { value: entry.bound, open: entry.strict };
  return best === "low"
    ? { shape: "interval", low: near, high: far }
    : { shape: "interval", low: far, high: near };
}

/** Where the next worse values begin: whole numbers have a neighbour, others start just behind the bound. */
function beyond(bound: string, strict: boolean, best: "low" | "high", kind: string): End {
  if (isWhole(kind) && !strict) return { value: neighbour(bound, best === "low" ? 1 : -1), open: false };
  return { value: bound, open: !strict };
}
