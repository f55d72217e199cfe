import { Checkbox, Tag } from "antd";
import { Link } from "react-router";
import { DataTable } from "../../../tables/DataTable";
import type { Run } from "../../api/shapes";
import { useRight } from "../../session";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { RollBack } from "./RollBack";

interface RunListProps {
  runs: Run[];
  chosen: readonly number[];
  toggle: (number: number) => void;
}

export function RunList({ runs, chosen, toggle }: RunListProps) {
  const { t, lang, dates } = useWords("runs");
  const figures = useFigures();
  const mayRun = useRight("runs.write");
  const title = (run: Run) => said(run.title, lang) || run.scheme;
  return (
    <div className="section run-list">
      <DataTable
        cards
        title={t("title")}
        rows={runs}
        rowKey={({ number }) => String(number)}
        columns={[
          {
            key: "scheme",
            title: t("scheme"),
            render: (run) => (
              <span className="run-name">
                <Checkbox
                  checked={chosen.includes(run.number)}
                  onChange={() => toggle(run.number)}
                  aria-label={t("choose", { number: run.number, title: title(run) })}
                />
                <Link to={run.newest ? "/" : `/?run=${run.number}`}>{title(run)}</Link>
                {run.newest ? <Tag color="processing">{t("newest")}</Tag> : null}
                {run.current === false ? <Tag>{t("set_aside")}</Tag> : null}
              </span>
            ),
          },
          {
            key: "as_of",
            title: t("as_of"),
            render: ({ as_of }) => <span className="nowrap">{dates.day(as_of)}</span>,
          },
          { key: "rated", title: t("rated"), numeric: true, render: ({ rated }) => figures.count(rated) },
          {
            key: "at",
            title: t("at"),
            render: ({ at }) => <span className="nowrap">{dates.moment(at)}</span>,
          },
          { key: "by", title: t("by"), render: ({ by }) => by ?? t("terminal") },
          { key: "number", title: t("number"), numeric: true, render: ({ number }) => String(number) },
          ...(mayRun
            ? [
                {
                  key: "back",
                  title: "",
                  render: (run: Run) => (run.newest ? null : <RollBack run={run} title={title(run)} />),
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}
