import type { Lang } from "../data/report";

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Return a size of a file in the largest unit that leaves a whole number before the point. */
export function bytes(size: number, lang: Lang): string {
  const step = Math.min(UNITS.length - 1, size > 0 ? Math.floor(Math.log10(size) / 3) : 0);
  const digits = { maximumFractionDigits: step > 1 ? 1 : 0 };
  return `${new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en-US", digits).format(size / 1000 ** step)} ${UNITS[step]}`;
}
