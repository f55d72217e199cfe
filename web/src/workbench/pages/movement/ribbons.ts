import type { MovedCell } from "../../api/shapes";
import type { PlaceName } from "../runs/places";

/** A block at one side of a flow: a place and how many customers it holds. */
export interface Block {
  place: PlaceName;
  customers: number;
  top: number;
  height: number;
}

/** Customers who went from one place to another: where the ribbon begins and ends, and how thick it is. */
export interface Ribbon {
  cell: MovedCell;
  from: number;
  to: number;
  thick: number;
  way: "up" | "down" | "same" | "other";
}

export interface Flowing {
  before: Block[];
  after: Block[];
  ribbons: Ribbon[];
}

const GAP = 10;
const LEAST = 2;

/** Return where each block and each ribbon lies in a picture of this height; nobody is left out and nobody twice. */
export function flowing(
  cells: readonly MovedCell[],
  orders: { before: readonly PlaceName[]; after: readonly PlaceName[] },
  height: number,
  ladder: boolean,
): Flowing {
  const there = cells.filter(({ customers }) => customers > 0);
  const total = there.reduce((sum, { customers }) => sum + customers, 0) || 1;
  const most = Math.max(orders.before.length, orders.after.length, 1);
  const scale = Math.max(0, height - GAP * (most - 1)) / total;
  const before = blocks(there, "before", orders.before, scale);
  const after = blocks(there, "after", orders.after, scale);
  const used = { before: new Map<PlaceName, number>(), after: new Map<PlaceName, number>() };
  const rank = (end: "before" | "after", place: PlaceName) => orders[end].indexOf(place);
  const ordered = there.toSorted(
    (left, right) =>
      rank("before", left.before) - rank("before", right.before) ||
      rank("after", left.after) - rank("after", right.after),
  );
  const at = (end: "before" | "after", place: PlaceName, thick: number) => {
    const block = (end === "before" ? before : after).find((one) => one.place === place);
    const start = (block?.top ?? 0) + (used[end].get(place) ?? 0);
    used[end].set(place, (used[end].get(place) ?? 0) + thick);
    return start;
  };
  const ribbons = ordered.map((cell) => {
    const thick = cell.customers * scale;
    return {
      cell,
      thick,
      from: at("before", cell.before, thick),
      to: at("after", cell.after, thick),
      way: wayOf(cell, orders, ladder),
    };
  });
  return { before, after, ribbons };
}

function blocks(
  cells: readonly MovedCell[],
  end: "before" | "after",
  order: readonly PlaceName[],
  scale: number,
): Block[] {
  let top = 0;
  return order.map((place) => {
    const customers = cells.reduce((sum, cell) => sum + (cell[end] === place ? cell.customers : 0), 0);
    const height = Math.max(customers * scale, customers > 0 ? LEAST : 0);
    const block = { place, customers, top, height };
    top += height + GAP;
    return block;
  });
}

function wayOf(
  { before, after }: MovedCell,
  orders: { before: readonly PlaceName[]; after: readonly PlaceName[] },
  ladder: boolean,
): Ribbon["way"] {
  if (before === after) return "same";
  if (before === null) return "up";
  if (after === null) return "down";
  if (!ladder) return "other";
  const ranks = [before, after].map((place) =>
    place === "" ? Number.MAX_SAFE_INTEGER : orders.before.indexOf(place),
  );
  return (ranks[1] ?? 0) < (ranks[0] ?? 0) ? "up" : "down";
}
