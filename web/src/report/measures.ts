import type { Decimal } from "../data/report";
import { approximate } from "../numbers/decimal";
import type { Formatter } from "../numbers/format";

/** What a cell, cube or code can be coloured by. */
export type Measured = {
  customers: number;
  share: number | null;
  monetary: Decimal;
  average: Decimal | null;
  average_order?: Decimal | null;
};
export type MeasureName = "customers" | "share" | "monetary" | "average" | "average_order";

/** Return a measure as a number for the colour scale (null: nothing to measure) and as text in few digits. */
export function measured(
  one: Measured,
  name: MeasureName,
  figures: Formatter,
): { value: number | null; text: string } {
  if (name === "customers") return { value: one.customers || null, text: figures.count(one.customers) };
  if (one.customers === 0) return { value: null, text: "–" };
  if (name === "share") return { value: one.share, text: figures.share(one.share) };
  const money = one[name] ?? null;
  return { value: money === null ? null : approximate(money), text: figures.tightMoney(money) };
}

/** Return where each value stands between the least (or 0) and the greatest of all. */
export function placed(values: readonly (number | null)[]): (number | null)[] {
  const given = values.filter((value) => value !== null);
  const least = Math.min(0, ...given);
  const span = Math.max(0, ...given) - least || 1;
  return values.map((value) => (value === null ? null : (value - least) / span));
}
