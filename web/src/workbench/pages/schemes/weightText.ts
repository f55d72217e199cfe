import type { Weight } from "./shapes";

const LEAST_PLACES = 2;

/**
 * Return the weights with one of them changed. Where they must add up to one, the others share what is left in their old
 * proportions; what rounding leaves over goes to the largest of them. Whole numbers throughout: 0.1 + 0.2 is 0.3 here.
 */
export function rebalanced(weights: readonly Weight[], name: string, value: string): Map<string, string> {
  const changed = weights.find((one) => one.name === name);
  if (!changed) return new Map();
  const places = Math.max(LEAST_PLACES, ...weights.map((one) => decimals(one.value)), decimals(value));
  const one = 10 ** places;
  const units = (text: string) => Math.round(Number(text) * one);
  const others = weights.filter((other) => other.name !== name);
  const wanted = units(value);
  if (changed.total === "free" || others.length === 0) return new Map([[name, plain(wanted, places)]]);
  const before = others.reduce((sum, other) => sum + units(other.value), 0);
  const left = one - wanted;
  const parts = others.map((other) =>
    before > 0 ? Math.round((units(other.value) * left) / before) : Math.floor(left / others.length),
  );
  const largest = parts.indexOf(Math.max(...parts));
  parts[largest] = (parts[largest] ?? 0) + left - parts.reduce((sum, part) => sum + part, 0);
  const found = new Map([[name, plain(wanted, places)]]);
  others.forEach((other, place) => {
    found.set(other.name, plain(parts[place] ?? 0, places));
  });
  return found;
}

/** Return a text with other numbers in the places of weights; everything else stays as somebody wrote it. */
export function rewritten(
  text: string,
  weights: readonly Weight[],
  values: ReadonlyMap<string, string>,
): string {
  const lines = text.split("\n");
  const placed = weights
    .filter((one) => one.line !== null && values.has(one.name))
    // From the right, so that the places further left stay what they are.
    .toSorted((left, right) => (right.column ?? 0) - (left.column ?? 0));
  for (const { line, column, length, name } of placed) {
    const at = (line ?? 1) - 1;
    // Positions count characters, and a character beyond the first plane is two units here.
    const signs = [...(lines[at] ?? "")];
    signs.splice((column ?? 1) - 1, length ?? 0, values.get(name) ?? "");
    lines[at] = signs.join("");
  }
  return lines.join("\n");
}

function decimals(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

function plain(units: number, places: number): string {
  const text = (units / 10 ** places).toFixed(places);
  return text.replace(/\.?0+$/, "") || "0";
}
