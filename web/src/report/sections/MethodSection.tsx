import type { Weights } from "../../data/report";
import { DataTable } from "../../tables/DataTable";
import { Section } from "../../ui/Section";
import { useReading } from "../context";

export function MethodSection() {
  const { report, lang, t } = useReading();
  const sentences = report.scheme.sentences?.[lang] ?? [];
  return (
    <Section id="method" title={t("method.title")}>
      <ol className="sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      {report.weights ? <WeightTable weights={report.weights} /> : null}
    </Section>
  );
}

function WeightTable({ weights }: { weights: Weights }) {
  const { t, words, figures } = useReading();
  const judged = weights.judged;
  return (
    <>
      <h3>{t(`weights.${weights.source}`, { name: words.column(weights.name) })}</h3>
      <DataTable
        title={t("weights.title")}
        rows={weights.rows}
        rowKey={(row) => row.score}
        narrow
        columns={[
          { key: "score", title: t("weights.score"), render: (row) => words.column(row.score) },
          {
            key: "weight",
            title: t("weights.weight"),
            numeric: true,
            render: (row) => figures.decimal(row.weight),
          },
        ]}
      />
      {judged ? (
        <p className={judged.consistent ? "quiet" : "warning"}>
          {t(judged.consistent ? "weights.consistent" : "weights.inconsistent", {
            cr: judged.cr,
            lambda: judged.lambda_max,
            ri: judged.ri,
          })}
        </p>
      ) : null}
    </>
  );
}
