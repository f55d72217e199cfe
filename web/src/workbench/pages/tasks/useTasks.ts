import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { useData } from "../../api/hooks";
import { today } from "./days";
import type { CareStanding, ShownStrategy } from "./shapes";

export type Span = "day" | "late" | "week" | "settled";

/** What the page of tasks shows, as its address says. */
export interface Asked {
  /** The day that counts as today: that of the reader, or the first planned one where the plan is of another time. */
  now: string;
  day: string;
  month: string;
  span: Span;
  owner: string | null;
}

/** How tasks stand on the day that counts as today; the plan may be of a time that is over, or to come. */
export function useStanding() {
  const first = useData<CareStanding>("care/standing", { query: { day: today() } });
  const plan = first.data?.plan;
  const now = plan && (today() < plan.first || today() > plan.last) ? plan.first : today();
  const there = useData<CareStanding>("care/standing", {
    query: { day: now },
    enabled: first.data !== undefined,
  });
  return { standing: there, now };
}

/** The choices of the page, kept in its address. */
export function useAsked(
  now: string,
): [Asked, (change: Partial<Record<keyof Asked, string | null>>) => void] {
  const [params, setParams] = useSearchParams();
  const day = params.get("day") ?? now;
  const span = (params.get("span") ?? "week") as Span;
  const change = useCallback(
    (wanted: Partial<Record<keyof Asked, string | null>>) =>
      setParams((before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(wanted))
          if (value) after.set(name, value);
          else after.delete(name);
        return after;
      }),
    [setParams],
  );
  return [
    { now, day, month: params.get("month") ?? day.slice(0, 7), span, owner: params.get("owner") },
    change,
  ];
}

/** The titles and departments of the groups, by their names. */
export function usePlaces(): Map<string, ShownStrategy["rows"][number]> {
  const { data } = useData<ShownStrategy>("care/strategy/newest");
  return new Map((data?.rows ?? []).map((row) => [row.place, row]));
}
