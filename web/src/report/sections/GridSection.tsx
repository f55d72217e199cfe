import { useMemo, useState } from "react";
import { Chart } from "../../charts/Chart";
import { type HeatData, heatmap, heatmapHeight } from "../../charts/heatmap";
import type { Frame } from "../../charts/theme";
import type { Tip } from "../../charts/tooltip";
import type { Axis, Level } from "../../data/report";
import { levelName, shortMetric } from "../../i18n/words";
import { DataTable } from "../../tables/DataTable";
import { ChartFigure } from "../../ui/ChartFigure";
import { Choice } from "../../ui/Choice";
import { Section } from "../../ui/Section";
import { useReading } from "../context";
import { heatCells, type Measure, scaleEnds } from "../heatCells";
import { Opener } from "../Opener";

const MEASURES: readonly Measure[] = ["customers", "share", "monetary", "average"];

export function GridSection() {
  const { report, t, words } = useReading();
  const [measure, setMeasure] = useState<Measure>("customers");
  const { grid } = report;
  if (!grid) return null;
  const usual = grid.row.metric === "recency_days" && grid.column.metric === "frequency";
  const title = usual
    ? t("grid.title")
    : t("grid.title_other", { row: words.metric(grid.row.metric), column: words.metric(grid.column.metric) });
  const cornered = descends(grid.row) && !descends(grid.column);
  return (
    <Section
      id="grid"
      title={title}
      lead={t(cornered ? "grid.lead" : "grid.lead_plain")}
      aside={
        <Choice
          label={t("grid.measure")}
          value={measure}
          options={MEASURES.map((name) => [name, t(`grid.${name}`)] as const)}
          onChange={setMeasure}
        />
      }
    >
      <Grid measure={measure} title={title} />
    </Section>
  );
}

function Grid({ measure, title }: { measure: Measure; title: string }) {
  const { t, open } = useReading();
  const data = useHeat(measure);
  const option = useMemo(() => (frame: Frame) => heatmap(data, frame), [data]);
  const openCell = useOpenCell(data.cells);
  const label = t("grid.chart", {
    measure: t(`grid.${measure}`),
    row: data.rowTitle,
    column: data.columnTitle,
  });
  return (
    <ChartFigure
      chart={
        <Chart
          option={option}
          height={heatmapHeight(data.rows.length)}
          label={label}
          onPick={open ? openCell : undefined}
        />
      }
      table={
        <DataTable
          title={title}
          rows={data.cells.map((cell, index) => ({ ...cell.tip, index }))}
          rowKey={(tip) => tip.title}
          columns={[
            {
              key: "cell",
              title: title,
              render: (tip) => <Opener onOpen={() => openCell(tip.index)}>{tip.title}</Opener>,
            },
            ...MEASURES.map((name, index) => ({
              key: name,
              title: t(`grid.${name}`),
              numeric: true,
              render: (tip: { rows: Tip["rows"] }) => tip.rows[index]?.[1] ?? "",
            })),
          ]}
        />
      }
    />
  );
}

/** What the heat map shows for a measure. */
function useHeat(measure: Measure): HeatData {
  const { report, t, words, figures } = useReading();
  const { grid } = report;
  return useMemo(() => {
    const axis = (given: Axis | undefined) => {
      const letter = shortMetric(t, given?.metric ?? "");
      return (level: Level) => levelName(level, letter, t, given?.split);
    };
    const [rowName, columnName] = [axis(grid?.row), axis(grid?.column)];
    const cells = grid
      ? heatCells(grid, measure, figures, {
          name: (row, column) => t("grid.cell", { row: rowName(row), column: columnName(column) }),
          label: (name) => t(`grid.${name}`),
        })
      : [];
    const zero =
      measure === "customers"
        ? figures.count(0)
        : measure === "share"
          ? figures.share(0)
          : figures.tightMoney("0");
    return {
      rows: grid?.row.levels.map(rowName) ?? [],
      columns: grid?.column.levels.map(columnName) ?? [],
      rowTitle: words.metric(grid?.row.metric ?? ""),
      columnTitle: words.metric(grid?.column.metric ?? ""),
      cells,
      ...scaleEnds(cells, zero),
    };
  }, [grid, measure, figures, t, words]);
}

/** Return what shows the customers of a cell. */
function useOpenCell(cells: HeatData["cells"]): (index: number) => void {
  const { report, open } = useReading();
  const { grid } = report;
  return (index) => {
    const cell = cells[index];
    const [row, column] = [grid?.row.levels[cell?.row ?? -1], grid?.column.levels[cell?.column ?? -1]];
    if (!grid || row === undefined || column === undefined) return;
    open?.([
      [grid.row.score, row],
      [grid.column.score, column],
    ]);
  };
}

/** Numbered levels that run from high to low; named levels have no direction to speak of. */
function descends({ levels }: Axis): boolean {
  return levels.length > 1 && Number(levels[0]) > Number(levels.at(-1));
}
