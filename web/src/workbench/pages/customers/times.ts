import { parse } from "../../../numbers/decimal";

/** Return a decimal times ten to some power, by moving its point; text that is no number is given back as it stands. */
export function times(text: string, power: number): string {
  const value = power === 0 ? null : parse(text);
  if (!value) return text;
  const scale = value.scale - power;
  const units = scale < 0 ? value.units * 10n ** BigInt(-scale) : value.units;
  const places = Math.max(scale, 0);
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const tail = digits.slice(digits.length - places).replace(/0+$/, "");
  const head = digits.slice(0, digits.length - places);
  return `${units < 0n ? "-" : ""}${head}${tail && places > 0 ? `.${tail}` : ""}`;
}
