import type { ReactNode } from "react";
import { colourAt, inkOn } from "../charts/ramp";
import { DARK, LIGHT } from "../charts/theme";
import { useAppearance } from "../ui/appearance";

export interface HeatTableCell {
  /** Where on the colour scale (0 to 1); null for a cell without anything to measure. */
  place: number | null;
  /** A colour of its own instead of one on the scale; faint where nobody is. */
  colour?: string | undefined;
  faint?: boolean | undefined;
  text: ReactNode;
  /** What a pointer resting on the cell is told. */
  tip: string;
}

interface HeatTableProps {
  title: string;
  corner: string;
  rows: readonly { key: string; label: ReactNode }[];
  columns: readonly { key: string; label: ReactNode }[];
  cell: (row: number, column: number) => HeatTableCell;
  /** Long labels of columns break instead of widening the table. */
  wide?: boolean;
}

/** A table whose cells are coloured by their value: read as a picture, by keyboard and by a screen reader alike. */
export function HeatTable({ title, corner, rows, columns, cell, wide = false }: HeatTableProps) {
  const { dark, printing } = useAppearance();
  const theme = dark && !printing ? DARK : LIGHT;
  return (
    <table
      className={`heat${wide ? " heat-wide" : ""}`}
      style={wide ? { minWidth: `${5 + columns.length * 4.2}rem` } : undefined}
      aria-label={title}
    >
      <thead>
        <tr>
          <th scope="col" className="heat-corner">
            {corner}
          </th>
          {columns.map((column) => (
            <th key={column.key} scope="col">
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, rowIndex) => (
          <tr key={row.key}>
            <th scope="row">{row.label}</th>
            {columns.map((column, columnIndex) => {
              const { place, colour: own, faint, text, tip } = cell(rowIndex, columnIndex);
              const shown = own && faint ? colourAt([theme.surface, own], 0.28) : own;
              const colour = shown ?? (place === null ? undefined : colourAt(theme.ramp, place));
              const style = colour ? { background: colour, color: inkOn(colour) } : undefined;
              return (
                <td key={column.key} style={style} title={tip} className={colour ? undefined : "heat-none"}>
                  {text}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
