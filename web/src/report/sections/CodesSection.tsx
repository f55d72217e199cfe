import { useState } from "react";
import { groupColour } from "../../charts/palette";
import type { Axis, Code, Codes, Level } from "../../data/report";
import { groupLabel, levelName, shortMetric } from "../../i18n/words";
import { DataTable } from "../../tables/DataTable";
import { HeatTable } from "../../tables/HeatTable";
import { Choice } from "../../ui/Choice";
import { Section } from "../../ui/Section";
import { type Reading, useReading } from "../context";
import { type MeasureName, measured, placed } from "../measures";
import { groupsOf } from "../results";
import { levelSpans } from "../valueWords";

type Shown = MeasureName | "group";
const MEASURES: readonly MeasureName[] = ["customers", "share", "monetary", "average"];

export function CodesSection() {
  const { report, t, words } = useReading();
  const { codes } = report;
  const [shown, setShown] = useState<Shown>(codes?.result ? "group" : "customers");
  if (!codes) return null;
  const options: [Shown, string][] = [
    ...(codes.result ? [["group", words.column(codes.result)] as [Shown, string]] : []),
    ...MEASURES.map((name) => [name, t(`grid.${name}`)] as [Shown, string]),
  ];
  const axes = codes.digits.filter((digit): digit is Axis => "levels" in digit);
  const drawn = axes.length === codes.digits.length && axes.length >= 2 && axes.length <= 3;
  return (
    <Section
      id="codes"
      title={t("codes.title")}
      lead={t(codes.best === "highest" ? "codes.lead" : "codes.lead_lowest", {
        digits: codes.digits.map((digit) => words.column(digit.score)).join(t("comma")),
      })}
      aside={
        drawn ? (
          <Choice label={t("grid.measure")} value={shown} options={options} onChange={setShown} />
        ) : undefined
      }
    >
      {drawn ? <Maps codes={codes} axes={axes} shown={shown} /> : null}
      {drawn && shown === "group" ? <Legend codes={codes} /> : null}
      <CodeTable codes={codes} />
    </Section>
  );
}

function Maps({ codes, axes, shown }: { codes: Codes; axes: Axis[]; shown: Shown }) {
  const reading = useReading();
  const { report, t, figures, words } = reading;
  const [rows, columns, facets] = axes;
  const values = codes.rows.map((row) => measured(row, shown === "group" ? "customers" : shown, figures));
  const places = placed(values.map(({ value }) => value));
  const index = new Map(codes.rows.map((row, at) => [(row.scores ?? []).join(" "), at]));
  const groups = codes.result ? groupsOf(report, codes.result) : [];
  if (!rows || !columns) return null;
  // The best corner is at the top right.
  const across = [...columns.levels].reverse();
  const down = [...rows.levels];
  const cell = (facet: Level | null) => (row: number, column: number) => {
    const scores = [down[row], across[column], ...(facet === null ? [] : [facet])];
    const at = index.get(scores.join(" "));
    const code = at === undefined ? undefined : codes.rows[at];
    if (at === undefined || !code) return { place: null, text: "–", tip: "" };
    const rank = groups.findIndex((group) => group.name === code.group);
    const tip = toldCode(code, reading);
    if (shown === "group") {
      return {
        place: null,
        colour: rank < 0 ? undefined : groupColour(rank),
        faint: code.customers === 0,
        text: (
          <>
            <span className="heat-rank">{rank < 0 ? "–" : rank + 1}</span> {figures.count(code.customers)}
          </>
        ),
        tip,
      };
    }
    return { place: places[at] ?? null, text: values[at]?.text ?? "", tip };
  };
  const axis = (one: Axis, levels: readonly Level[]) => {
    const letter = shortMetric(t, one.metric);
    return levels.map((level) => ({ key: String(level), label: levelName(level, letter, t, one.split) }));
  };
  const [rowName, columnName] = [words.metric(rows.metric), words.metric(columns.metric)];
  return (
    <div
      className={`facets${facets ? "" : " facets-one"}${facets?.levels.length === 4 ? " facets-two" : ""}`}
    >
      {(facets ? facets.levels : [null]).map((facet) => (
        <figure key={String(facet)} className="facet">
          {facets && facet !== null ? <FacetTitle axis={facets} level={facet} /> : null}
          <HeatTable
            title={t("grid.title_other", { row: rowName, column: columnName })}
            corner=""
            rows={axis(rows, down)}
            columns={axis(columns, across)}
            cell={cell(facet)}
          />
        </figure>
      ))}
      <p className="quiet small facets-axes">{t("codes.axes", { rows: rowName, columns: columnName })}</p>
    </div>
  );
}

function FacetTitle({ axis, level }: { axis: Axis; level: Level }) {
  const { t, figures, words } = useReading();
  const span = levelSpans(axis, (value) => figures.shortValue(value, axis.kind)).get(level);
  return (
    <figcaption>
      <strong>{levelName(level, shortMetric(t, axis.metric), t, axis.split)}</strong>{" "}
      <span className="quiet">
        {words.metric(axis.metric)} {span ?? ""}
      </span>
    </figcaption>
  );
}

function Legend({ codes }: { codes: Codes }) {
  const { report, lang, figures } = useReading();
  const groups = codes.result ? groupsOf(report, codes.result) : [];
  return (
    <ul className="legend">
      {groups.map((group, rank) => (
        <li key={group.name}>
          <span className="legend-mark" style={{ background: groupColour(rank) }} aria-hidden="true" />
          <span className="legend-rank">{rank + 1}</span> {groupLabel(group, lang)}{" "}
          <span className="quiet">{figures.share(group.share)}</span>
        </li>
      ))}
    </ul>
  );
}

function toldCode(code: Code, { report, t, lang, figures }: Reading): string {
  const groups = report.codes?.result ? groupsOf(report, report.codes.result) : [];
  const group = groups.find((one) => one.name === code.group);
  return [
    `${code.code}${group ? ` · ${groupLabel(group, lang)}` : ""}`,
    `${t("grid.customers")} ${figures.count(code.customers)} (${figures.share(code.share)})`,
    `${t("grid.monetary")} ${figures.money(code.monetary)}`,
    `${t("grid.average")} ${figures.money(code.average)}`,
  ].join("\n");
}

function CodeTable({ codes }: { codes: Codes }) {
  const { report, lang, t, words, figures } = useReading();
  const groups = codes.result ? groupsOf(report, codes.result) : [];
  const label = (name: string | null) => {
    const group = groups.find((one) => one.name === name);
    return group ? groupLabel(group, lang) : "–";
  };
  const rows = codes.rows.filter((row) => row.customers > 0);
  return (
    <>
      <h3>{t("codes.table", { count: figures.count(rows.length) })}</h3>
      <DataTable
        title={t("codes.title")}
        rows={rows}
        rowKey={(row) => row.code}
        columns={[
          {
            key: "code",
            title: words.column("code"),
            sort: (row) => row.code,
            render: (row) => <code>{row.code}</code>,
          },
          ...(codes.result
            ? [
                {
                  key: "group",
                  title: words.column(codes.result),
                  sort: (row: Code) => groups.findIndex((group) => group.name === row.group),
                  render: (row: Code) => label(row.group),
                },
              ]
            : []),
          {
            key: "heads",
            title: t("advice.customers"),
            numeric: true,
            sort: (row) => row.customers,
            render: (row) => figures.count(row.customers),
          },
          {
            key: "share",
            title: t("advice.share"),
            numeric: true,
            sort: (row) => row.customers,
            render: (row) => figures.share(row.share),
          },
          {
            key: "money",
            title: t("advice.monetary"),
            numeric: true,
            sort: (row) => Number(row.monetary),
            render: (row) => figures.money(row.monetary),
          },
          {
            key: "part",
            title: t("advice.monetary_share"),
            numeric: true,
            sort: (row) => Number(row.monetary),
            render: (row) => figures.share(row.monetary_share),
          },
          {
            key: "average",
            title: t("advice.average"),
            numeric: true,
            sort: (row) => Number(row.average ?? Number.NEGATIVE_INFINITY),
            render: (row) => figures.money(row.average),
          },
        ]}
      />
    </>
  );
}
