import type { TargetCheck } from "../../api/shapes";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** The tenths of the ranking on customers that it had not seen, beside everybody's share. */
export function Check({ check }: { check: TargetCheck | null }) {
  const { t } = useWords("target");
  const figures = useFigures();
  if (check === null) return <p>{t("no_check")}</p>;
  const most = Math.max(...check.tenths.map(({ rate }) => rate), check.base, 1e-9);
  const part = (rate: number) => `${((100 * rate) / most).toFixed(2)}%`;
  const [low = 0, high = 0] = check.interval;
  return (
    <>
      <p>
        {t("precision", {
          precision: figures.share(check.precision),
          low: figures.share(low),
          high: figures.share(high),
          base: figures.share(check.base),
        })}{" "}
        {t(low > check.base ? "better" : "no_better")}
      </p>
      <ul className="resource-bars">
        {check.tenths.map(({ rate, high: count, customers }, index) => (
          <li key={index}>
            <span className="interval-label">{t("tenth", { number: index + 1 })}</span>
            <svg className="resource-bar" aria-hidden="true">
              <rect className="resource-given" width={part(rate)} height="100%" rx="3" />
              <line className="resource-least" x1={part(check.base)} x2={part(check.base)} y1="0" y2="100%" />
            </svg>
            <span className="interval-text">
              {figures.share(rate)}
              <span className="interval-note">
                {t("high_of", { high: Math.round(count), customers: Math.round(customers) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
