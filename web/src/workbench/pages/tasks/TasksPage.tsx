import { Button, Select } from "antd";
import { Link } from "react-router";
import { address } from "../../api/client";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { DownloadOutlined, TableOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { NextSteps } from "../day/NextSteps";
import { today } from "./days";
import { MonthGrid } from "./MonthGrid";
import { PlanButton } from "./PlanButton";
import { Shortages } from "./Shortages";
import type { CareStanding } from "./shapes";
import { TaskList } from "./TaskList";
import { type Asked, useAsked, useStanding } from "./useTasks";

/** Who is to be looked after on which day: a calendar, the list of a day or a week, and what became of it. */
export default function TasksPage() {
  const { standing, now } = useStanding();
  return <Fetched of={standing}>{(found) => <Tasks standing={found} now={now} />}</Fetched>;
}

function Tasks({ standing, now }: { standing: CareStanding; now: string }) {
  const { t, dates } = useWords("tasks");
  const figures = useFigures();
  const [asked, change] = useAsked(now);
  const all = useRight("customers.all");
  const mayPlan = useRight("watch.write") && all;
  const { plan } = standing;
  if (!plan)
    return (
      <>
        <PageHead title={t("title")} lead={t("lead")} />
        <Nothing
          title={t("none")}
          text={mayPlan ? t("none_hint") : t("none_ask")}
          action={mayPlan ? <PlanButton first /> : undefined}
        />
      </>
    );
  return (
    <>
      <PageHead
        title={all ? t("title") : t("mine")}
        lead={t("lead")}
        facts={[
          [t("late"), figures.count(standing.late)],
          [t("today"), figures.count(standing.today)],
          [t("week"), figures.count(standing.week)],
          [t("planned"), t("planned_value", { day: dates.day(plan.as_of), last: dates.day(plan.last) })],
        ]}
        actions={<Actions asked={asked} mayPlan={mayPlan} />}
      />
      {now === today() ? null : <Elsewhere now={now} />}
      <Shortages plan={plan} />
      {all && plan.opted_out > 0 ? (
        <p className="quiet">{t("opted_out", { count: figures.count(plan.opted_out) })}</p>
      ) : null}
      {standing.owners.length > 0 ? (
        <Select
          className="task-owner"
          allowClear
          showSearch
          value={asked.owner}
          placeholder={t("everybody")}
          aria-label={t("owner")}
          options={standing.owners.map((name) => ({ value: name, label: name }))}
          onChange={(owner: string | undefined) => change({ owner: owner ?? null })}
        />
      ) : null}
      <div className="tasks">
        <MonthGrid asked={asked} change={change} />
        <TaskList asked={asked} change={change} />
      </div>
      <NextSteps steps={["load", "movement", "warnings"]} />
    </>
  );
}

/** Nothing is said on the usual day; where the plan is of another time, its first day counts as today. */
function Elsewhere({ now }: { now: string }) {
  const { t, dates } = useWords("tasks");
  return <p className="quiet small">{t("as_of", { day: dates.day(now) })}</p>;
}

function Actions({ asked, mayPlan }: { asked: Asked; mayPlan: boolean }) {
  const { t } = useWords("tasks");
  return (
    <>
      <Link to="/strategy">
        <Button icon={<TableOutlined />}>{t("strategy")}</Button>
      </Link>
      <Button
        icon={<DownloadOutlined />}
        href={address("tasks/file", { owner: asked.owner, from: asked.now })}
        download
      >
        {t("calendar_file")}
      </Button>
      {mayPlan ? <PlanButton /> : null}
    </>
  );
}
