import { useState } from "react";
import type { Axis, Ladder, Rung } from "../../data/report";
import { DataTable } from "../../tables/DataTable";
import { Choice } from "../../ui/Choice";
import { Section } from "../../ui/Section";
import { type Reading, useReading } from "../context";
import { type MeasureName, measured, placed } from "../measures";
import { type LadderMove, LadderPicture } from "../pictures/LadderPicture";
import { levelSpans } from "../valueWords";

const MEASURES: readonly MeasureName[] = ["customers", "share", "average_order", "monetary"];

export function LadderSection() {
  const reading = useReading();
  const { report, t, figures, words, open } = reading;
  const [measure, setMeasure] = useState<MeasureName>("customers");
  const [moving, setMoving] = useState<"shown" | "hidden">("shown");
  const { ladder } = report;
  if (!ladder) return null;
  const values = ladder.cells.map((cell) => measured(cell, measure, figures));
  const places = placed(values.map(({ value }) => value));
  const spans = spansOf(ladder, reading);
  // The best corner is at the top right: columns run from the worst to the best.
  const columns = [...ladder.column.levels].reverse();
  const cells = ladder.cells.map((cell, index) => ({
    number: cell.number,
    row: ladder.row.levels.indexOf(cell.row),
    column: columns.indexOf(cell.column),
    place: places[index] ?? null,
    figure: values[index]?.text ?? "",
    told: told(cell, spans, reading),
    to: cell.to,
  }));
  const moves = movesOf(ladder, reading);
  return (
    <Section
      id="ladder"
      title={t("ladder.title", {
        rows: words.metric(ladder.row.metric),
        columns: words.metric(ladder.column.metric),
      })}
      lead={t("ladder.lead", { last: ladder.cells.length })}
      aside={
        <Choice
          label={t("grid.measure")}
          value={measure}
          options={MEASURES.map((name) => [name, t(`ladder.${name}`)] as const)}
          onChange={setMeasure}
        />
      }
    >
      {moves.length > 0 ? (
        <p className="ladder-moving">
          <span>{t("ladder.moves")}</span>{" "}
          <Choice
            label={t("ladder.moves")}
            value={moving}
            options={[
              ["shown", t("ladder.shown")],
              ["hidden", t("ladder.hidden")],
            ]}
            onChange={setMoving}
          />
        </p>
      ) : null}
      <LadderPicture
        rows={ladder.row.levels.map((level) => spans.row.get(level) ?? String(level))}
        columns={columns.map((level) => spans.column.get(level) ?? String(level))}
        rowTitle={words.metric(ladder.row.metric)}
        columnTitle={words.metric(ladder.column.metric)}
        cells={cells}
        moves={moving === "shown" ? moves : []}
        label={t("ladder.chart", { measure: t(`ladder.${measure}`) })}
        onOpen={open ? (number) => open([["cell", number]]) : undefined}
      />
      <CellTable ladder={ladder} spans={spans} />
    </Section>
  );
}

interface Spans {
  row: ReturnType<typeof levelSpans>;
  column: ReturnType<typeof levelSpans>;
}

function spansOf(ladder: Ladder, { figures }: Reading): Spans {
  const of = (axis: Axis) => levelSpans(axis, (value) => figures.shortValue(value, axis.kind));
  return { row: of(ladder.row), column: of(ladder.column) };
}

function told(cell: Rung, spans: Spans, { report, t, figures, words }: Reading): string {
  const { row, column } = report.ladder as Ladder;
  const lines = [
    t("ladder.cell", { number: cell.number }),
    `${words.metric(row.metric)} ${spans.row.get(cell.row) ?? cell.row}`,
    `${words.metric(column.metric)} ${spans.column.get(cell.column) ?? cell.column}`,
    `${t("ladder.customers")} ${figures.count(cell.customers)} (${figures.share(cell.share)})`,
    `${t("ladder.average_order")} ${figures.money(cell.average_order)}`,
    `${t("ladder.monetary")} ${figures.money(cell.monetary)}`,
  ];
  if (cell.to !== null && cell.to !== cell.number) lines.push(t("ladder.leads", { to: cell.to }));
  return lines.join("\n");
}

/** Cells of one row that lead to the same cell are one way; who stays where they are has none. */
function movesOf(ladder: Ladder, { t, figures }: Reading): LadderMove[] {
  const found = new Map<string, { from: Rung[]; to: number }>();
  for (const cell of ladder.cells) {
    if (cell.to === null || cell.to === cell.number) continue;
    const key = `${cell.row} ${cell.to}`;
    const way = found.get(key) ?? { from: [], to: cell.to };
    way.from.push(cell);
    found.set(key, way);
  }
  return [...found.values()].map(({ from, to }) => {
    const customers = figures.count(from.reduce((sum, cell) => sum + cell.customers, 0));
    return {
      from: from.map((cell) => cell.number),
      to,
      text: t("ladder.way", { to, customers }),
      short: customers,
    };
  });
}

function CellTable({ ladder, spans }: { ladder: Ladder; spans: Spans }) {
  const { t, figures, words } = useReading();
  const money = (key: "average_order" | "monetary" | "average") => ({
    key,
    title: t(`ladder.${key}`),
    numeric: true,
    sort: (cell: Rung) => Number(cell[key] ?? Number.NEGATIVE_INFINITY),
    render: (cell: Rung) => figures.money(cell[key]),
  });
  return (
    <>
      <h3>{t("ladder.table")}</h3>
      <DataTable
        title={t("ladder.table")}
        rows={ladder.cells}
        rowKey={(cell) => String(cell.number)}
        columns={[
          {
            key: "cell",
            title: t("ladder.number"),
            sort: (cell) => cell.number,
            render: (cell) => cell.number,
          },
          {
            key: "row",
            title: words.metric(ladder.row.metric),
            render: (cell) => spans.row.get(cell.row) ?? cell.row,
          },
          {
            key: "column",
            title: words.metric(ladder.column.metric),
            render: (cell) => spans.column.get(cell.column) ?? cell.column,
          },
          {
            key: "heads",
            title: t("ladder.customers"),
            numeric: true,
            sort: (cell) => cell.customers,
            render: (cell) => figures.count(cell.customers),
          },
          {
            key: "share",
            title: t("ladder.share"),
            numeric: true,
            render: (cell) => figures.share(cell.share),
          },
          money("average_order"),
          money("monetary"),
          {
            key: "to",
            title: t("ladder.moves"),
            render: (cell) =>
              cell.to === null || cell.to === cell.number ? (
                t("ladder.stays")
              ) : (
                <span className="nowrap">
                  {t("ladder.would_move", { to: cell.to, customers: figures.count(cell.customers) })}
                </span>
              ),
          },
        ]}
      />
    </>
  );
}
