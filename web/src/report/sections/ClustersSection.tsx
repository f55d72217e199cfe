import { useCallback, useMemo } from "react";
import { Chart } from "../../charts/Chart";
import { groupColour } from "../../charts/palette";
import { PROFILE_HEIGHT, profile, silhouette } from "../../charts/profile";
import type { Frame } from "../../charts/theme";
import type { Clusters, Group } from "../../data/report";
import { approximate } from "../../numbers/decimal";
import { type Column, DataTable } from "../../tables/DataTable";
import { ChartFigure } from "../../ui/ChartFigure";
import { Section } from "../../ui/Section";
import { useReading } from "../context";
import { groupsOf } from "../results";

export function ClustersSection() {
  const { report, t, words } = useReading();
  const { clusters } = report;
  if (!clusters) return null;
  return (
    <Section
      id="clusters"
      title={t("clusters.title")}
      lead={t("clusters.lead", { order: words.column(clusters.order_by) })}
    >
      <Profile clusters={clusters} />
      <h3>{t("clusters.values")}</h3>
      <Values clusters={clusters} />
      {clusters.silhouettes.length > 1 ? <Silhouette clusters={clusters} /> : null}
    </Section>
  );
}

function Profile({ clusters }: { clusters: Clusters }) {
  const { t, words, figures } = useReading();
  const scores = useMemo(() => clusters.of.map((name) => words.column(name)), [clusters, words]);
  const lines = useMemo(
    () =>
      clusters.centres.map((centre, rank) => ({
        name: t("groups.cluster", { number: rank + 1 }),
        values: centre.map(approximate),
        texts: centre.map((part) => figures.decimal(rounded(part))),
      })),
    [clusters, t, figures],
  );
  const option = useCallback((frame: Frame) => profile(scores, lines, frame), [scores, lines]);
  return (
    <ChartFigure
      chart={<Chart option={option} height={PROFILE_HEIGHT} label={t("clusters.chart")} />}
      table={
        <DataTable
          title={t("clusters.title")}
          rows={lines}
          rowKey={(line) => line.name}
          columns={[
            { key: "cluster", title: words.column("cluster"), render: (line) => line.name },
            ...scores.map((score, index) => ({
              key: score,
              title: score,
              numeric: true,
              render: (line: (typeof lines)[number]) => line.texts[index],
            })),
          ]}
        />
      }
    />
  );
}

function Values({ clusters }: { clusters: Clusters }) {
  const { report, t, words, figures } = useReading();
  const groups = groupsOf(report, "cluster");
  const rank = (group: Group) => Number(group.name) - 1;
  const columns: Column<Group>[] = [
    {
      key: "cluster",
      title: words.column("cluster"),
      render: (group) => (
        <span className="tier-name">
          <span className="legend-mark" style={{ background: groupColour(rank(group)) }} aria-hidden="true" />
          {t("groups.cluster", { number: group.name })}
        </span>
      ),
    },
    {
      key: "heads",
      title: t("advice.customers"),
      numeric: true,
      render: (group) => `${figures.count(group.customers)} (${figures.share(group.share)})`,
    },
    {
      key: "money",
      title: t("advice.monetary"),
      numeric: true,
      render: (group) => `${figures.money(group.monetary)} (${figures.share(group.monetary_share)})`,
    },
    {
      key: "average",
      title: t("advice.average"),
      numeric: true,
      render: (group) => figures.money(group.average),
    },
    ...clusters.metrics
      // The mean amount is the average per customer already.
      .map((one, index) => ({ ...one, index }))
      .filter((one) => one.metric !== "monetary")
      .map(({ metric, kind, index }) => ({
        key: metric,
        title: t("clusters.mean", { metric: words.metric(metric) }),
        numeric: true,
        render: (group: Group) => figures.value(clusters.means[rank(group)]?.[index] ?? null, kind),
      })),
  ];
  return (
    <DataTable
      title={t("clusters.values")}
      rows={groups}
      rowKey={(group) => group.name}
      columns={columns}
      cards
    />
  );
}

function Silhouette({ clusters }: { clusters: Clusters }) {
  const { t } = useReading();
  const points = useMemo(
    () => clusters.silhouettes.map(([k, value]) => [k, approximate(value)] as const),
    [clusters],
  );
  const option = useCallback(
    (frame: Frame) =>
      silhouette(
        points,
        clusters.centres.length,
        { x: t("clusters.number"), y: t("clusters.silhouette") },
        frame,
      ),
    [points, clusters, t],
  );
  return (
    <>
      <h3>{t("clusters.choice", { k: clusters.centres.length })}</h3>
      <ChartFigure
        chart={<Chart option={option} height={240} label={t("clusters.silhouette")} />}
        table={
          <DataTable
            title={t("clusters.silhouette")}
            rows={clusters.silhouettes}
            rowKey={([k]) => String(k)}
            narrow
            columns={[
              { key: "k", title: t("clusters.number"), render: ([k]) => k },
              { key: "value", title: t("clusters.silhouette"), numeric: true, render: ([, value]) => value },
            ]}
          />
        }
      />
    </>
  );
}

function rounded(text: string): string {
  return Number(text).toFixed(2);
}
