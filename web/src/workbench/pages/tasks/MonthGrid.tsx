import { Button } from "antd";
import { useData } from "../../api/hooks";
import { Fetched } from "../../states/Fetched";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { monthAfter, weeksOf } from "./days";
import type { TaskDay } from "./shapes";
import type { Asked } from "./useTasks";

interface MonthGridProps {
  asked: Asked;
  change: (wanted: { day?: string; month?: string; span?: string }) => void;
}

const WEEK = [
  "2024-01-01",
  "2024-01-02",
  "2024-01-03",
  "2024-01-04",
  "2024-01-05",
  "2024-01-06",
  "2024-01-07",
];

/** A month of days with how many tasks stand on each; free days are shaded. A day is chosen by a click. */
export function MonthGrid({ asked, change }: MonthGridProps) {
  const { t, lang } = useWords("tasks");
  const [from, to] = weeksOf(asked.month);
  const days = useData<TaskDay[]>("tasks/calendar", { query: { from, to, owner: asked.owner }, keep: true });
  const locale = lang === "zh" ? "zh-CN" : "en-GB";
  const head = new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "UTC" });
  const names = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  return (
    <section className="section month" aria-label={t("calendar")}>
      <header className="month-head">
        <Button
          size="small"
          aria-label={t("month_before")}
          onClick={() => change({ month: monthAfter(asked.month, -1) })}
        >
          ‹
        </Button>
        <h2 aria-live="polite">{head.format(new Date(`${asked.month}-01T00:00:00Z`))}</h2>
        <Button
          size="small"
          aria-label={t("month_after")}
          onClick={() => change({ month: monthAfter(asked.month, 1) })}
        >
          ›
        </Button>
      </header>
      <div className="month-grid" aria-hidden="true">
        {WEEK.map((day) => (
          <span key={day} className="month-name">
            {names.format(new Date(`${day}T00:00:00Z`))}
          </span>
        ))}
      </div>
      <Fetched of={days}>
        {(all) => (
          <div className="month-grid">
            {all.map((day) => (
              <DayButton key={day.day} day={day} asked={asked} change={change} />
            ))}
          </div>
        )}
      </Fetched>
    </section>
  );
}

function DayButton({ day, asked, change }: { day: TaskDay } & MonthGridProps) {
  const { t, dates } = useWords("tasks");
  const figures = useFigures();
  const settled = day.done + day.missed + day.skipped;
  const chosen = asked.span === "day" && asked.day === day.day;
  const outside = !day.day.startsWith(asked.month);
  const classes = [
    "month-day",
    day.works ? "" : "month-free",
    chosen ? "month-chosen" : "",
    outside ? "month-outside" : "",
    day.day === asked.now ? "month-now" : "",
  ];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(" ")}
      aria-pressed={chosen}
      onClick={() => change({ day: day.day, span: "day", month: day.day.slice(0, 7) })}
    >
      <span className="month-number">{Number(day.day.slice(8))}</span>
      <span className="sr-only">
        {dates.day(day.day)} {day.works ? "" : t("day_free")}
      </span>
      {day.open > 0 ? (
        <span className="month-open">
          {figures.count(day.open)} <span className="sr-only">{t("day_open")}</span>
        </span>
      ) : null}
      {settled > 0 ? (
        <span className="month-settled">
          ✓ {figures.count(settled)} <span className="sr-only">{t("day_settled")}</span>
        </span>
      ) : null}
    </button>
  );
}
