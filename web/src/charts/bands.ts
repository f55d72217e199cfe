import type { Bin, Break, Distribution } from "../data/report";
import { approximate, neighbour, same } from "../numbers/decimal";

/** The stretch of values that gets one score, placed on an axis that counts bins from the left. */
export interface Band {
  entry: Break;
  start: number;
  end: number;
  values: Values;
}

/** What values a score stands for; the words for it belong to the language. */
export type Values =
  | { shape: "all" | "none" }
  | { shape: "at_most" | "at_least" | "above" | "below"; bound: string }
  | { shape: "range" | "above_to" | "from_below"; from: string; to: string };

const WHOLE_NUMBERS = new Set(["days", "count"]);

export function isWhole(kind: string): boolean {
  return WHOLE_NUMBERS.has(kind);
}

/** Return the bands, best score first. */
export function bands(distribution: Distribution): Band[] {
  const { bins, best, kind } = distribution;
  const ordered = [...distribution.breaks].sort((left, right) => order(left, right, best));
  const place = (bound: string) => placeOf(bound, bins, best, kind);
  let edge = best === "low" ? 0 : bins.length;
  let better: string | null = null;
  return ordered.map((entry) => {
    const last = best === "low" ? bins.length : 0;
    const next = entry.bound === null ? last : place(entry.bound);
    const band = {
      entry,
      start: Math.min(edge, next),
      end: Math.max(edge, next),
      values: valuesOf(entry, better, distribution),
    };
    edge = next;
    better = entry.bound ?? better;
    return band;
  });
}

function order(left: Break, right: Break, best: "low" | "high"): number {
  if (left.bound === null || right.bound === null)
    return Number(left.bound === null) - Number(right.bound === null);
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

function valuesOf({ bound, customers }: Break, better: string | null, { best, kind }: Distribution): Values {
  if (bound !== null && better !== null && same(bound, better)) return { shape: "none" };
  if (bound === null) {
    if (better === null) return { shape: customers > 0 ? "all" : "none" };
    return { shape: best === "low" ? "above" : "below", bound: better };
  }
  if (better === null) return { shape: best === "low" ? "at_most" : "at_least", bound };
  if (best === "low") {
    return isWhole(kind)
      ? { shape: "range", from: neighbour(better, 1), to: bound }
      : { shape: "above_to", from: better, to: bound };
  }
  return isWhole(kind)
    ? { shape: "range", from: bound, to: neighbour(better, -1) }
    : { shape: "from_below", from: bound, to: better };
}
