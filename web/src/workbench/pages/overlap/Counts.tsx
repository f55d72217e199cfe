import { Select } from "antd";
import { useCallback, useState } from "react";
import { Chart } from "../../../charts/Chart";
import { type HeatData, heatmap, heatmapHeight } from "../../../charts/heatmap";
import type { Frame } from "../../../charts/theme";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import type { Comparison } from "../../api/schema";
import { Nothing } from "../../states/Nothing";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

type Count = Comparison["cells"][number]["customers"];

/** What comparisons told: counts by pair of tiers, the small ones hidden. */
export function Counts({ all }: { all: Comparison[] }) {
  const { t, dates } = useWords("overlap");
  const [wanted, setWanted] = useState<string | null>(null);
  const shown = all.find(({ id }) => id === wanted) ?? all[0];
  if (!shown) return <Nothing title={t("counts.none")} text={t("counts.none_hint")} />;
  const label = (one: Comparison) => t("counts.kept", { key: one.key, at: dates.moment(one.at), by: one.by });
  return (
    <>
      {all.length > 1 ? (
        <Select
          className="evidence-kept"
          aria-label={t("counts.shown")}
          value={shown.id}
          options={all.map((one) => ({ value: one.id, label: label(one) }))}
          popupMatchSelectWidth={false}
          onChange={setWanted}
        />
      ) : null}
      <Shown told={shown} />
    </>
  );
}

function Shown({ told }: { told: Comparison }) {
  const { t } = useWords("overlap");
  const figures = useFigures();
  const data = useHeat(told);
  const option = useCallback((frame: Frame) => heatmap(data, frame), [data]);
  const lead =
    told.total === null
      ? t("counts.total_hidden", { least: figures.count(told.least) })
      : t("counts.total", { total: figures.count(told.total) });
  return (
    <Section id="counts" title={t("counts.title")} lead={lead}>
      <ChartFigure
        chart={<Chart option={option} height={heatmapHeight(told.mine.length)} label={t("counts.title")} />}
        table={<Table told={told} />}
      />
      <p className="quiet">{t("counts.legend")}</p>
    </Section>
  );
}

/** How a count is written: a number, fewer than five, or hidden so that the small ones cannot be worked out. */
function useShown(): (count: Count) => string {
  const figures = useFigures();
  return (count) => (typeof count === "number" ? figures.count(count) : count === "hidden" ? "–" : count);
}

function useHeat(told: Comparison): HeatData {
  const { t } = useWords("overlap");
  const figures = useFigures();
  const shown = useShown();
  const most = Math.max(
    0,
    ...told.cells.map(({ customers }) => (typeof customers === "number" ? customers : 0)),
  );
  return {
    rows: told.mine,
    columns: told.theirs,
    rowTitle: t("counts.mine"),
    columnTitle: t("counts.theirs"),
    cells: told.cells.map((one) => ({
      row: told.mine.indexOf(one.mine),
      column: told.theirs.indexOf(one.theirs),
      value: typeof one.customers === "number" ? one.customers : null,
      text: shown(one.customers),
      tip: {
        title: t("counts.pair", { mine: one.mine, theirs: one.theirs }),
        rows: [[t("counts.customers"), shown(one.customers)]],
      },
    })),
    low: "0",
    high: figures.count(most),
  };
}

function Table({ told }: { told: Comparison }) {
  const { t } = useWords("overlap");
  const shown = useShown();
  const count = (mine: string, theirs: string) =>
    told.cells.find((one) => one.mine === mine && one.theirs === theirs)?.customers ?? 0;
  return (
    <DataTable
      narrow
      title={t("counts.title")}
      rows={told.mine}
      rowKey={(name) => name}
      columns={[
        { key: "mine", title: t("counts.corner"), render: (name) => name },
        ...told.theirs.map((name) => ({
          key: name,
          title: name,
          numeric: true,
          render: (mine: string) => shown(count(mine, name)),
        })),
      ]}
    />
  );
}
