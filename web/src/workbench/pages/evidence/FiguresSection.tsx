import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Figure, Pair, Validation } from "./shapes";

const LEAST_P = 0.001;
const EVEN = 0.5;

/** How far the groups differ in each figure, and which two neighbours differ least. */
export function FiguresSection({ found }: { found: Validation }) {
  const { t, lang } = useWords("validation");
  const figures = useFigures();
  const group = (name: string) => said(found.titles.groups[name], lang) || name;
  const pair = ({ first, second, chance }: Pair) =>
    t("figures.pair", { first: group(first), second: group(second), chance: figures.share(chance) });
  return (
    <Section id="figures" title={t("figures.title")} lead={t("figures.lead")}>
      <DataTable
        cards
        title={t("figures.title")}
        rows={found.figures.filter(({ eta2 }) => eta2 !== null)}
        rowKey={({ name }) => name}
        columns={[
          {
            key: "figure",
            title: t("figures.figure"),
            render: ({ name }) => said(found.titles.figures[name], lang) || name,
          },
          { key: "origin", title: t("figures.origin"), render: ({ origin }) => t(`origin.${origin}`) },
          {
            key: "eta2",
            title: t("figures.eta2"),
            numeric: true,
            render: ({ eta2 }) => eta2?.toFixed(2) ?? "–",
            sort: ({ eta2 }) => eta2 ?? -1,
          },
          { key: "p", title: t("figures.p"), numeric: true, render: ({ p }) => probability(p) },
          {
            key: "least",
            title: t("figures.least"),
            render: (one) => {
              const nearest = nearestOf(one);
              return nearest ? pair(nearest) : "–";
            },
          },
        ]}
      />
    </Section>
  );
}

/** The neighbours who differ least: of whom the one is above the other nearly as often as not. */
function nearestOf({ neighbours }: Figure): Pair | undefined {
  return neighbours.toSorted((one, other) => Math.abs(one.chance - EVEN) - Math.abs(other.chance - EVEN))[0];
}

function probability(p: number | null): string {
  if (p === null) return "–";
  return p < LEAST_P ? `< ${LEAST_P}` : p.toFixed(3);
}
