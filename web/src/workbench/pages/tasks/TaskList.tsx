import { Pagination, Segmented } from "antd";
import { useState } from "react";
import { useAnswer } from "../../api/hooks";
import { Fetched } from "../../states/Fetched";
import { useWords } from "../../words/useWords";
import { later } from "./days";
import type { ShownTask } from "./shapes";
import { TaskRow } from "./TaskRow";
import { type Asked, type Span, usePlaces } from "./useTasks";

interface TaskListProps {
  asked: Asked;
  change: (wanted: { span?: string }) => void;
}

const SIZE = 20;
const SETTLED = ["done", "missed", "skipped"];

/** What the interface is asked for a span of days. */
function queryOf({ span, day, now, owner }: Asked): Record<string, string | string[] | null> {
  if (span === "day") return { from: day, to: day, owner };
  if (span === "late") return { to: later(now, -1), status: ["open"], owner };
  if (span === "settled") return { status: SETTLED, owner };
  return { from: now, to: later(now, 6), status: ["open"], owner };
}

/** The tasks of a day, of a week, or those that are late; each is settled with one click. */
export function TaskList({ asked, change }: TaskListProps) {
  const { t, dates } = useWords("tasks");
  const spans: readonly Span[] = ["late", "week", "day", "settled"];
  const title = asked.span === "day" ? dates.day(asked.day) : t(`span.${asked.span}`);
  return (
    <section className="section task-list" aria-label={title}>
      <header className="task-list-head">
        <h2>{title}</h2>
        <Segmented
          size="small"
          value={asked.span}
          onChange={(span) => change({ span: String(span) })}
          options={spans.map((span) => ({ value: span, label: t(`spans.${span}`) }))}
        />
      </header>
      <Pages key={`${asked.span} ${asked.day} ${asked.owner}`} asked={asked} />
    </section>
  );
}

function Pages({ asked }: { asked: Asked }) {
  const { t, dates } = useWords("tasks");
  const [page, setPage] = useState(1);
  const places = usePlaces();
  const found = useAnswer<ShownTask[]>("tasks", {
    query: { ...queryOf(asked), page, size: SIZE },
    keep: true,
  });
  return (
    <Fetched of={found}>
      {({ data, page: shown }) => {
        if (data.length === 0) return <p className="quiet">{t("list_empty")}</p>;
        return (
          <>
            <ul className="task-rows">
              {data.map((task, index) => (
                <li key={task.number}>
                  {asked.span !== "day" && task.day !== data[index - 1]?.day ? (
                    <h3 className="task-day">{dates.day(task.day)}</h3>
                  ) : null}
                  <TaskRow task={task} place={places.get(task.place)} />
                </li>
              ))}
            </ul>
            {shown && shown.total > SIZE ? (
              <Pagination
                simple
                align="end"
                current={page}
                pageSize={SIZE}
                total={shown.total}
                showSizeChanger={false}
                onChange={setPage}
              />
            ) : null}
          </>
        );
      }}
    </Fetched>
  );
}
