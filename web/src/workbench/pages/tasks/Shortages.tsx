import { Alert } from "antd";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { CareStanding } from "./shapes";

type Plan = NonNullable<CareStanding["plan"]>;

/** What the plan could not do and why, and what is not known of the holidays it keeps. */
export function Shortages({ plan }: { plan: Plan }) {
  const { t, dates } = useWords("tasks");
  const figures = useFigures();
  return (
    <>
      {plan.short.map((one) => (
        <Alert
          key={one.owner}
          type="warning"
          showIcon
          className="task-alert"
          title={t("short_title", { owner: one.owner || t("nobody"), left: figures.count(one.left) })}
          description={
            one.closed === one.left
              ? t("short_closed")
              : t("short_text", {
                  first: dates.day(one.first),
                  last: dates.day(one.last),
                  days: figures.count(one.days),
                  wanted: figures.count(one.wanted),
                  room: figures.count(one.room),
                })
          }
        />
      ))}
      {plan.guessed.length > 0 ? (
        <Alert
          type="info"
          showIcon
          className="task-alert"
          title={t("guessed", { years: plan.guessed.join(", ") })}
        />
      ) : null}
      {plan.unknown.length > 0 ? (
        <Alert
          type="info"
          showIcon
          className="task-alert"
          title={t("unknown", { years: plan.unknown.join(", ") })}
        />
      ) : null}
    </>
  );
}
