import { groupColour } from "../../../charts/palette";
import { approximate } from "../../../numbers/decimal";
import { useWords } from "../../words/useWords";
import { PARTS, type Part } from "./shapes";

/** The colour of a part; its name always stands beside it or in the text of the bar. */
export function partColour(part: Part): string {
  return groupColour({ corrected: 3, time: 1, own: 2, others: 4, scheme: 7, grace: 8 }[part]);
}

/** Return the parts that did anything, as numbers, and how far they reach to either side. */
export function reach(parts: Record<string, string | number>): {
  told: [Part, number][];
  down: number;
  up: number;
} {
  const told = PARTS.flatMap((part): [Part, number][] => {
    const value = parts[part];
    const number = typeof value === "number" ? value : approximate(value ?? "0");
    return number ? [[part, number]] : [];
  });
  const sum = (sign: 1 | -1) => told.reduce((total, [, one]) => total + Math.max(0, sign * one), 0);
  return { told, down: sum(-1), up: sum(1) };
}

interface PartBarProps {
  parts: Record<string, string | number>;
  /** The longest reach of all bars that stand together, so that they can be compared. */
  most: number;
  write: (part: Part, value: number) => string;
}

/** What each part did, to the left what took away and to the right what added; the same is read out as text. */
export function PartBar({ parts, most, write }: PartBarProps) {
  const { t } = useWords("movement");
  const { told } = reach(parts);
  const text =
    told.map(([part, value]) => `${t(`part.${part}`)} ${write(part, value)}`).join(" · ") ||
    t("parts.nothing");
  const half = (sign: 1 | -1) =>
    told
      .filter(([, value]) => Math.sign(value) === sign)
      .map(([part, value]) => (
        <span
          key={part}
          className="part-piece"
          style={{ width: `${(100 * Math.abs(value)) / (most || 1)}%`, background: partColour(part) }}
        />
      ));
  return (
    <span className="part-bar" role="img" aria-label={text} title={text}>
      <span className="part-half part-down">{half(-1)}</span>
      <span className="part-half part-up">{half(1)}</span>
    </span>
  );
}

/** Which colour is which part. */
export function PartLegend({ parts }: { parts: readonly Part[] }) {
  const { t } = useWords("movement");
  return (
    <ul className="part-legend">
      {parts.map((part) => (
        <li key={part}>
          <span className="part-mark" style={{ background: partColour(part) }} aria-hidden="true" />
          {t(`part.${part}`)}
        </li>
      ))}
    </ul>
  );
}
