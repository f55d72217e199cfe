import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import {
  type Cube,
  cubes,
  type Edge,
  edges,
  type Point,
  REACH,
  START,
  TILT,
  type View,
} from "../../charts/cube";
import { colourAt, inkOn } from "../../charts/ramp";
import { DARK, LIGHT } from "../../charts/theme";
import { useAppearance } from "../../ui/appearance";
import { PRINT_WIDTH, useWidth } from "../../ui/width";
import { useReading } from "../context";

export interface CubeCell {
  corner: readonly [number, number, number];
  /** Where on the colour scale, 0 to 1; null for nobody. */
  place: number | null;
  number: string;
  name: string;
  figure: string;
  /** Everything about the corner in one sentence. */
  told: string;
}
export interface CubeAxis {
  name: string;
  /** Where there is only room for a letter. */
  short: string;
  low: string;
  high: string;
}

interface CubePictureProps {
  cells: readonly CubeCell[];
  axes: readonly CubeAxis[];
  label: string;
  chosen: string | null;
  onChoose: (number: string) => void;
}

type Turn = (by: number, tilt?: number) => void;

const STEP = 12;
const KEYS: Record<string, [number, number]> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP / 2],
  ArrowDown: [0, -STEP / 2],
};
const LARGEST = 92;
/** Room for the letters of the axes, beside the cubes and below them. */
const BESIDE = 46;
const BELOW = 26;
/** To the left of the upright axis its name needs so much. */
const NAMED = 130;

/** Eight cubes that can be turned by hand, by buttons or by the arrow keys. */
export function CubePicture({ cells, axes, label, chosen, onChoose }: CubePictureProps) {
  const { printing } = useAppearance();
  const box = useRef<HTMLDivElement>(null);
  const measured = useWidth(box);
  const width = printing ? PRINT_WIDTH : measured;
  const [view, setView] = useState<View>(START);
  const turn: Turn = (by, tilt = 0) =>
    setView((now) => ({
      turn: now.turn + by,
      tilt: Math.min(TILT.most, Math.max(TILT.least, now.tilt + tilt)),
    }));
  const drag = useDrag(turn);
  const keys = (event: KeyboardEvent) => {
    const move = KEYS[event.key];
    if (!move) return;
    event.preventDefault();
    turn(...move);
  };
  const scale = Math.max(1, Math.min((width / 2 - BESIDE) / REACH.side, LARGEST));
  const height = Math.ceil((REACH.top + REACH.bottom) * scale) + BELOW;
  return (
    <div className="cube">
      <div ref={box}>
        {width > 0 ? (
          // biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset
          <svg
            className="cube-drawing"
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="group"
            aria-label={label}
            onKeyDown={keys}
            {...drag}
          >
            <Scene
              view={view}
              middle={{ x: width / 2, y: REACH.top * scale }}
              scale={scale}
              {...{ cells, axes, chosen, onChoose }}
            />
          </svg>
        ) : null}
      </div>
      <Controls turn={turn} reset={() => setView(START)} />
    </div>
  );
}

interface SceneProps extends Omit<CubePictureProps, "label"> {
  view: View;
  middle: Point;
  scale: number;
}

/** The axes behind, then the cubes from the farthest to the nearest. */
function Scene({ view, middle, scale, cells, axes, chosen, onChoose }: SceneProps) {
  const { dark, printing } = useAppearance();
  const theme = dark && !printing ? DARK : LIGHT;
  const at = (point: Point) => ({ x: middle.x + point.x * scale, y: middle.y + point.y * scale });
  const byCorner = new Map(cells.map((cell) => [cell.corner.join(""), cell]));
  return (
    <>
      {edges(view).map((edge) => (
        <AxisLine key={edge.axis} edge={edge} axis={axes[edge.axis]} at={at} theme={theme} />
      ))}
      {cubes(view).map((cube) => {
        const cell = byCorner.get(cube.corner.join(""));
        const strong = cell !== undefined && cell.number === chosen;
        return cell ? (
          <OneCube
            key={cube.corner.join("")}
            colour={cell.place === null ? theme.surface : colourAt(theme.ramp, cell.place)}
            line={strong ? theme.mark : theme.line}
            {...{ cube, cell, at, scale, strong, onChoose }}
          />
        ) : null;
      })}
    </>
  );
}

function Controls({ turn, reset }: { turn: Turn; reset: () => void }) {
  const { t } = useReading();
  const buttons = [
    ["left", "←", "ArrowLeft"],
    ["right", "→", "ArrowRight"],
    ["up", "↑", "ArrowUp"],
    ["down", "↓", "ArrowDown"],
  ] as const;
  return (
    <fieldset className="cube-controls" aria-label={t("octants.turn")}>
      {buttons.map(([name, sign, key]) => (
        <button
          key={name}
          type="button"
          className="button"
          aria-label={t(`octants.${name}`)}
          onClick={() => turn(...(KEYS[key] ?? [0, 0]))}
        >
          {sign}
        </button>
      ))}
      <button type="button" className="button" onClick={reset}>
        {t("octants.reset")}
      </button>
    </fieldset>
  );
}

interface OneCubeProps {
  cube: Cube;
  cell: CubeCell;
  at: (point: Point) => Point;
  scale: number;
  colour: string;
  line: string;
  strong: boolean;
  onChoose: (number: string) => void;
}

function OneCube({ cube, cell, at, scale, colour, line, strong, onChoose }: OneCubeProps) {
  const centre = at(cube.centre);
  const ink = inkOn(darker(colour, 0.1));
  const size = Math.max(11, Math.min(17, scale * 0.17));
  const choose = () => onChoose(cell.number);
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a drawing
    <g
      className="cube-one"
      role="button"
      tabIndex={0}
      aria-pressed={strong}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      }}
    >
      <title>{cell.told}</title>
      <title>{cell.told}</title>
      {cube.faces.map((face) => (
        <polygon
          key={face.shade}
          points={face.points.map((point) => Object.values(at(point)).join(",")).join(" ")}
          fill={darker(colour, face.shade)}
          stroke={line}
          strokeWidth={strong ? 2.5 : 1}
          strokeLinejoin="round"
        />
      ))}
      <text x={centre.x} y={centre.y - size * 0.25} fill={ink} fontSize={size * 1.15} fontWeight={700}>
        {cell.figure}
      </text>
      <text x={centre.x} y={centre.y + size * 1.05} fill={ink} fontSize={size * 0.8}>
        {scale > 80 ? cell.name : cell.number}
      </text>
    </g>
  );
}

interface AxisLineProps {
  edge: Edge;
  axis: CubeAxis | undefined;
  at: (point: Point) => Point;
  theme: typeof LIGHT;
}

function AxisLine({ edge, axis, at, theme }: AxisLineProps) {
  const [low, high] = [at(edge.low), at(edge.high)];
  const [dx, dy] = [high.x - low.x, high.y - low.y];
  const length = Math.hypot(dx, dy) || 1;
  const tip = (side: number) =>
    `${high.x - (dx / length) * 9 + (dy / length) * 4 * side},${high.y - (dy / length) * 9 - (dx / length) * 4 * side}`;
  const upright = edge.axis === 2;
  // Below a line that falls to the right there is room to its left, below one that rises to its right.
  const left = upright || dx * dy > 0;
  const beside = (point: Point) => ({ x: point.x + (left ? -8 : 8), y: point.y + (upright ? 4 : 15) });
  const middle = { x: (low.x + high.x) / 2, y: (low.y + high.y) / 2 };
  // Seen from its end an axis has no room for the names of its ends.
  const short = length < 64;
  return (
    <g fill={theme.muted} fontSize={12} textAnchor={left ? "end" : "start"}>
      <line x1={low.x} y1={low.y} x2={high.x} y2={high.y} stroke={theme.muted} strokeWidth={1.5} />
      <polygon points={`${high.x},${high.y} ${tip(1)} ${tip(-1)}`} />
      {short ? null : <text {...beside(low)}>{axis?.low}</text>}
      <text {...beside(high)}>{axis?.high}</text>
      <text {...beside(middle)} fill={theme.ink} fontWeight={600}>
        {upright && low.x < NAMED ? axis?.short : axis?.name}
      </text>
    </g>
  );
}

function useDrag(turn: (by: number, tilt: number) => void) {
  const from = useRef<Point | null>(null);
  return {
    onPointerDown: (event: PointerEvent) => {
      from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      if (!from.current || event.buttons === 0) return;
      turn((event.clientX - from.current.x) * -0.5, (event.clientY - from.current.y) * 0.3);
      from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: () => {
      from.current = null;
    },
  };
}

function darker(colour: string, by: number): string {
  return by === 0 ? colour : colourAt([colour, "#000000"], by);
}
