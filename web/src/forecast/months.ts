import type { ForecastMonth } from "../charts/forecast";
import type { MonthAhead, MonthBehind } from "../data/report";

export type Side = "purchases" | "revenue";

/** So many months that are over are shown before those ahead. */
const BEHIND = 12;

/** The months behind and those ahead, each in their order. */
export interface Months {
  behind: readonly MonthBehind[];
  ahead: readonly MonthAhead[];
}

export interface Labels {
  bought: string;
  expected: string;
  range: string;
  write: (value: string) => string;
}

/** Return the months behind and ahead in one row; the one that is under way has a part of each. */
export function monthsOf({ behind, ahead }: Months, side: Side, labels: Labels): ForecastMonth[] {
  const over = new Map(behind.slice(-BEHIND).map((one) => [one.month, String(one[side])]));
  const coming = new Map(ahead.map((one) => [one.first.slice(0, 7), one]));
  return [...new Set([...over.keys(), ...coming.keys()])].map((month) => {
    const bought = over.get(month);
    const next = coming.get(month);
    const rows: [string, string][] = [];
    if (bought !== undefined) rows.push([labels.bought, labels.write(bought)]);
    if (next) {
      rows.push([labels.expected, labels.write(next[side])]);
      rows.push([
        labels.range,
        `${labels.write(next[`${side}_low`])} – ${labels.write(next[`${side}_high`])}`,
      ]);
    }
    return {
      month,
      bought: bought === undefined ? null : Number(bought),
      expected: next ? Number(next[side]) : null,
      low: next ? Number(next[`${side}_low`]) : null,
      high: next ? Number(next[`${side}_high`]) : null,
      tip: { title: month, rows },
    };
  });
}
