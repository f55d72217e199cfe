import { type KeyboardEvent, useId, useRef } from "react";
import { colourAt, inkOn } from "../../charts/ramp";
import { DARK, LIGHT } from "../../charts/theme";
import { useAppearance } from "../../ui/appearance";
import { PRINT_WIDTH, useWidth } from "../../ui/width";

export interface LadderCell {
  number: number;
  row: number;
  column: number;
  place: number | null;
  figure: string;
  told: string;
  to: number | null;
}
/** The moves of one row: all its cells lead to one. */
export interface LadderMove {
  from: readonly number[];
  to: number;
  text: string;
  /** How many, alone: on a phone the line itself says where. */
  short: string;
}

interface LadderPictureProps {
  rows: readonly string[];
  columns: readonly string[];
  rowTitle: string;
  columnTitle: string;
  cells: readonly LadderCell[];
  moves: readonly LadderMove[];
  label: string;
  /** Told the number of the cell that was chosen. */
  onOpen?: ((number: number) => void) | undefined;
}

const NARROW = 560;
const GAP = 5;
const FOOT = 46;
const TOP = 20;

type Theme = typeof LIGHT;

/** Where everything stands, from the width alone. */
interface Layout {
  narrow: boolean;
  left: number;
  wide: number;
  high: number;
  lane: number;
  height: number;
  x: (column: number) => number;
  y: (row: number) => number;
  middle: (column: number) => number;
}

function layoutOf(width: number, rows: number, columns: number, moving: boolean): Layout {
  const narrow = width < NARROW;
  const left = narrow ? 38 : 74;
  const high = narrow ? 50 : 62;
  const lane = moving ? 30 : GAP;
  const wide = (width - left) / Math.max(1, columns);
  const x = (column: number) => left + column * wide + GAP / 2;
  return {
    narrow,
    left,
    wide: wide - GAP,
    high,
    lane,
    height: TOP + rows * (high + lane) + FOOT,
    x,
    y: (row) => TOP + lane + row * (high + lane),
    middle: (column) => x(column) + (wide - GAP) / 2,
  };
}

/** The numbered cells as a grid, the best at the top right, with the ways that one more purchase opens. */
export function LadderPicture(props: LadderPictureProps) {
  const { rows, columns, cells, moves, label, onOpen } = props;
  const { dark, printing } = useAppearance();
  const theme = dark && !printing ? DARK : LIGHT;
  const box = useRef<HTMLDivElement>(null);
  const measured = useWidth(box);
  const width = printing ? PRINT_WIDTH : measured;
  const marker = useId();
  const layout = layoutOf(width, rows.length, columns.length, moves.length > 0);
  const byNumber = new Map(cells.map((cell) => [cell.number, cell]));
  return (
    <div ref={box}>
      {width > 0 ? (
        <svg
          className="ladder-drawing"
          width={width}
          height={layout.height}
          viewBox={`0 0 ${width} ${layout.height}`}
          // Where its cells can be chosen it is a group of links, else one picture.
          role={onOpen ? "group" : "img"}
          aria-label={label}
        >
          <defs>
            <marker
              id={marker}
              viewBox="0 0 10 10"
              refX={8}
              refY={5}
              markerWidth={7}
              markerHeight={7}
              orient="auto"
            >
              <path d="M0 0 L10 5 L0 10 z" fill={theme.mark} />
            </marker>
          </defs>
          <Edges {...props} layout={layout} theme={theme} />
          {cells.map((cell) => (
            <OneCell key={cell.number} {...{ cell, layout, theme, onOpen }} />
          ))}
          {moves.map((move) => (
            <Way
              key={`${move.from.join()} ${move.to}`}
              {...{ move, byNumber, layout, theme }}
              marker={marker}
            />
          ))}
        </svg>
      ) : null}
    </div>
  );
}

/** The names of rows and columns and of what they count. */
function Edges(props: LadderPictureProps & { layout: Layout; theme: Theme }) {
  const { rows, columns, rowTitle, columnTitle, layout, theme } = props;
  const size = layout.narrow ? 11.5 : 14;
  const name = { fill: theme.ink, fontSize: size, fontWeight: 600 };
  const title = { fill: theme.muted, fontSize: 12 };
  const foot = layout.height - FOOT;
  return (
    <>
      <text x={0} y={12} {...title}>
        {rowTitle}
      </text>
      {rows.map((text, row) => (
        <text
          key={text}
          x={layout.left - 8}
          y={layout.y(row) + layout.high / 2 + 5}
          {...name}
          textAnchor="end"
        >
          {text}
        </text>
      ))}
      {columns.map((text, column) => (
        <text key={text} x={layout.middle(column)} y={foot + 18} {...name} textAnchor="middle">
          {text}
        </text>
      ))}
      <text
        x={(layout.middle(0) + layout.middle(columns.length - 1)) / 2}
        y={foot + 40}
        {...title}
        textAnchor="middle"
      >
        {columnTitle}
      </text>
    </>
  );
}

interface OneCellProps {
  cell: LadderCell;
  layout: Layout;
  theme: Theme;
  onOpen: ((number: number) => void) | undefined;
}

function OneCell({ cell, layout, theme, onOpen }: OneCellProps) {
  const colour = cell.place === null ? theme.band : colourAt(theme.ramp, cell.place);
  const ink = cell.place === null ? theme.muted : inkOn(colour);
  const [x, y] = [layout.x(cell.column), layout.y(cell.row)];
  return (
    <g {...(onOpen ? choosable(cell, onOpen) : {})}>
      <title>{cell.told}</title>
      <rect x={x} y={y} width={layout.wide} height={layout.high} rx={6} fill={colour} stroke={theme.line} />
      <text x={x + 6} y={y + 15} fill={ink} fontSize={11} opacity={0.85}>
        {cell.number}
      </text>
      <text
        x={layout.middle(cell.column)}
        y={y + layout.high / 2 + 9}
        fill={ink}
        fontSize={figureSize(cell.figure, layout.wide)}
        fontWeight={650}
        textAnchor="middle"
      >
        {cell.figure}
      </text>
    </g>
  );
}

/** What makes a part of a drawing a link, for the pointer and for the keyboard. */
function choosable(cell: LadderCell, onOpen: (number: number) => void) {
  return {
    role: "link",
    tabIndex: 0,
    className: "ladder-link",
    onClick: () => onOpen(cell.number),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter") onOpen(cell.number);
    },
  };
}

interface WayProps {
  move: LadderMove;
  byNumber: ReadonlyMap<number, LadderCell>;
  layout: Layout;
  theme: Theme;
  marker: string;
}

/** One line along the lane above a row gathers its cells and ends at the cell they lead to. */
function Way({ move, byNumber, layout, theme, marker }: WayProps) {
  const target = byNumber.get(move.to);
  const from = move.from.map((number) => byNumber.get(number)).filter((cell) => cell !== undefined);
  const row = from[0]?.row;
  if (!target || row === undefined) return null;
  const starts = from.map((cell) => layout.middle(cell.column));
  const end = layout.middle(target.column);
  const bus = layout.y(row) - layout.lane / 2;
  // From below the line ends at the foot of the cell above; along its own row it comes down on the cell.
  const last = target.row === row ? layout.y(row) : layout.y(target.row) + layout.high;
  // The figure stands on the last stretch, between two stubs.
  const before = Math.max(...starts.filter((start) => start < end), Math.min(...starts));
  return (
    <g>
      <g stroke={theme.mark} strokeWidth={1.75} fill="none" strokeLinejoin="round">
        {from.map((cell) => (
          <path key={cell.number} d={`M${layout.middle(cell.column)} ${layout.y(row)} V${bus}`} />
        ))}
        <path d={`M${Math.min(...starts, end)} ${bus} H${end} V${last}`} markerEnd={`url(#${marker})`} />
      </g>
      <text
        x={(before + end) / 2}
        y={bus + 4}
        fill={theme.mark}
        stroke={theme.surface}
        strokeWidth={5}
        paintOrder="stroke"
        fontSize={layout.narrow ? 10.5 : 12}
        fontWeight={600}
        textAnchor="middle"
      >
        {layout.narrow ? move.short : move.text}
      </text>
    </g>
  );
}

function figureSize(text: string, room: number): number {
  const letters = [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 1 : 0.58), 0);
  return Math.max(9, Math.min(17, (room - 8) / Math.max(1, letters)));
}
