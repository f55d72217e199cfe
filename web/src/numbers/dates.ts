import type { Lang } from "../data/report";

/** Writes days and moments as a reader of one language expects them. */
export interface Dates {
  /** A calendar day, "2024-12-31", which is the same day everywhere. */
  day(iso: string | null | undefined): string;
  /** A moment, shown in the reader's own time zone, to the minute. */
  moment(iso: string | null | undefined): string;
  /** How long ago, in the coarsest unit that says something. */
  ago(iso: string | null | undefined, now?: Date): string;
}

const MISSING = "–";
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Return the writer of dates for a language; text that is no date is given back as it stands. */
export function dates(lang: Lang): Dates {
  const locale = lang === "zh" ? "zh-CN" : "en-GB";
  const style = { year: "numeric", month: lang === "zh" ? "long" : "short", day: "numeric" } as const;
  const day = new Intl.DateTimeFormat(locale, { ...style, timeZone: "UTC" });
  const moment = new Intl.DateTimeFormat(locale, {
    ...style,
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return {
    day: (iso) => {
      if (!iso) return MISSING;
      const text = iso.slice(0, 10);
      return DAY.test(text) ? day.format(new Date(`${text}T00:00:00Z`)) : iso;
    },
    moment: (iso) => {
      if (!iso) return MISSING;
      const at = new Date(iso);
      return Number.isNaN(at.getTime()) ? iso : moment.format(at);
    },
    ago: (iso, now = new Date()) => {
      if (!iso) return MISSING;
      const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
      if (Number.isNaN(seconds)) return iso;
      for (const [unit, size] of UNITS)
        if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
      return relative.format(0, "minute");
    },
  };
}
