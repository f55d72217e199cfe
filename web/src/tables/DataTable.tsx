import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

export interface Column<Row> {
  key: string;
  title: string;
  numeric?: boolean;
  render: (row: Row) => ReactNode;
  /** What the rows can be sorted by; without it the column has no button. */
  sort?: (row: Row) => number | string;
}

interface DataTableProps<Row> {
  /** Names the table for readers who cannot see where it stands. */
  title: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row, index: number) => string;
  /** A last row with the totals, as rows are. */
  total?: Row | undefined;
  /** On a narrow screen: each row becomes a card instead of the table scrolling sideways. */
  cards?: boolean;
  /** Few columns: kept together instead of spread over the page. */
  narrow?: boolean;
}

interface Sorting {
  key: string;
  falling: boolean;
}

/** From this many rows on a table scrolls instead of pushing the rest of the page away. */
const TALL = 15;

export function DataTable<Row>({
  title,
  columns,
  rows,
  rowKey,
  total,
  cards = false,
  narrow = false,
}: DataTableProps<Row>) {
  const { t } = useTranslation();
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const ordered = useMemo(() => sorted(rows, columns, sorting), [rows, columns, sorting]);
  const press = (column: Column<Row>) =>
    setSorting((now) => ({
      key: column.key,
      // Figures are wanted from the greatest down first, names from A.
      falling: now?.key === column.key ? !now.falling : column.numeric === true,
    }));
  const table = (
    <table
      className={`table${cards ? " table-cards" : ""}${narrow ? " table-narrow" : ""}`}
      aria-label={title}
    >
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={column.numeric ? "numeric" : undefined}
              aria-sort={
                sorting?.key === column.key ? (sorting.falling ? "descending" : "ascending") : undefined
              }
            >
              {column.sort ? (
                <button type="button" className="sort" onClick={() => press(column)}>
                  {column.title}
                  <span aria-hidden="true">
                    {sorting?.key === column.key ? (sorting.falling ? " ↓" : " ↑") : " ↕"}
                  </span>
                </button>
              ) : (
                column.title
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ordered.map((row, index) => (
          <Line key={rowKey(row, index)} columns={columns} row={row} />
        ))}
      </tbody>
      {total ? (
        <tfoot>
          <Line columns={columns} row={total} />
        </tfoot>
      ) : null}
    </table>
  );
  if (cards) return table;
  const box = rows.length > TALL ? "scroll scroll-tall" : "scroll";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable with the keyboard
    <section className={box} tabIndex={0} aria-label={t("control.scrolls", { title })}>
      {table}
    </section>
  );
}

/** Return the rows in the order asked for; rows that are alike keep the order they came in. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | null,
): readonly Row[] {
  const by = columns.find((column) => column.key === sorting?.key)?.sort;
  if (!by || !sorting) return rows;
  const sign = sorting.falling ? -1 : 1;
  return [...rows].sort((left, right) => {
    const [a, b] = [by(left), by(right)];
    return (a < b ? -1 : a > b ? 1 : 0) * sign;
  });
}

function Line<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  return (
    <tr>
      {columns.map((column, index) => {
        const className = column.numeric ? "numeric" : undefined;
        const content = column.render(row);
        return index === 0 ? (
          <th key={column.key} scope="row" className={className} data-label={column.title}>
            {content}
          </th>
        ) : (
          <td key={column.key} className={className} data-label={column.title}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}
