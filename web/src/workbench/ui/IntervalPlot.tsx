import { useWords } from "../words/useWords";
import { at, domain, ticks } from "./intervals";

export type Tone = "good" | "bad" | "plain";

export interface IntervalRow {
  key: string;
  label: string;
  /** Null: not told. */
  value: number | null;
  low: number | null;
  high: number | null;
  /** The figure beside the picture. */
  text: string;
  tone: Tone;
  /** What the colour says, in words. */
  note?: string;
}

interface IntervalPlotProps {
  label: string;
  rows: readonly IntervalRow[];
}

/** Ratios as dots with their intervals on one scale; 1, where nothing differs, is a line through all of them. */
export function IntervalPlot({ label, rows }: IntervalPlotProps) {
  const { t } = useWords();
  const reach = domain(rows);
  return (
    <div className="intervals">
      <ul className="interval-rows" aria-label={label}>
        {rows.map((row) => (
          <li key={row.key} className={`interval interval-${row.tone}`}>
            <span className="interval-label">{row.label}</span>
            <svg className="interval-picture" aria-hidden="true">
              <line className="interval-one" x1={at(1, reach)} x2={at(1, reach)} y1="0" y2="100%" />
              {row.low === null || row.high === null ? null : (
                <line
                  className="interval-line"
                  x1={at(row.low, reach)}
                  x2={at(row.high, reach)}
                  y1="50%"
                  y2="50%"
                />
              )}
              {row.value === null ? null : (
                <circle className="interval-dot" cx={at(row.value, reach)} cy="50%" r="5" />
              )}
            </svg>
            <span className="interval-text">
              {row.text}
              {row.note ? <span className="interval-note">{row.note}</span> : null}
            </span>
          </li>
        ))}
      </ul>
      <div className="interval interval-axis" aria-hidden="true">
        <span className="interval-label" />
        <svg className="interval-picture" aria-hidden="true">
          {ticks(reach).map((one) => (
            <text key={one} x={at(one, reach)} y="12" textAnchor="middle">
              {one}
            </text>
          ))}
        </svg>
        <span className="interval-text interval-note">{t("interval.scale")}</span>
      </div>
    </div>
  );
}
