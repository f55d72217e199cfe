import { Tag } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { ShownGoal } from "../../api/schema";
import type { Run } from "../../api/shapes";
import { useRun } from "../../runs";
import { useRight } from "../../session";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { MovementTold } from "../movement/shapes";
import { useStanding } from "../tasks/useTasks";
import type { Standing } from "../warnings/shapes";
import { NextSteps } from "./NextSteps";

/** What is new since the rating before: warnings, tasks, who moved, how the goals stand, each with the way to it. */
export function Morning({ run }: { run: Run }) {
  const { t } = useWords("day");
  const watches = useRight("watch.read");
  if (!watches || !run.newest) return null;
  return (
    <Section id="morning" title={t("morning.title")} lead={t("morning.lead")}>
      <div className="morning">
        <WarningsNews run={run} />
        <TasksNews />
        <MovementNews run={run} />
        <GoalsNews />
      </div>
      <NextSteps steps={["warnings", "tasks", "load"]} />
    </Section>
  );
}

interface NewsProps {
  to: string;
  title: string;
  value?: ReactNode;
  children?: ReactNode;
}

/** One kind of news: its name leads to its page, its lines to what they count. */
function News({ to, title, value, children }: NewsProps) {
  return (
    <div className="card morning-card">
      <Link className="card-label" to={to}>
        {title}
      </Link>
      {value === undefined ? null : (
        <Link className="card-value" to={to}>
          {value}
        </Link>
      )}
      {children}
    </div>
  );
}

function WarningsNews({ run }: { run: Run }) {
  const { t, dates } = useWords("day");
  const figures = useFigures();
  const { data } = useData<Standing>("warnings/standing");
  if (!data) return null;
  const { check } = data;
  if (!check) return <Unused to="/warnings" name="warnings" />;
  return (
    <News to="/warnings" title={t("morning.warnings")} value={figures.count(data.open)}>
      <span className="card-note">
        {t("morning.opened", { opened: figures.count(check.opened), day: dates.day(check.as_of) })}
      </span>
      {check.as_of < run.as_of ? <span className="card-note">{t("morning.unchecked")}</span> : null}
    </News>
  );
}

function TasksNews() {
  const { t } = useWords("day");
  const figures = useFigures();
  const { standing } = useStanding();
  if (!standing.data) return null;
  if (!standing.data.plan) return <Unused to="/tasks" name="tasks" />;
  const { today, late, week } = standing.data;
  return (
    <News to="/tasks?span=day" title={t("morning.tasks")} value={figures.count(today)}>
      <Link className="card-note" to="/tasks?span=late">
        {t("morning.late", { tasks: figures.count(late) })}
      </Link>
      <Link className="card-note" to="/tasks?span=week">
        {t("morning.week", { tasks: figures.count(week) })}
      </Link>
    </News>
  );
}

function MovementNews({ run }: { run: Run }) {
  const { t, dates } = useWords("day");
  const { t: moved } = useWords("movement");
  const figures = useFigures();
  const { runs } = useRun();
  // The server compares with the rating of an earlier day under the same scheme; without one there is nothing to ask.
  const earlier = runs?.some(({ scheme, as_of }) => scheme === run.scheme && as_of < run.as_of);
  const { data } = useData<MovementTold>("movement", { enabled: earlier ?? false });
  if (!data) return null;
  const ways = Object.entries(data.directions).filter(
    ([name, { customers }]) => name !== "unchanged" && customers > 0,
  );
  return (
    <News to="/movement" title={t("morning.movement")}>
      <span className="card-note">{t("morning.since", { day: dates.day(data.old.as_of) })}</span>
      {ways.map(([name, { customers }]) => (
        <Link key={name} className="morning-line" to={`/movement?direction=${name}`}>
          {moved(`direction.${name}`)} <strong>{figures.count(customers)}</strong>
        </Link>
      ))}
    </News>
  );
}

function GoalsNews() {
  const { t, lang } = useWords("day");
  const { t: goals } = useWords("goals");
  const all = useRight("customers.all");
  const { data } = useData<ShownGoal[]>("goals", { enabled: all });
  if (!data) return null;
  if (data.length === 0) return <Unused to="/goals" name="goals" />;
  return (
    <News to="/goals" title={t("morning.goals")}>
      {data.map((goal) => (
        <Link key={goal.goal} className="morning-line" to="/goals">
          {(goal.title && said(goal.title, lang)) || goal.goal}{" "}
          <Tag>{goal.verdict ? goals(`verdict.${goal.verdict}`) : goals("problem")}</Tag>
        </Link>
      ))}
    </News>
  );
}

/** What is not used yet: how it is begun. */
function Unused({ to, name }: { to: string; name: "warnings" | "tasks" | "goals" }) {
  const { t } = useWords("day");
  return (
    <News to={to} title={t(`morning.${name}`)}>
      <span className="card-note">{t(`morning.none.${name}`)}</span>
      <Link to={to}>{t("morning.begin")}</Link>
    </News>
  );
}
