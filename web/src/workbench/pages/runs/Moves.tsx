import { DataTable } from "../../../tables/DataTable";
import type { Comparison } from "../../api/shapes";
import { Nothing } from "../../states/Nothing";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { type Sides, usePlaceTitle } from "./Matrix";
import { movesOf } from "./places";

/** The same as a list: each way that customers went, the most used first. */
export function Moves({ found, sides }: { found: Comparison; sides: Sides }) {
  const { t } = useWords("runs");
  const figures = useFigures();
  const title = usePlaceTitle();
  const moves = movesOf(found.cells);
  if (moves.length === 0) return <Nothing title={t("moves.none")} />;
  return (
    <DataTable
      cards
      title={t("moves.title")}
      rows={moves}
      rowKey={({ before, after }) => `${before}\n${after}`}
      columns={[
        {
          key: "before",
          title: t("moves.before"),
          render: ({ before }) => title(sides.before, before),
          sort: ({ before }) => before ?? "",
        },
        {
          key: "after",
          title: t("moves.after"),
          render: ({ after }) => title(sides.after, after),
          sort: ({ after }) => after ?? "",
        },
        {
          key: "customers",
          title: t("moves.customers"),
          numeric: true,
          render: ({ customers }) => figures.count(customers),
          sort: ({ customers }) => customers,
        },
        {
          key: "monetary",
          title: t("moves.monetary"),
          numeric: true,
          render: ({ monetary }) => figures.money(monetary),
          sort: ({ monetary }) => Number(monetary ?? 0),
        },
      ]}
    />
  );
}
