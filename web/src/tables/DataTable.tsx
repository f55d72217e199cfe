import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export interface Column<Row> {
  key: string;
  title: string;
  numeric?: boolean;
  render: (row: Row) => ReactNode;
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
  const table = (
    <table
      className={`table${cards ? " table-cards" : ""}${narrow ? " table-narrow" : ""}`}
      aria-label={title}
    >
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={column.numeric ? "numeric" : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
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
