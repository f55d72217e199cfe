import { DataTable } from "../../tables/DataTable";
import { Section } from "../../ui/Section";
import { useReading } from "../context";

/** From this share on, ties shape the groups rather than blur one edge. */
const MANY = 0.2;

export function TiesSection() {
  const { report, t, figures, words } = useReading();
  const rated = report.customers.rated;
  const rows = report.ties.map((one) => ({ ...one, share: rated > 0 ? one.straddling / rated : null }));
  const reading = (share: number | null) =>
    (share ?? 0) === 0 ? "none" : (share ?? 0) < MANY ? "some" : "most";
  return (
    <Section id="ties" title={t("ties.title")} lead={t("ties.lead")}>
      <DataTable
        title={t("ties.title")}
        rows={rows}
        rowKey={(row) => row.score}
        cards
        columns={[
          { key: "score", title: t("ties.score"), render: (row) => words.column(row.score) },
          { key: "metric", title: t("ties.metric"), render: (row) => words.metric(row.metric) },
          {
            key: "heads",
            title: t("ties.straddling"),
            numeric: true,
            render: (row) => figures.count(row.straddling),
          },
          { key: "share", title: t("ties.share"), numeric: true, render: (row) => figures.share(row.share) },
          { key: "reading", title: t("ties.reading"), render: (row) => t(`ties.${reading(row.share)}`) },
        ]}
      />
    </Section>
  );
}
