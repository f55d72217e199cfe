import { Segmented } from "antd";
import { useCallback, useMemo, useState } from "react";
import { Chart } from "../../../charts/Chart";
import type { Frame } from "../../../charts/theme";
import { ruleScores } from "../../../charts/warnings";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import { Nothing } from "../../states/Nothing";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { JudgedRecord, Rules, Score } from "./shapes";

const CAME = ["active", "lost", "lower"] as const;
const ROW = 44;

/** How good past warnings were, rule by rule, beside a plain rule, by what came of it in the data. */
export function RecordSection({ record, rules }: { record: JudgedRecord; rules: Rules | undefined }) {
  const { t, dates } = useWords("warnings");
  const [came, setCame] = useState<(typeof CAME)[number]>("active");
  const scores = record[came];
  const told = { days: record.horizon_days, until: dates.day(record.known_until), waiting: record.waiting };
  if (record.days.length === 0)
    return (
      <Section id="record" title={t("record.title")} lead={t("record.lead")}>
        <Nothing title={t("record.none")} text={t("record.none_hint", told)} />
      </Section>
    );
  return (
    <Section id="record" title={t("record.title")} lead={t("record.lead")}>
      <div className="warning-filters">
        <Segmented
          aria-label={t("record.came")}
          value={came}
          options={CAME.filter((name) => record[name].length > 0).map((value) => ({
            value,
            label: t(`record.${value}`),
          }))}
          onChange={setCame}
        />
      </div>
      <p className="quiet">
        {t(`record.${came}_means`, told)} {t("record.judged", { ...told, count: record.days.length })}
      </p>
      <Scores scores={scores} rules={rules} />
    </Section>
  );
}

function Scores({ scores, rules }: { scores: Score[]; rules: Rules | undefined }) {
  const { t, lang } = useWords("warnings");
  const figures = useFigures();
  const named = useMemo(() => {
    const titles = new Map(rules?.rules.map(({ rule, title }) => [rule, said(title, lang)]));
    return scores.map((one) => {
      const own = one.rule === "any_rule" || one.rule === "plain_90_days";
      const title = own ? t(`record.${one.rule}`) : titles.get(one.rule) || one.rule;
      const rows = [
        [t("record.named"), figures.count(one.named)],
        [t("record.precision"), figures.share(one.precision)],
        [t("record.recall"), figures.share(one.recall)],
      ] as const;
      return { ...one, title, tip: { title, rows } };
    });
  }, [scores, rules, lang, t, figures]);
  const base = scores[0]?.base ?? null;
  const option = useCallback(
    (frame: Frame) => ruleScores(named, base, t("record.base"), (value) => figures.share(value), frame),
    [named, base, t, figures],
  );
  const share = (key: "precision" | "recall") => ({
    key,
    title: t(`record.${key}`),
    numeric: true,
    sort: (one: Score) => one[key] ?? -1,
    render: (one: Score) => figures.share(one[key]),
  });
  return (
    <ChartFigure
      chart={<Chart option={option} height={60 + ROW * named.length} label={t("record.chart")} />}
      table={
        <DataTable
          title={t("record.title")}
          rows={named}
          rowKey={({ rule }) => rule}
          columns={[
            { key: "rule", title: t("record.rule"), render: ({ title }) => title },
            {
              key: "named",
              title: t("record.named"),
              numeric: true,
              sort: ({ named: count }) => count,
              render: ({ named: count }) => figures.count(count),
            },
            share("precision"),
            share("recall"),
          ]}
        />
      }
    />
  );
}
