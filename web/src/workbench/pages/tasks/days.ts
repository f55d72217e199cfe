/** Days as "2025-01-31", reckoned without a time of day or a zone. */

const DAY_LENGTH = 86_400_000;
const FULL_WEEK = 7;

function stamp(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`);
}

/** Return the day so many days after another. */
export function later(iso: string, days: number): string {
  return new Date(stamp(iso) + days * DAY_LENGTH).toISOString().slice(0, 10);
}

/** Return today where the reader is. */
export function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Return the first and the last day of the weeks, Monday to Sunday, that hold a month ("2025-01"). */
export function weeksOf(month: string): [string, string] {
  const first = `${month}-01`;
  const last = later(`${monthAfter(month, 1)}-01`, -1);
  return [later(first, -weekday(first)), later(last, FULL_WEEK - 1 - weekday(last))];
}

/** Return the month so many months after another. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const index = year * 12 + number - 1 + months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** Return the place of a day in its week, Monday being 0. */
export function weekday(iso: string): number {
  return (new Date(stamp(iso)).getUTCDay() + FULL_WEEK - 1) % FULL_WEEK;
}
