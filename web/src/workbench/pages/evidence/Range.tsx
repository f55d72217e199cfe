import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Ends } from "./shapes";

interface RangeProps {
  value: number | null;
  interval: Ends | null | undefined;
  /** What a random order finds; a line stands there. */
  chance: number;
}

/** A share as a dot on a line from 0 to 100 %, with the interval around it and the share that chance finds. */
export function Range({ value, interval, chance }: RangeProps) {
  const { t } = useWords("backtest");
  const figures = useFigures();
  if (value === null) return "–";
  const at = (share: number) => `${Math.min(100, Math.max(0, share * 100))}%`;
  const [low, high] = interval ?? [value, value];
  return (
    <div className="range">
      <span className="range-track" aria-hidden="true">
        <span className="range-chance" style={{ left: at(chance) }} />
        <span className="range-ends" style={{ left: at(low), width: at(high - low) }} />
        <span className="range-dot" style={{ left: at(value) }} />
      </span>
      <span className="range-text">
        {figures.share(value)}
        {interval ? (
          <span className="quiet">
            {" "}
            {t("between", { low: figures.share(low), high: figures.share(high) })}
          </span>
        ) : null}
      </span>
    </div>
  );
}
