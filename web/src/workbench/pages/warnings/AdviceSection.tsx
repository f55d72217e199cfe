import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Advice, Threshold } from "./shapes";

/** Thresholds for silence, advised from how long silences last in the data and how many end by themselves. */
export function AdviceSection({ advice }: { advice: Advice }) {
  const { t } = useWords("warnings");
  const { quantiles: q, advised } = advice;
  const gaps = { half: q["50"] ?? "–", most: q["90"] ?? "–" };
  return (
    <Section
      id="advice"
      title={t("advice.title")}
      lead={t("advice.lead", { ...gaps, days: advice.horizon_days })}
    >
      <div className="halves">
        <Thresholds kind="days" rows={advice.days} advised={advised.days_since_purchase} />
        <Thresholds kind="rhythm" rows={advice.rhythm} advised={advised.overdue} />
      </div>
    </Section>
  );
}

interface ThresholdsProps {
  kind: "days" | "rhythm";
  rows: Threshold[];
  advised: string | null;
}

function Thresholds({ kind, rows, advised }: ThresholdsProps) {
  const { t } = useWords("warnings");
  const figures = useFigures();
  return (
    <div>
      <h3>{t(`advice.${kind}`)}</h3>
      <p>{advised === null ? t("advice.none") : t(`advice.${kind}_advised`, { value: advised })}</p>
      <DataTable
        narrow
        title={t(`advice.${kind}`)}
        rows={rows}
        rowKey={({ value }) => value}
        columns={[
          {
            key: "value",
            title: t("advice.threshold"),
            numeric: true,
            render: ({ value }) => {
              const words = t(`advice.${kind}_value`, { value });
              return value === advised ? <strong>{words} ✓</strong> : words;
            },
          },
          {
            key: "share",
            title: t("advice.share"),
            numeric: true,
            render: ({ share }) => figures.share(share),
          },
          {
            key: "reached",
            title: t("advice.reached"),
            numeric: true,
            render: (one) => figures.count(one.reached),
          },
          { key: "now", title: t("advice.now"), numeric: true, render: ({ now }) => figures.count(now) },
        ]}
      />
    </div>
  );
}
