import { useState } from "react";
import type { Cell } from "../../data/report";
import { HeatTable } from "../../tables/HeatTable";
import { Choice } from "../../ui/Choice";
import { Section } from "../../ui/Section";
import { useReading } from "../context";
import { type MeasureName, measured, placed } from "../measures";
import { groupsOf, nameOf } from "../results";

const MEASURES: readonly MeasureName[] = ["customers", "share", "monetary", "average"];

/** How two lists of groups meet, such as life-cycle stage and spender class. */
export function CrossedSection() {
  const { report, lang, t, figures, words } = useReading();
  const [measure, setMeasure] = useState<MeasureName>("customers");
  const { crossed } = report;
  if (!crossed) return null;
  const rows = groupsOf(report, crossed.row);
  const columns = groupsOf(report, crossed.column);
  const known = new Map(crossed.cells.map((cell) => [`${cell.row}\n${cell.column}`, cell]));
  const all = rows.flatMap((row) =>
    columns.map((column) => {
      const empty: Cell = { row: row.name, column: column.name, customers: 0, monetary: "0", average: null };
      const cell = known.get(`${row.name}\n${column.name}`) ?? empty;
      const share = report.customers.rated > 0 ? cell.customers / report.customers.rated : null;
      return { ...cell, share };
    }),
  );
  const values = all.map((cell) => measured(cell, measure, figures));
  const places = placed(values.map(({ value }) => value));
  const title = t("grid.title_other", {
    row: words.column(crossed.row),
    column: words.column(crossed.column),
  });
  const cell = (row: number, column: number) => {
    const at = row * columns.length + column;
    const one = all[at];
    const [down, across] = [rows[row], columns[column]];
    const tip =
      one && down && across
        ? [
            `${nameOf(down, crossed.row, lang, t)} · ${nameOf(across, crossed.column, lang, t)}`,
            `${t("grid.customers")} ${figures.count(one.customers)} (${figures.share(one.share)})`,
            `${t("grid.monetary")} ${figures.money(one.monetary)}`,
            `${t("grid.average")} ${figures.money(one.average)}`,
          ].join("\n")
        : "";
    return { place: places[at] ?? null, text: values[at]?.text ?? "", tip };
  };
  return (
    <Section
      id="crossed"
      title={title}
      lead={t("crossed.lead")}
      aside={
        <Choice
          label={t("grid.measure")}
          value={measure}
          options={MEASURES.map((name) => [name, t(`grid.${name}`)] as const)}
          onChange={setMeasure}
        />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable with the keyboard */}
      <section className="scroll" tabIndex={0} aria-label={t("control.scrolls", { title })}>
        <HeatTable
          title={title}
          corner=""
          rows={rows.map((group) => ({ key: group.name, label: nameOf(group, crossed.row, lang, t) }))}
          columns={columns.map((group) => ({
            key: group.name,
            label: nameOf(group, crossed.column, lang, t),
          }))}
          cell={cell}
          wide
        />
      </section>
    </Section>
  );
}
