import type { ReactNode } from "react";
import type { Lang } from "../../data/report";
import type { Dates } from "../../numbers/dates";
import { rounded } from "../../numbers/decimal";
import type { Formatter } from "../../numbers/format";
import type { Cell, ColumnKind, CustomerColumn } from "../api/shapes";
import { said } from "../words/said";
import { Place } from "./Place";

const NUMERIC: ReadonlySet<ColumnKind> = new Set(["money", "number", "days", "score", "share"]);

export function isNumeric({ kind }: Pick<CustomerColumn, "kind">): boolean {
  return NUMERIC.has(kind);
}

export interface CellWords {
  lang: Lang;
  dates: Dates;
  figures: Formatter;
}

/** The title of a value of a column: a tier as people call it, a bare value as it stands. */
export function valueTitle(column: CustomerColumn | undefined, value: string, lang: Lang): string {
  const found = column?.values?.find(({ name }) => name === value);
  const title = said(found?.title, lang);
  if (!title || title === value) return value;
  return value.length <= 2 && !title.startsWith(value) ? `${value} · ${title}` : title;
}

/** What is expected is an estimate, of which more digits say nothing; a file that is exported has all of them. */
const ESTIMATED_PLACES = 2;

/** Write a value of a column as text: money with its sign, days and scores grouped, dates in the reader's way. */
export function cellText(column: CustomerColumn, value: Cell | undefined, words: CellWords): string {
  if (value === null || value === undefined || value === "") return "–";
  const text = String(value);
  switch (column.kind) {
    case "money":
      return words.figures.money(text);
    case "number":
    case "days":
    case "score":
      return words.figures.decimal(column.ahead ? rounded(text, ESTIMATED_PLACES) : text);
    case "share":
      return words.figures.share(Number(text));
    case "date":
      return words.dates.day(text);
    case "text":
    case "place":
      return valueTitle(column, text, words.lang);
    default:
      return text;
  }
}

/** The same as the reader sees it in a table. */
export function cellNode(column: CustomerColumn, value: Cell | undefined, words: CellWords): ReactNode {
  const text = cellText(column, value, words);
  if (column.kind !== "place" || value === null || value === undefined) return text;
  const rank = column.values?.findIndex(({ name }) => name === String(value));
  return <Place title={text} rank={rank} of={column.values?.length} />;
}
