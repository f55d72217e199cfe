import { DataTable } from "../../../tables/DataTable";
import { HeatTable } from "../../../tables/HeatTable";
import type { CustomerColumn } from "../../api/shapes";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { usePlaceTitle } from "../runs/Matrix";
import type { Chance, CourseTold, Leaving as Place } from "./shapes";

/** Return how a share with its interval is written. */
export function useChance(): (chance: Chance | null) => string {
  const { t } = useWords("movement");
  const figures = useFigures();
  return (chance) =>
    chance
      ? t("chance", {
          share: figures.share(chance.share),
          low: figures.share(chance.low),
          high: figures.share(chance.high),
        })
      : "–";
}

interface LeavingProps {
  found: CourseTold;
  column: CustomerColumn | undefined;
}

/** How many of each place left, or left or fell: of a grid as a map of its cells, always as a table. */
export function Leaving({ found, column }: LeavingProps) {
  const { t } = useWords("movement");
  const title = usePlaceTitle();
  const chance = useChance();
  const figures = useFigures();
  return (
    <>
      {found.grid ? <LeavingMap found={found} column={column} /> : null}
      <DataTable
        cards
        title={t("leaving.title")}
        rows={found.leaving}
        rowKey={({ place }) => place}
        columns={[
          { key: "place", title: t("leaving.place"), render: ({ place }) => title(column, place) },
          {
            key: "customers",
            title: t("leaving.customers"),
            numeric: true,
            render: ({ customers }) => figures.count(customers),
            sort: ({ customers }) => customers,
          },
          {
            key: "left",
            title: t("leaving.left"),
            numeric: true,
            render: ({ left }) => chance(left),
            sort: ({ left }) => left?.share ?? -1,
          },
          {
            key: "left_or_fell",
            title: t("leaving.left_or_fell"),
            numeric: true,
            render: ({ left_or_fell }) => chance(left_or_fell),
            sort: ({ left_or_fell }) => left_or_fell?.share ?? -1,
          },
        ]}
      />
    </>
  );
}

/** The cells of a grid where they lie, the darker the more of their customers left or fell. */
function LeavingMap({ found, column }: LeavingProps) {
  const { t } = useWords("movement");
  const title = usePlaceTitle();
  const chance = useChance();
  const figures = useFigures();
  const [rows, columns] = found.grid ?? [0, 0];
  const places = new Map(found.leaving.map((one) => [one.place, one]));
  const most = Math.max(...found.leaving.map(({ left_or_fell }) => left_or_fell?.share ?? 0), 0) || 1;
  const named = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ key: String(index), label: String(index + 1) }));
  const told = (one: Place | undefined) => one?.left_or_fell ?? null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable with the keyboard
    <section className="scroll matrix" tabIndex={0} aria-label={t("leaving.map")}>
      <HeatTable
        title={t("leaving.map")}
        corner={t("leaving.corner")}
        rows={named(rows)}
        columns={named(columns)}
        cell={(row, at) => {
          const name = String(row * columns + at + 1);
          const risk = told(places.get(name));
          return {
            place: risk ? risk.share / most : null,
            text: risk ? figures.share(risk.share) : "–",
            tip: `${title(column, name)}\n${chance(risk)}`,
          };
        }}
      />
    </section>
  );
}
