import type { ResourceSplit } from "../../api/shapes";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** One bar per tier: what it gets of the most it takes, with a mark at the least it needs. */
export function ResourceBars({ one, unit }: { one: ResourceSplit; unit: string }) {
  const { t } = useWords("resources");
  const figures = useFigures();
  const longest = Math.max(...one.shares.map(({ most }) => Number(most)), 1e-9);
  const part = (text: string) => `${((100 * Number(text)) / longest).toFixed(2)}%`;
  return (
    <ul className="resource-bars">
      {one.shares.map(({ place, customers, least, most, given, each }) => (
        <li key={place}>
          <span className="interval-label">{place}</span>
          <svg className="resource-bar" aria-hidden="true">
            <rect className="resource-most" width={part(most)} height="100%" rx="3" />
            <rect className="resource-given" width={part(given)} height="100%" rx="3" />
            <line className="resource-least" x1={part(least)} x2={part(least)} y1="0" y2="100%" />
          </svg>
          <span className="interval-text">
            {t("given", { given: figures.decimal(given), most: figures.decimal(most), unit })}
            <span className="interval-note">
              {t("each", { customers: figures.count(customers), each: figures.decimal(each) })}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
