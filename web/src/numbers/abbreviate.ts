import type { Lang } from "../data/report";
import { type Exact, parse, rescale } from "./decimal";

interface Unit {
  power: number;
  name: string;
}

const UNITS: Record<Lang, readonly Unit[]> = {
  en: [
    { power: 12, name: "T" },
    { power: 9, name: "B" },
    { power: 6, name: "M" },
    { power: 3, name: "K" },
  ],
  zh: [
    { power: 12, name: "万亿" },
    { power: 8, name: "亿" },
    { power: 4, name: "万" },
  ],
};
/** Below this a figure is short enough to stand in full. */
const FULL_BELOW = 10_000n;
const SIGNIFICANT = 4;

/** Return decimal text in about four digits with the unit that follows it, or null when the figure should stand in full. */
export function abbreviated(text: string, lang: Lang): { digits: string; unit: string } | null {
  const value = parse(text);
  if (!value) return null;
  const size = value.units < 0n ? -value.units : value.units;
  if (size < FULL_BELOW * 10n ** BigInt(value.scale)) return null;
  const units = UNITS[lang];
  // From the largest down; a figure that rounds up to a full unit (999,960 → 1.000M) belongs to that unit.
  for (const unit of units) {
    const digits = inUnit(value, unit);
    if (digits) return { digits, unit: unit.name };
  }
  return null;
}

function inUnit(value: Exact, unit: Unit): string | null {
  const scaled: Exact = { units: value.units, scale: value.scale + unit.power };
  for (const places of [2, 1, 0]) {
    const units = rescale(scaled, places);
    const digits = (units < 0n ? -units : units).toString();
    if (digits.length <= places) return null;
    if (digits.length > SIGNIFICANT && places > 0) continue;
    const split = digits.length - places;
    const fraction = digits.slice(split).replace(/0+$/, "");
    return `${units < 0n ? "-" : ""}${digits.slice(0, split)}${fraction ? `.${fraction}` : ""}`;
  }
  return null;
}
