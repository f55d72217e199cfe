/** The ends of a scale of ratios: its logarithms lie evenly. */
export type Reach = readonly [low: number, high: number];

interface Ratio {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** Beyond these a ratio is drawn at the edge: a single customer's interval would squeeze all others together. */
const LEAST = 0.1;
const MOST = 10;
const STEPS = [0.1, 0.25, 0.5, 1, 2, 4, 10];

/** Return a scale that holds every ratio, 1 and some room beside it. */
export function domain(rows: readonly Ratio[]): Reach {
  const all = rows.flatMap(({ value, low, high }) => [value, low, high]).filter((one) => one !== null);
  const low = Math.max(LEAST, Math.min(0.6, ...all));
  const high = Math.min(MOST, Math.max(1.7, ...all));
  return [low / 1.1, high * 1.1];
}

/** Return where a ratio stands on a scale, as a part of its width. */
export function at(value: number, [low, high]: Reach): string {
  const held = Math.min(high, Math.max(low, value));
  return `${((100 * Math.log(held / low)) / Math.log(high / low)).toFixed(2)}%`;
}

/** Return the round ratios that stand on a scale. */
export function ticks([low, high]: Reach): readonly number[] {
  return STEPS.filter((one) => one >= low * 1.05 && one <= high / 1.05);
}
