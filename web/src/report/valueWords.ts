import type { TFunction } from "i18next";
import { spans, type Values } from "../charts/bands";
import type { Axis, Level } from "../data/report";

/** Say in words which values get a score. */
export function valueWords(values: Values, t: TFunction, write: (value: string) => string): string {
  if (values.shape === "none") return t("distribution.none");
  const { low, high } = values;
  if (!low && !high) return t("distribution.all");
  if (low && high) {
    if (low.value === high.value) return write(low.value);
    const shape = low.open ? (high.open ? "between" : "above_to") : high.open ? "from_below" : "range";
    return t(`distribution.${shape}`, { from: write(low.value), to: write(high.value) });
  }
  const [end, shape] = low
    ? [low, low.open ? "above" : "at_least"]
    : [high, high?.open ? "below" : "at_most"];
  return t(`distribution.${shape}`, { bound: write(end?.value ?? "") });
}

/** The same in signs, for the edge of a picture: "≥ 5", "31–90", "> 360"; empty where it cannot be told. */
export function levelSpans(axis: Axis, write: (value: string) => string): Map<Level, string> {
  const told = new Map<Level, string>();
  for (const { entry, values } of spans(axis.steps ?? [], axis.best, axis.kind)) {
    if (values.shape === "none") continue;
    const { low, high } = values;
    if (low && high) {
      told.set(
        entry.score,
        low.value === high.value ? write(low.value) : `${write(low.value)}–${write(high.value)}`,
      );
    } else if (low) told.set(entry.score, `${low.open ? ">" : "≥"} ${write(low.value)}`);
    else if (high) told.set(entry.score, `${high.open ? "<" : "≤"} ${write(high.value)}`);
  }
  return told;
}
