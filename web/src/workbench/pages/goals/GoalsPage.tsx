import { Alert, Button, Tag } from "antd";
import { useCallback, useMemo, useState } from "react";
import { Chart } from "../../../charts/Chart";
import { goalWay } from "../../../charts/goalWay";
import type { Frame } from "../../../charts/theme";
import { approximate } from "../../../numbers/decimal";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { ShownGoal } from "../../api/schema";
import { useRun } from "../../runs";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { Nothing } from "../../states/Nothing";
import { EditOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import { NextSteps } from "../day/NextSteps";
import { OpenDocument } from "../documents/OpenDocument";
import { NoRun } from "../overview/NoRun";
import { GoalPeople } from "./GoalPeople";
import { useGoalFigures } from "./useGoalFigures";

const HEIGHT = 260;
const COLOURS: Record<string, string> = {
  reached: "success",
  on_track: "success",
  unsure: "warning",
  behind: "error",
  missed: "error",
};

/** What is wanted by when: the way there, where it stands, how sure that is, and who makes it. */
export default function GoalsPage() {
  const { t } = useWords("goals");
  const [editing, setEditing] = useState(false);
  const mayWrite = useRight("schemes.write");
  const goals = useData<ShownGoal[]>("goals");
  // A document that cannot be read is mended here too.
  const there = goals.error !== null || (goals.data?.length ?? 0) > 0;
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={
          mayWrite && there && !editing ? (
            <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
              {t("edit")}
            </Button>
          ) : null
        }
      />
      {editing ? (
        <OpenDocument
          name="goals"
          title={t(there ? "edit" : "write_first")}
          lead={t("document_lead")}
          onClose={() => setEditing(false)}
        />
      ) : null}
      {editing && goals.error ? null : (
        <Fetched of={goals}>
          {(all) =>
            all.length > 0 ? (
              <div className="goals">
                {all.map((goal) => (
                  <Goal key={goal.goal} goal={goal} />
                ))}
              </div>
            ) : editing ? null : (
              <NoGoals onWrite={() => setEditing(true)} />
            )
          }
        </Fetched>
      )}
      <NextSteps steps={["report", "movement", "test"]} />
    </>
  );
}

/** No goals yet: the first ones are a press away, once there is a rating whose groups they can be of. */
function NoGoals({ onWrite }: { onWrite: () => void }) {
  const { t } = useWords("goals");
  const mayWrite = useRight("schemes.write");
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  if (!run) return <NoRun />;
  return (
    <Nothing
      title={t("none")}
      text={t(mayWrite ? "none_hint" : "none_ask")}
      action={
        mayWrite ? (
          <Button type="primary" size="large" onClick={onWrite}>
            {t("write_first")}
          </Button>
        ) : null
      }
    />
  );
}

function Goal({ goal }: { goal: ShownGoal }) {
  const { t, lang, dates } = useWords("goals");
  const figure = useGoalFigures(goal);
  const title = said(goal.title, lang) || goal.goal;
  const measure = t(`measure.${goal.measure}`, { days: goal.days });
  const groups = goal.groups.join(t("separator"));
  return (
    <Section
      id={`goal-${goal.goal}`}
      title={title}
      lead={groups ? `${measure} · ${groups}` : measure}
      aside={
        goal.verdict ? (
          <Tag color={COLOURS[goal.verdict] ?? "default"} style={{ color: "var(--ink)" }}>
            {t(`verdict.${goal.verdict}`)}
          </Tag>
        ) : null
      }
    >
      {goal.problem ? (
        <Alert
          type="warning"
          showIcon
          title={t("problem")}
          description={<span className="lines">{goal.problem}</span>}
        />
      ) : null}
      {goal.verdict ? (
        <>
          <dl className="goal-figures">
            <div>
              <dt>{t("now", { day: dates.day(goal.day) })}</dt>
              <dd>{figure(goal.value)}</dd>
              <dd className="quiet small">
                {t("range", { low: figure(goal.low), high: figure(goal.high) })}
              </dd>
            </div>
            <div>
              <dt>{t("path")}</dt>
              <dd>{figure(goal.path)}</dd>
              <dd className="quiet small">
                {t("from", { value: figure(goal.baseline), day: dates.day(goal.since) })}
              </dd>
            </div>
            <div>
              <dt>{t("target", { day: dates.day(goal.by) })}</dt>
              <dd>{figure(goal.target)}</dd>
              <dd className="quiet small">{t("of", { customers: goal.customers ?? 0 })}</dd>
            </div>
          </dl>
          <Way goal={goal} />
          <GoalPeople goal={goal} />
        </>
      ) : null}
    </Section>
  );
}

function Way({ goal }: { goal: ShownGoal }) {
  const { t, dates } = useWords("goals");
  const figure = useGoalFigures(goal);
  const number = (text: string | null) => (text === null ? null : approximate(text));
  const stations = useMemo(
    () =>
      goal.points.map((point) => ({
        day: point.day,
        path: approximate(point.path),
        value: number(point.value),
        low: number(point.low),
        high: number(point.high),
        tip: {
          title: dates.day(point.day),
          rows: [
            [t("chart.path"), figure(point.path)],
            [t("chart.value"), figure(point.value)],
          ] as const,
        },
      })),
    [goal, figure, dates, t],
  );
  const target = approximate(goal.target ?? "0");
  const option = useCallback(
    (frame: Frame) => goalWay(stations, target, (value) => figure(String(value), true), frame),
    [stations, target, figure],
  );
  return (
    <ChartFigure
      chart={<Chart option={option} height={HEIGHT} label={t("chart.label")} />}
      table={
        <DataTable
          title={t("chart.label")}
          rows={goal.points}
          rowKey={({ day }) => day}
          columns={[
            { key: "day", title: t("chart.day"), render: ({ day }) => dates.day(day) },
            { key: "path", title: t("chart.path"), numeric: true, render: ({ path }) => figure(path) },
            { key: "value", title: t("chart.value"), numeric: true, render: ({ value }) => figure(value) },
          ]}
        />
      }
    />
  );
}
