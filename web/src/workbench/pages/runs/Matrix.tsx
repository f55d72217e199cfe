import { useState } from "react";
import { useTranslation } from "react-i18next";
import { approximate } from "../../../numbers/decimal";
import { placed } from "../../../report/measures";
import { HeatTable } from "../../../tables/HeatTable";
import { Choice } from "../../../ui/Choice";
import type { Comparison, CustomerColumn, MovedCell } from "../../api/shapes";
import { valueTitle } from "../../ui/cells";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { type PlaceName, placesOf } from "./places";

export interface Sides {
  before: CustomerColumn | undefined;
  after: CustomerColumn | undefined;
}

/** Return how a place of one side is called. */
export function usePlaceTitle(): (column: CustomerColumn | undefined, place: PlaceName) => string {
  const { t, lang } = useWords("runs");
  return (column, place) =>
    place === null
      ? t("place.not_rated")
      : place === ""
        ? t("place.no_group")
        : valueTitle(column, place, lang);
}

type Measure = "customers" | "monetary";

/** Old places down, new ones across: who is on the diagonal stayed. */
export function Matrix({ found, sides }: { found: Comparison; sides: Sides }) {
  const { t } = useWords("runs");
  const { t: report } = useTranslation("report");
  const figures = useFigures();
  const title = usePlaceTitle();
  const [measure, setMeasure] = useState<Measure>("customers");
  const [rows, columns] = [
    placesOf(found.cells, "before", sides.before),
    placesOf(found.cells, "after", sides.after),
  ];
  const cells = new Map(found.cells.map((cell) => [`${cell.before}\n${cell.after}`, cell]));
  const of = (cell: MovedCell | undefined) =>
    !cell || cell.customers === 0
      ? null
      : measure === "customers"
        ? cell.customers
        : approximate(cell.monetary);
  const all = rows.flatMap((before) => columns.map((after) => cells.get(`${before}\n${after}`)));
  const places = placed(all.map(of));
  const money = found.cells.some(({ monetary }) => monetary !== null);
  return (
    <>
      {money ? (
        <Choice
          label={report("grid.measure")}
          value={measure}
          options={[
            ["customers", report("grid.customers")],
            ["monetary", report("grid.monetary")],
          ]}
          onChange={setMeasure}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable with the keyboard */}
      <section className="scroll matrix" tabIndex={0} aria-label={t("matrix.title")}>
        <HeatTable
          wide
          title={t("matrix.title")}
          corner={t("matrix.corner")}
          rows={rows.map((place) => ({ key: String(place), label: title(sides.before, place) }))}
          columns={columns.map((place) => ({ key: String(place), label: title(sides.after, place) }))}
          cell={(row, column) => {
            const cell = all[row * columns.length + column];
            const nobody = !cell || cell.customers === 0;
            const [before, after] = [rows[row] ?? null, columns[column] ?? null];
            const text = nobody
              ? "–"
              : measure === "customers"
                ? figures.count(cell.customers)
                : figures.tightMoney(cell.monetary);
            const tip = `${title(sides.before, before)} → ${title(sides.after, after)}`;
            const heads = figures.count(cell?.customers ?? 0);
            const sum = cell?.monetary ? ` · ${figures.money(cell.monetary)}` : "";
            return {
              place: places[row * columns.length + column] ?? null,
              text,
              tip: `${tip}\n${heads}${sum}`,
            };
          }}
        />
      </section>
    </>
  );
}
