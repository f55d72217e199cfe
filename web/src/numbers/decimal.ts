/** Exact arithmetic on decimal text. A value is an integer count of units of 10^-scale. */
export interface Exact {
  units: bigint;
  scale: number;
}

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** Return the exact value of decimal text, or null when the text is not a plain decimal. */
export function parse(text: string): Exact | null {
  const match = SHAPE.exec(text.trim());
  const [, sign = "", whole = "", fraction = ""] = match ?? [];
  if (whole + fraction === "") return null;
  const units = BigInt(whole + fraction);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
}

/** Return `value` counted in units of 10^-scale, rounded half away from zero when digits must go. */
export function rescale(value: Exact, scale: number): bigint {
  if (scale >= value.scale) return value.units * 10n ** BigInt(scale - value.scale);
  const divisor = 10n ** BigInt(value.scale - scale);
  const size = value.units < 0n ? -value.units : value.units;
  const rounded = (size + divisor / 2n) / divisor;
  return value.units < 0n ? -rounded : rounded;
}

/** Return the exact sum of decimal texts; texts that are no decimals are left out. */
export function sum(texts: readonly (string | null)[]): string {
  const values = texts.map((text) => (text === null ? null : parse(text))).filter((value) => value !== null);
  const scale = Math.max(0, ...values.map((value) => value.scale));
  return write({ units: values.reduce((total, value) => total + rescale(value, scale), 0n), scale });
}

/** Tell whether two decimal texts are the same number, whatever their trailing zeros. */
export function same(left: string, right: string): boolean {
  const [a, b] = [parse(left), parse(right)];
  if (!a || !b) return left === right;
  const scale = Math.max(a.scale, b.scale);
  return rescale(a, scale) === rescale(b, scale);
}

/** Return a decimal with no more digits after the point than these, half away from zero; other text as it stands. */
export function rounded(text: string, places: number): string {
  const value = parse(text);
  return value && value.scale > places ? write({ units: rescale(value, places), scale: places }) : text;
}

/** Return the next (`step` = 1) or previous (-1) whole number, as text. */
export function neighbour(text: string, step: 1 | -1): string {
  const value = parse(text);
  return value ? write({ units: rescale(value, 0) + BigInt(step), scale: 0 }) : text;
}

/** A float good enough to place a mark on the screen; never shown as a figure. */
export function approximate(text: string | null): number {
  const value = text === null ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : 0;
}

function write({ units, scale }: Exact): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale > 0 ? `.${digits.slice(-scale)}` : "";
  return `${units < 0n ? "-" : ""}${whole}${fraction}`;
}
