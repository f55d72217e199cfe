import { useState } from "react";
import type { Corner, Group, Octants } from "../../data/report";
import { groupLabel, levelName, pick, shortMetric } from "../../i18n/words";
import { DataTable } from "../../tables/DataTable";
import { Choice } from "../../ui/Choice";
import { Section } from "../../ui/Section";
import { type Reading, useReading } from "../context";
import { type MeasureName, measured, placed } from "../measures";
import { Opener } from "../Opener";
import { type CubeCell, CubePicture } from "../pictures/CubePicture";

const MEASURES: readonly MeasureName[] = ["customers", "share", "monetary", "average"];

export function OctantsSection() {
  const reading = useReading();
  const { report, t } = reading;
  const [measure, setMeasure] = useState<MeasureName>("share");
  const [chosen, setChosen] = useState<string | null>(null);
  const { octants } = report;
  if (!octants) return null;
  const cells = cubeCells(octants, measure, reading);
  const axes = octants.axes.map((axis) => {
    const letter = shortMetric(t, axis.metric);
    return {
      name: reading.words.metric(axis.metric),
      short: letter,
      low: levelName(0, letter, t, true),
      high: levelName(1, letter, t, true),
    };
  });
  return (
    <Section
      id="octants"
      title={t("octants.title")}
      lead={t("octants.lead", { axes: axes.map((axis) => axis.name).join(" × ") })}
      aside={
        <Choice
          label={t("grid.measure")}
          value={measure}
          options={MEASURES.map((name) => [name, t(`grid.${name}`)] as const)}
          onChange={setMeasure}
        />
      }
    >
      <CubePicture
        cells={cells}
        axes={axes}
        label={t("octants.chart", { measure: t(`grid.${measure}`) })}
        chosen={chosen}
        onChoose={(number) => setChosen(number === chosen ? null : number)}
      />
      <p className="octant-told" aria-live="polite">
        {cells
          .filter((cell) => cell.number === chosen)
          .map((cell) => cell.told)
          .join(" ") || t("octants.choose")}
      </p>
      <OpenChosen octants={octants} cells={cells} chosen={chosen} />
      <Centres octants={octants} />
      <Cards octants={octants} chosen={chosen} />
    </Section>
  );
}

/** The way from a chosen cube to its customers. */
function OpenChosen({
  octants,
  cells,
  chosen,
}: {
  octants: Octants;
  cells: CubeCell[];
  chosen: string | null;
}) {
  const { open, t } = useReading();
  const corner = octants.corners[cells.findIndex(({ number }) => number === chosen)];
  if (!open || !corner) return null;
  const choice = octants.axes.map(({ score }, index) => [score, corner.corner[index] ?? 0] as const);
  return (
    <p className="octant-open">
      <button type="button" className="button" onClick={() => open(choice)}>
        {t("customers.open")}
      </button>
    </p>
  );
}

function cubeCells(octants: Octants, measure: MeasureName, reading: Reading): CubeCell[] {
  const { figures, report, lang, t } = reading;
  const values = octants.corners.map((corner) => measured(corner, measure, figures));
  const places = placed(values.map(({ value }) => value));
  return octants.corners.map((corner, index) => {
    const rank = report.groups.findIndex((group) => group.name === corner.group);
    const group = report.groups[rank];
    const number = rank < 0 ? corner.corner.map((side) => (side ? "+" : "−")).join("") : String(rank + 1);
    const name = group ? groupLabel(group, lang) : sides(corner, octants, reading);
    return {
      corner: corner.corner,
      place: places[index] ?? null,
      number,
      name,
      figure: values[index]?.text ?? "",
      told: t("octants.told", {
        name: group ? `${number} ${name}` : name,
        sides: sides(corner, octants, reading),
        customers: figures.count(corner.customers),
        share: figures.share(corner.share),
        money: figures.money(corner.monetary),
        money_share: figures.share(corner.monetary_share),
        average: figures.money(corner.average),
      }),
    };
  });
}

/** The corner in words: "R high, F low, M high". */
function sides(corner: Corner, octants: Octants, { t }: Reading): string {
  return corner.corner
    .map((side, index) => levelName(side, shortMetric(t, octants.axes[index]?.metric ?? ""), t, true))
    .join(t("comma"));
}

/** What high and low are compared with: the centre of each axis, else the value from which it is high. */
function Centres({ octants }: { octants: Octants }) {
  const { t, words, figures } = useReading();
  const line = ({ metric, kind, best, centre, steps }: Octants["axes"][number]) => {
    const bound = steps?.[0]?.bound ?? null;
    if (centre === null && bound === null) return words.metric(metric);
    const name = centre === null ? `octants.from_${best}` : `octants.centre_${best}`;
    return t(name, {
      metric: words.metric(metric),
      centre: figures.value(short(centre ?? bound ?? ""), kind),
    });
  };
  return (
    <ul className="facts-line">
      {octants.axes.map((axis) => (
        <li key={axis.score}>{line(axis)}</li>
      ))}
    </ul>
  );
}

/** A mean can have many digits; two behind the point are enough beside a picture. */
function short(text: string): string {
  const fraction = text.split(".")[1] ?? "";
  return fraction.length > 2 ? Number(text).toFixed(2) : text;
}

function Cards({ octants, chosen }: { octants: Octants; chosen: string | null }) {
  const { report } = useReading();
  const byGroup = octants.corners.every((corner) => corner.group !== null);
  if (!byGroup) return <CornerTable octants={octants} />;
  return (
    <div className="octant-cards">
      {report.groups.map((group, index) => (
        <Card
          key={group.name}
          group={group}
          number={String(index + 1)}
          corners={octants.corners.filter((corner) => corner.group === group.name)}
          octants={octants}
          strong={String(index + 1) === chosen}
        />
      ))}
    </div>
  );
}

interface CardProps {
  group: Group;
  number: string;
  corners: Corner[];
  octants: Octants;
  strong: boolean;
}

function Card({ group, number, corners, octants, strong }: CardProps) {
  const reading = useReading();
  const { lang, t, figures, report, open } = reading;
  const rows: [string, string, string][] = [
    [t("advice.customers"), figures.count(group.customers), figures.share(group.share)],
    [t("advice.monetary"), figures.money(group.monetary), figures.share(group.monetary_share)],
    [t("advice.average"), figures.money(group.average), ""],
  ];
  return (
    <article className={`octant-card${strong ? " octant-card-chosen" : ""}`}>
      <h3>
        <span className="chip">{number}</span>{" "}
        <Opener onOpen={() => open?.([[report.result, group.name]])}>{groupLabel(group, lang)}</Opener>
      </h3>
      <p className="quiet small">{corners.map((corner) => sides(corner, octants, reading)).join(t("or"))}</p>
      <dl className="pairs">
        {rows.map(([label, figure, beside]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {figure} <span className="quiet">{beside}</span>
            </dd>
          </div>
        ))}
      </dl>
      {pick(group.direction, lang) ? <p className="octant-direction">{pick(group.direction, lang)}</p> : null}
    </article>
  );
}

function CornerTable({ octants }: { octants: Octants }) {
  const reading = useReading();
  const { t, figures } = reading;
  return (
    <DataTable
      title={t("octants.title")}
      rows={octants.corners}
      rowKey={(corner) => corner.corner.join("")}
      columns={[
        { key: "corner", title: "", render: (corner) => sides(corner, octants, reading) },
        {
          key: "heads",
          title: t("advice.customers"),
          numeric: true,
          render: (corner) => figures.count(corner.customers),
        },
        {
          key: "share",
          title: t("advice.share"),
          numeric: true,
          render: (corner) => figures.share(corner.share),
        },
        {
          key: "money",
          title: t("advice.monetary"),
          numeric: true,
          render: (corner) => figures.money(corner.monetary),
        },
        {
          key: "average",
          title: t("advice.average"),
          numeric: true,
          render: (corner) => figures.money(corner.average),
        },
      ]}
    />
  );
}
