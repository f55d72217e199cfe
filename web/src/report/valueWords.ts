import type { TFunction } from "i18next";
import type { Values } from "../charts/bands";

/** Say in words which values get a score. */
export function valueWords(values: Values, t: TFunction, write: (value: string) => string): string {
  switch (values.shape) {
    case "all":
    case "none":
      return t(`distribution.${values.shape}`);
    case "range":
      if (values.from === values.to) return write(values.from);
      return t("distribution.range", { from: write(values.from), to: write(values.to) });
    case "above_to":
    case "from_below":
      return t(`distribution.${values.shape}`, { from: write(values.from), to: write(values.to) });
    default:
      return t(`distribution.${values.shape}`, { bound: write(values.bound) });
  }
}
