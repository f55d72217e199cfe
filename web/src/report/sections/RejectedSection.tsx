import type { Example } from "../../data/report";
import { DataTable } from "../../tables/DataTable";
import { Section } from "../../ui/Section";
import { useReading } from "../context";

export function RejectedSection() {
  const { report, t, figures, words } = useReading();
  const rejected = report.rejected ?? [];
  const examples = rejected.flatMap(({ reason, examples: found }) =>
    found.map((example) => ({ reason, ...example })),
  );
  return (
    <Section id="rejected" title={t("rejected.title")}>
      <DataTable
        title={t("rejected.title")}
        rows={rejected}
        rowKey={(row) => row.reason}
        narrow
        columns={[
          { key: "reason", title: t("rejected.reason"), render: (row) => words.reason(row.reason) },
          { key: "rows", title: t("rejected.rows"), numeric: true, render: (row) => figures.count(row.rows) },
          {
            key: "amount",
            title: t("rejected.amount"),
            numeric: true,
            render: (row) => figures.money(row.amount),
          },
        ]}
      />
      {examples.length > 0 ? <Examples examples={examples} /> : null}
    </Section>
  );
}

function Examples({ examples }: { examples: readonly (Example & { reason: string })[] }) {
  const { t, figures, words } = useReading();
  return (
    <>
      <h3>{t("rejected.example_of")}</h3>
      <DataTable
        title={t("rejected.example_of")}
        rows={examples}
        rowKey={(example, index) => `${example.source} ${example.row} ${index}`}
        cards
        columns={[
          {
            key: "source",
            title: t("rejected.source"),
            render: (example) => <span className="file-name">{example.source}</span>,
          },
          {
            key: "row",
            title: t("rejected.row"),
            numeric: true,
            render: (example) => figures.count(example.row),
          },
          { key: "reason", title: t("rejected.reason"), render: (example) => words.reason(example.reason) },
          { key: "column", title: t("rejected.column"), render: (example) => example.column ?? "" },
          {
            key: "value",
            title: t("rejected.value"),
            render: (example) => (example.value ? <code>{example.value}</code> : ""),
          },
        ]}
      />
    </>
  );
}
