import type { CustomerColumn } from "../../api/shapes";
import type { Question } from "./question";

/** Of what is predicted, the columns that are shown before anybody chooses: more would push the rating away. */
const USUAL = new Set(["p_buy_8_weeks", "expected_purchases", "expected_revenue", "frequency_trend"]);

export function isUsual({ ahead, name }: CustomerColumn): boolean {
  return !ahead || USUAL.has(name);
}

/** The columns to show: those that were chosen, else the usual ones. */
export function shownOf(columns: readonly CustomerColumn[], { columns: chosen }: Question): CustomerColumn[] {
  return chosen.length > 0 ? [...columns] : columns.filter(isUsual);
}
