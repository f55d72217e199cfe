import { Button } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { Customer, CustomerColumn } from "../../api/shapes";
import { useRun } from "../../runs";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import { usePlaceTitle } from "../runs/Matrix";
import { partColour } from "./PartBar";
import { useWriteFigure } from "./PartSums";
import type { OneMoved, Part } from "./shapes";

/** Up to so many customers a movement is made at once; of more, when somebody asks. */
const AT_ONCE = 50_000;

/** What became of one customer since the run before, part by part. */
export function CustomerMovement({ path, customer }: { path: string; customer: Customer }) {
  const { t } = useWords("movement");
  const may = useRight("watch.read");
  const { run } = useRun();
  const earlier = customer.history.length > 1;
  const [wanted, setWanted] = useState(false);
  const ask = wanted || (run?.rated ?? 0) <= AT_ONCE;
  const moved = useData<OneMoved>(`${path}/movement`, { enabled: may && earlier && ask });
  if (!may || !earlier) return null;
  return (
    <Section id="movement" title={t("customer.title")} lead={t("customer.lead")}>
      {ask ? (
        <Fetched of={moved}>{(found) => <Parts found={found} columns={customer.columns} />}</Fetched>
      ) : (
        <Button onClick={() => setWanted(true)}>{t("customer.show")}</Button>
      )}
    </Section>
  );
}

interface Line {
  key: "before" | "after" | Part;
  place: string | null | undefined;
  steps: number | null | undefined;
}

function lines({ parts, moved }: OneMoved): Line[] {
  const told = (parts as Part[]).filter((part) => part !== "grace" || moved.steps_by.grace);
  return [
    { key: "before", place: moved.before, steps: null },
    ...told.map(
      (part): Line => ({
        key: part,
        place: part === "grace" ? moved.after : part in moved.passed ? moved.passed[part] : moved.after,
        steps: moved.steps_by[part],
      }),
    ),
    { key: "after", place: moved.after, steps: moved.steps },
  ];
}

function Parts({ found, columns }: { found: OneMoved; columns: CustomerColumn[] }) {
  const { t, lang, dates } = useWords("movement");
  const place = usePlaceTitle();
  const write = useWriteFigure();
  const places = columns.filter(({ kind }) => kind === "place");
  const column = places.find(({ values }) =>
    values?.some(({ name }) => name === (found.moved.after ?? found.moved.before)),
  );
  const title = (name: string) => said(columns.find((one) => one.name === name)?.title, lang) || name;
  const day = (end: "before" | "after") => dates.day(found.as_of[end === "before" ? 0 : 1] ?? "");
  const cell = (name: string, { key }: Line) => {
    const figure = found.moved.figures[name];
    if (!figure || key === "grace") return "–";
    return key === "before" || key === "after"
      ? write(name, figure[key], false)
      : write(name, figure.parts[key] ?? "0", true);
  };
  return (
    <DataTable
      cards
      title={t("customer.title")}
      rows={lines(found)}
      rowKey={({ key }) => key}
      columns={[
        {
          key: "part",
          title: t("parts.part"),
          render: ({ key }) => (
            <LineName name={key} day={key === "before" || key === "after" ? day(key) : null} />
          ),
        },
        { key: "place", title: t("customer.place"), render: (line) => place(column, line.place ?? null) },
        ...(found.moved.steps === null
          ? []
          : [
              {
                key: "steps",
                title: t("customer.steps"),
                numeric: true,
                render: ({ steps }: Line) => signed(steps),
              },
            ]),
        ...Object.keys(found.moved.figures).map((name) => ({
          key: name,
          title: title(name),
          numeric: true,
          render: (line: Line) => cell(name, line),
        })),
      ]}
    />
  );
}

function signed(steps: number | null | undefined): string {
  return steps === null || steps === undefined ? "" : steps > 0 ? `+${steps}` : String(steps);
}

function LineName({ name, day }: { name: Line["key"]; day: string | null }) {
  const { t } = useWords("movement");
  if (name === "before" || name === "after") return <strong>{t(`customer.${name}`, { day })}</strong>;
  return (
    <span className="part-name">
      <span className="part-mark" style={{ background: partColour(name) }} aria-hidden="true" />
      {t(`part.${name}`)}
    </span>
  );
}
