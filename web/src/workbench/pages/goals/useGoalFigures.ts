import { useCallback } from "react";
import type { ShownGoal } from "../../api/schema";
import { useFigures } from "../../words/useFigures";

const MONEY = new Set(["spend", "spend_per_customer"]);

/** Return the writer of a goal's figures: money, a share, days or heads; `tight`: for an axis. */
export function useGoalFigures({ measure }: ShownGoal): (text: string | null, tight?: boolean) => string {
  const figures = useFigures();
  return useCallback(
    (text, tight = false) => {
      if (text === null) return "–";
      if (MONEY.has(measure))
        return tight ? figures.tightMoney(text) : figures.money(Number(text).toFixed(2));
      if (measure === "churn") return figures.share(Number(text));
      return figures.count(Math.round(Number(text) * 10) / 10);
    },
    [measure, figures],
  );
}
