import type { CustomerColumn, MovedCell } from "../../api/shapes";

/** A place of one side, as a row or column of the matrix; null: not rated, "": in no group. */
export type PlaceName = string | null;

/** Return the places of one side in the scheme's order; those it does not name follow, then no group, then not rated. */
export function placesOf(
  cells: readonly MovedCell[],
  side: "before" | "after",
  column: CustomerColumn | undefined,
): PlaceName[] {
  const found = new Set(cells.map((cell) => cell[side]));
  const ranks = column?.values?.map(({ name }) => name) ?? [];
  const weight = (place: PlaceName) => {
    if (place === null) return 2e9;
    if (place === "") return 1e9;
    const rank = ranks.indexOf(place);
    return rank < 0 ? 1e6 : rank;
  };
  return [...found].sort(
    (left, right) => weight(left) - weight(right) || String(left).localeCompare(String(right)),
  );
}

/** Return the moves from one place to another, the largest first; who stayed did not move. */
export function movesOf(cells: readonly MovedCell[]): MovedCell[] {
  return cells
    .filter(({ before, after, customers }) => before !== after && customers > 0)
    .toSorted((left, right) => right.customers - left.customers);
}
