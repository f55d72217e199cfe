import { useCallback } from "react";
import { bands, byScore } from "../../charts/bands";
import { Chart } from "../../charts/Chart";
import { HISTOGRAM_HEIGHT, histogram } from "../../charts/histogram";
import type { Frame } from "../../charts/theme";
import type { Distribution } from "../../data/report";
import { shortMetric } from "../../i18n/words";
import { DataTable } from "../../tables/DataTable";
import { ChartFigure } from "../../ui/ChartFigure";
import { Section } from "../../ui/Section";
import { useReading } from "../context";
import { valueWords } from "../valueWords";

export function DistributionsSection() {
  const { report, t } = useReading();
  return (
    <Section id="distributions" title={t("distribution.title")} lead={t("distribution.lead")}>
      <div className="distributions">
        {report.distributions?.map((distribution) => (
          <One key={`${distribution.metric} ${distribution.score}`} distribution={distribution} />
        ))}
      </div>
    </Section>
  );
}

function One({ distribution }: { distribution: Distribution }) {
  const { t, words, figures } = useReading();
  const { metric, kind, best, bins } = distribution;
  const option = useCallback(
    (frame: Frame) =>
      histogram(
        distribution,
        {
          customers: t("distribution.customers"),
          count: figures.count,
          short: (value) => figures.shortValue(value, kind),
          full: (value) => figures.value(value, kind),
        },
        frame,
      ),
    [distribution, kind, figures, t],
  );
  const name = words.metric(metric);
  const scored = distribution.breaks.length > 0 && distribution.score ? words.column(distribution.score) : "";
  const letter = shortMetric(t, metric);
  const customers = bins.reduce((total, bin) => total + bin.customers, 0);
  const label = t("distribution.chart", { metric: name, customers: figures.count(customers) });
  return (
    <article className="distribution">
      <h3>
        {letter !== name ? <span className="letter">{letter}</span> : null}
        {name}
        {scored && scored !== name ? ` → ${scored}` : ""}{" "}
        {kind === "text" ? null : <span className="quiet">{t(`distribution.best_${best}`)}</span>}
      </h3>
      <Remarks distribution={distribution} />
      {bins.length > 0 ? (
        <ChartFigure
          chart={<Chart option={option} height={HISTOGRAM_HEIGHT} label={label} />}
          table={<BinTable distribution={distribution} title={name} />}
        />
      ) : null}
      {distribution.values ? <ValueTable distribution={distribution} title={name} /> : null}
      {distribution.breaks.length > 0 ? <BandTable distribution={distribution} title={name} /> : null}
    </article>
  );
}

/** What the picture does not show: who has no value, and what a split compares with. */
function Remarks({ distribution }: { distribution: Distribution }) {
  const { t, figures } = useReading();
  const { missing, centre, kind } = distribution;
  const lines = [
    centre ? t("distribution.centre", { centre: figures.value(centre, kind) }) : "",
    missing > 0 ? t("distribution.missing", { customers: figures.count(missing) }) : "",
  ].filter(Boolean);
  return lines.length > 0 ? <p className="distribution-remark quiet small">{lines.join(" ")}</p> : null;
}

function ValueTable({ distribution, title }: { distribution: Distribution; title: string }) {
  const { t, figures } = useReading();
  const others = distribution.other_values ?? 0;
  const rows = [
    ...(distribution.values ?? []),
    ...(others > 0 ? [{ value: t("distribution.other_values"), customers: others }] : []),
  ];
  return (
    <DataTable
      title={title}
      rows={rows}
      rowKey={(row, index) => `${row.value} ${index}`}
      narrow
      columns={[
        { key: "value", title, render: (row) => row.value },
        {
          key: "heads",
          title: t("distribution.customers"),
          numeric: true,
          render: (row) => figures.count(row.customers),
        },
      ]}
    />
  );
}

function BandTable({ distribution, title }: { distribution: Distribution; title: string }) {
  const { t, figures, words } = useReading();
  return (
    <DataTable
      title={title}
      rows={byScore(bands(distribution))}
      rowKey={(band, index) => `${band.entry.score} ${index}`}
      columns={[
        { key: "score", title: words.column(distribution.score ?? ""), render: (band) => band.entry.score },
        {
          key: "values",
          title: t("distribution.values"),
          render: (band) => valueWords(band.values, t, (value) => figures.value(value, distribution.kind)),
        },
        {
          key: "heads",
          title: t("distribution.customers"),
          numeric: true,
          render: (band) => figures.count(band.entry.customers),
        },
        {
          key: "share",
          title: t("distribution.share"),
          numeric: true,
          render: (band) => figures.share(band.entry.share),
        },
      ]}
    />
  );
}

function BinTable({ distribution, title }: { distribution: Distribution; title: string }) {
  const { t, figures } = useReading();
  const write = (value: string) => figures.value(value, distribution.kind);
  return (
    <DataTable
      title={title}
      rows={distribution.bins}
      rowKey={(bin, index) => `${bin.from} ${index}`}
      columns={[
        {
          key: "values",
          title: t("distribution.values"),
          render: ({ from, to }) =>
            from === to ? write(from) : t("distribution.range", { from: write(from), to: write(to) }),
        },
        {
          key: "heads",
          title: t("distribution.customers"),
          numeric: true,
          render: (bin) => figures.count(bin.customers),
        },
      ]}
    />
  );
}
