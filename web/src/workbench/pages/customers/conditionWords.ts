import type { TFunction } from "i18next";
import type { CustomerColumn } from "../../api/shapes";
import { type CellWords, cellText } from "../../ui/cells";
import type { Condition } from "./question";

const SIGNS = { ge: "≥", le: "≤", gt: ">", lt: "<" } as const;

/** Say a condition in few words, without its column: "≥ 100", "A · High value, B", "contains “li”". */
export function conditionWords(
  { operation, values }: Condition,
  column: CustomerColumn | undefined,
  t: TFunction,
  words: CellWords,
): string {
  const write = (value: string) => (column ? cellText(column, value, words) : value);
  const [first = "", second = ""] = values;
  switch (operation) {
    case "eq":
    case "in":
      return `= ${values.map(write).join(t("list_comma"))}`;
    case "between":
      return `${write(first)} – ${write(second)}`;
    case "contains":
      return t("filter.contains_value", { value: first });
    case "null":
      return t(first === "true" ? "filter.none" : "filter.any");
    default:
      return `${SIGNS[operation]} ${write(first)}`;
  }
}
