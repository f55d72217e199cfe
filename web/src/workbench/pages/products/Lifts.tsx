import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Choice } from "../../../ui/Choice";
import type { ProductLift, ProductsTold, ProductThing } from "../../api/shapes";
import { IntervalPlot, type Tone } from "../../ui/IntervalPlot";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { SIGNS, useThingName } from "./names";

const MOST = 20;
const TONES: Record<string, Tone> = { more: "good", less: "bad" };

/** The lift of everything of one family in one tier as dots; all tiers as a table. */
export function Lifts({ found }: { found: ProductsTold }) {
  const { t } = useWords("products");
  const families = [...new Set(found.things.map(({ family }) => family))];
  const [wanted, setFamily] = useState("category");
  const [place, setPlace] = useState(found.places[0]?.name ?? "");
  const family = families.includes(wanted) ? wanted : (families[0] ?? "");
  const things = found.things.filter((one) => one.family === family);
  return (
    <>
      <div className="choices">
        <Choice
          label={t("families")}
          value={family}
          options={families.map((one) => [one, t(`family.${one}`)] as const)}
          onChange={setFamily}
        />
        <Choice
          label={t("tier")}
          value={place}
          options={found.places.map(({ name }) => [name, name] as const)}
          onChange={setPlace}
        />
      </div>
      <ChartFigure
        chart={<Plot things={things.slice(0, MOST)} place={place} least={found.least} />}
        table={<LiftTable things={things} found={found} />}
      />
      {things.length > MOST ? <p className="lead">{t("in_table", { count: things.length })}</p> : null}
    </>
  );
}

interface PlotProps {
  things: readonly ProductThing[];
  place: string;
  least: number;
}

function Plot({ things, place, least }: PlotProps) {
  const { t } = useWords("products");
  const name = useThingName();
  const rows = things.flatMap((thing) => {
    const one = thing.places.find((it) => it.place === place);
    if (!one) return [];
    return [
      {
        key: thing.name,
        label: name(thing.family, thing.name),
        value: one.lift,
        low: one.interval?.[0] ?? null,
        high: one.interval?.[1] ?? null,
        text: one.seen === null ? t("few", { least }) : t("bought_by", { seen: one.seen, of: one.of }),
        tone: TONES[one.mark] ?? ("plain" as Tone),
        note: t(`mark.${one.mark}`),
      },
    ];
  });
  return <IntervalPlot label={t("lifts_of", { place })} rows={rows} />;
}

function LiftTable({ things, found }: { things: readonly ProductThing[]; found: ProductsTold }) {
  const { t } = useWords("products");
  const figures = useFigures();
  const name = useThingName();
  const of = (thing: ProductThing, place: string) => thing.places.find((it) => it.place === place);
  const told = (one: ProductLift | undefined) =>
    one?.lift === null || !one ? "·" : `${SIGNS[one.mark]}${one.lift.toFixed(2)}${mix(one)}`;
  return (
    <DataTable
      cards
      title={t("lifts")}
      rows={things}
      rowKey={({ name: one }) => one}
      columns={[
        { key: "name", title: t("column.name"), render: (thing) => name(thing.family, thing.name) },
        {
          key: "customers",
          title: t("column.customers"),
          numeric: true,
          render: ({ customers }) => figures.count(customers),
          sort: ({ customers }) => customers,
        },
        {
          key: "money",
          title: t("column.money"),
          numeric: true,
          render: ({ family, money }) => (family === "contact" ? "–" : figures.money(money)),
          sort: ({ money }) => Number(money),
        },
        ...found.places.map((place) => ({
          key: `place ${place.name}`,
          title: t("column.place", { place: place.name }),
          numeric: true,
          render: (thing: ProductThing) => told(of(thing, place.name)),
          sort: (thing: ProductThing) => of(thing, place.name)?.lift ?? 0,
        })),
      ]}
    />
  );
}

/** Beside the lift in customers: the share in what the tier pays, over everybody's. */
function mix({ mix: value }: ProductLift): string {
  return value === null ? "" : ` (${value.toFixed(2)})`;
}
