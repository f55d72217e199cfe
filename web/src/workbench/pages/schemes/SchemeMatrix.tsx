import { useState } from "react";
import { useTranslation } from "react-i18next";
import { approximate } from "../../../numbers/decimal";
import { placed } from "../../../report/measures";
import { HeatTable } from "../../../tables/HeatTable";
import { Choice } from "../../../ui/Choice";
import { Section } from "../../../ui/Section";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { Groups } from "./Preview";
import type { MatrixCell, SideBySide, SideOfTwo } from "./shapes";

type Measure = "customers" | "monetary";
type PlaceName = string | null;

/** How two schemes place the same customers: in words, as a matrix, and each on its own. */
export function SchemeMatrix({ found }: { found: SideBySide }) {
  const { t } = useWords("schemes");
  const figures = useFigures();
  const counts = {
    share: figures.share(found.agreeing),
    moved: figures.count(found.moved.customers),
    both: figures.count(found.both.customers),
    up: figures.count(found.up?.customers ?? 0),
    down: figures.count(found.down?.customers ?? 0),
  };
  const key = found.up ? "matrix.ordered" : found.kind === "different" ? "matrix.different" : "matrix.same";
  return (
    <>
      <Section id="matrix" title={t("matrix.title")}>
        <p className="statement">{t(key, counts)}</p>
        {found.only_a.customers + found.only_b.customers > 0 ? (
          <p className="quiet">
            {t("matrix.only", {
              a: figures.count(found.only_a.customers),
              b: figures.count(found.only_b.customers),
            })}
          </p>
        ) : null}
        <Matrix found={found} />
      </Section>
      <div className="halves">
        {[found.a, found.b].map((side, place) => (
          <Section key={place === 0 ? "a" : "b"} id={place === 0 ? "side-a" : "side-b"} title={side.title}>
            <Groups groups={side.groups} />
          </Section>
        ))}
      </div>
    </>
  );
}

function Matrix({ found }: { found: SideBySide }) {
  const { t } = useWords("schemes");
  const { t: report } = useTranslation("report");
  const figures = useFigures();
  const [measure, setMeasure] = useState<Measure>("customers");
  const rows = placesOf(found.cells, "before", found.a);
  const columns = placesOf(found.cells, "after", found.b);
  const cells = new Map(found.cells.map((cell) => [`${cell.before}\n${cell.after}`, cell]));
  const all = rows.flatMap((before) => columns.map((after) => cells.get(`${before}\n${after}`)));
  const places = placed(all.map((cell) => measured(cell, measure)));
  const title = (side: SideOfTwo, place: PlaceName) =>
    place === null
      ? t("matrix.not_rated")
      : place === ""
        ? t("matrix.no_group")
        : (side.groups.find(({ name }) => name === place)?.title ?? place);
  return (
    <>
      {found.both.monetary === null ? null : (
        <Choice
          label={report("grid.measure")}
          value={measure}
          options={[
            ["customers", report("grid.customers")],
            ["monetary", report("grid.monetary")],
          ]}
          onChange={setMeasure}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable with the keyboard */}
      <section className="scroll matrix" tabIndex={0} aria-label={t("matrix.title")}>
        <HeatTable
          wide
          title={t("matrix.title")}
          corner={t("matrix.corner")}
          rows={rows.map((place) => ({ key: String(place), label: title(found.a, place) }))}
          columns={columns.map((place) => ({ key: String(place), label: title(found.b, place) }))}
          cell={(row, column) => {
            const at = row * columns.length + column;
            const cell = all[at];
            const heads = figures.count(cell?.customers ?? 0);
            const way = `${title(found.a, rows[row] ?? null)} → ${title(found.b, columns[column] ?? null)}`;
            const money = cell?.monetary ? ` · ${figures.money(cell.monetary)}` : "";
            const text =
              measured(cell, measure) === null
                ? "–"
                : measure === "customers"
                  ? heads
                  : figures.tightMoney(cell?.monetary ?? null);
            return { place: places[at] ?? null, text, tip: `${way}\n${heads}${money}` };
          }}
        />
      </section>
    </>
  );
}

function measured(cell: MatrixCell | undefined, measure: Measure): number | null {
  if (!cell || cell.customers === 0) return null;
  return measure === "customers" ? cell.customers : approximate(cell.monetary);
}

/** Return the places of one side as its scheme orders them, those where somebody is; no group and not rated come last. */
function placesOf(cells: readonly MatrixCell[], side: "before" | "after", of: SideOfTwo): PlaceName[] {
  const there = new Set(cells.map((cell) => cell[side]));
  const named = of.groups.map(({ name }) => name).filter((name) => name !== "" && there.has(name));
  return [...named, ...(there.has("") ? [""] : []), ...(there.has(null) ? [null] : [])];
}
