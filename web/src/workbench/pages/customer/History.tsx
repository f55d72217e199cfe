import { Link, useParams } from "react-router";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import type { Customer, Stood } from "../../api/shapes";
import { useRun } from "../../runs";
import { valueTitle } from "../../ui/cells";
import { Place } from "../../ui/Place";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** Where the customer stood in this run and in those before it. */
export function History({ customer: { history, columns } }: { customer: Customer }) {
  const { t, lang, dates } = useWords("customer");
  const figures = useFigures();
  const { id = "" } = useParams();
  const { run: now } = useRun();
  const column = columns.find(({ kind }) => kind === "place");
  const ranks = column?.values?.map(({ name }) => name) ?? [];
  const place = ({ place: name }: Stood) =>
    name === null ? (
      "–"
    ) : (
      <Place title={valueTitle(column, name, lang)} rank={ranks.indexOf(name)} of={ranks.length} />
    );
  return (
    <Section id="history" title={t("history.title")} lead={t("history.lead")}>
      <DataTable
        title={t("history.title")}
        rows={history}
        rowKey={({ run }) => String(run)}
        columns={[
          {
            key: "as_of",
            title: t("history.as_of"),
            render: ({ run, as_of }) =>
              run === now?.number ? (
                <span className="nowrap">{dates.day(as_of)}</span>
              ) : (
                <Link
                  className="nowrap"
                  to={{ pathname: `/customers/${encodeURIComponent(id)}`, search: `?run=${run}` }}
                >
                  {dates.day(as_of)}
                </Link>
              ),
          },
          { key: "place", title: t("history.place"), render: place },
          {
            key: "score",
            title: t("history.score"),
            numeric: true,
            render: ({ score }) => figures.decimal(score),
          },
        ]}
      />
    </Section>
  );
}
