import { useRef } from "react";
import { type ChartTheme, DARK, LIGHT } from "../../../charts/theme";
import { useAppearance } from "../../../ui/appearance";
import { useWidth } from "../../../ui/width";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { type Sides, usePlaceTitle } from "../runs/Matrix";
import { type Block, flowing, type Ribbon } from "./ribbons";
import type { MovementTold } from "./shapes";

const HEIGHT = 380;
const BAR = 12;
/** Less room for the names than this, and the numbers stand below them. */
const NARROW = 120;
/** More places than this make no picture that can be read; the matrix below tells the same. */
const MOST = 14;

/** Old places on the left, new ones on the right, a ribbon for each way that customers went. */
export function Flow({ found, sides }: { found: MovementTold; sides: Sides }) {
  const { t } = useWords("movement");
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { dark } = useAppearance();
  const theme = dark ? DARK : LIGHT;
  if (found.order.before.length > MOST || found.order.after.length > MOST)
    return <p className="lead">{t("flow.too_many")}</p>;
  return (
    <>
      <div ref={box} className="flow">
        {width > 0 ? <Picture found={found} sides={sides} width={width} theme={theme} /> : null}
      </div>
      <Legend theme={theme} ladder={found.places === "ladder"} />
    </>
  );
}

function colourOf(way: Ribbon["way"], theme: ChartTheme): string {
  return { up: theme.accent, down: theme.mark, same: theme.neutral, other: theme.ramp[3] ?? theme.accent }[
    way
  ];
}

interface PictureProps {
  found: MovementTold;
  sides: Sides;
  width: number;
  theme: ChartTheme;
}

function Picture({ found, sides, width, theme }: PictureProps) {
  const { t } = useWords("movement");
  const figures = useFigures();
  const title = usePlaceTitle();
  const flow = flowing(found.cells, found.order, HEIGHT - 24, found.places === "ladder");
  const labels = width < 560 ? 100 : 180;
  const [left, right] = [labels, width - labels];
  const text = (cell: Ribbon["cell"]) =>
    `${title(sides.before, cell.before)} → ${title(sides.after, cell.after)}: ${figures.count(cell.customers)}${
      cell.monetary ? ` · ${figures.money(cell.monetary)}` : ""
    }`;
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={t("flow.chart")}>
      {flow.ribbons.map((ribbon) => (
        <path
          key={`${ribbon.cell.before}\n${ribbon.cell.after}`}
          d={curve(ribbon, left + BAR, right - BAR)}
          fill={colourOf(ribbon.way, theme)}
          fillOpacity={ribbon.way === "same" ? 0.22 : 0.5}
        >
          <title>{text(ribbon.cell)}</title>
        </path>
      ))}
      <Blocks
        blocks={flow.before}
        x={left}
        width={labels}
        side="left"
        theme={theme}
        name={(one) => title(sides.before, one.place)}
      />
      <Blocks
        blocks={flow.after}
        x={right - BAR}
        width={labels}
        side="right"
        theme={theme}
        name={(one) => title(sides.after, one.place)}
      />
    </svg>
  );
}

function curve({ from, to, thick }: Ribbon, left: number, right: number): string {
  const middle = (left + right) / 2;
  const thickness = Math.max(thick, 0.8);
  return (
    `M${left},${from} C${middle},${from} ${middle},${to} ${right},${to} ` +
    `L${right},${to + thickness} C${middle},${to + thickness} ${middle},${from + thickness} ${left},${from + thickness} Z`
  );
}

interface BlocksProps {
  blocks: readonly Block[];
  x: number;
  width: number;
  side: "left" | "right";
  theme: ChartTheme;
  name: (block: Block) => string;
}

/** The room that a text takes in pixels: Chinese letters are wide. */
function room(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 13 : 7.4), 0);
}

/** Return a text cut to its room, so that it never leaves the picture. */
function cut(text: string, width: number): string {
  if (room(text) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && room(`${letters.join("")}…`) > width) letters.pop();
  return `${letters.join("")}…`;
}

/** The blocks of one side with their names; one that is too long for its room is cut, and told in full on it. */
function Blocks(props: BlocksProps) {
  return props.blocks
    .filter(({ customers }) => customers > 0)
    .map((block) => <Labelled key={String(block.place)} block={block} {...props} />);
}

function Labelled({ block, x, width, side, theme, name }: BlocksProps & { block: Block }) {
  const figures = useFigures();
  const count = figures.count(block.customers);
  // In little room the number stands below the name.
  const apart = width < NARROW;
  const at = side === "left" ? x - 8 : x + BAR + 8;
  const shown = cut(name(block), width - 12 - (apart ? 0 : room(` ${count}`)));
  return (
    <g>
      <title>{`${name(block)}: ${count}`}</title>
      <rect
        x={x}
        y={block.top}
        width={BAR}
        height={block.height}
        rx={2}
        fill={theme.ink}
        fillOpacity={0.75}
      />
      <text
        x={at}
        y={block.top + block.height / 2 - (apart && block.height > 24 ? 8 : 0)}
        textAnchor={side === "left" ? "end" : "start"}
        dominantBaseline="middle"
        fontSize={13}
        fill={theme.ink}
      >
        {apart && block.height <= 24 ? cut(name(block), width - 12 - room(` ${count}`)) : shown}
        {apart && block.height > 24 ? (
          <tspan x={at} dy={16} fill={theme.muted}>
            {count}
          </tspan>
        ) : (
          <tspan fill={theme.muted}> {count}</tspan>
        )}
      </text>
    </g>
  );
}

function Legend({ theme, ladder }: { theme: ChartTheme; ladder: boolean }) {
  const { t } = useWords("movement");
  const ways: Ribbon["way"][] = ladder ? ["up", "down", "same"] : ["up", "down", "other", "same"];
  return (
    <ul className="part-legend">
      {ways.map((way) => (
        <li key={way}>
          <span className="part-mark" style={{ background: colourOf(way, theme) }} aria-hidden="true" />
          {t(ladder ? `flow.${way}` : `flow.list_${way}`)}
        </li>
      ))}
    </ul>
  );
}
