import { Link } from "react-router";
import type { Prediction } from "../../api/shapes";
import { useLink } from "../../runs";
import { useRight } from "../../session";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

const DIRECTIONS = ["rising", "falling", "steady"] as const;

/** How many customers buy more, less and as before; each number leads to them. */
export function Trends({ prediction }: { prediction: Prediction }) {
  const { t } = useWords("ahead");
  const figures = useFigures();
  const link = useLink();
  const allowed = useRight("customers.read");
  return (
    <dl className="pairs ahead-trends">
      {(["frequency", "basket"] as const).map((name) => (
        <div key={name}>
          <dt>{t(`trend.${name}`)}</dt>
          <dd>
            {DIRECTIONS.map((direction) => {
              const words = `${t(`trend.${direction}`)} ${figures.count(prediction[name][direction])}`;
              const where = `${name}_trend:in:${direction}`;
              return (
                <span key={direction} className="ahead-direction">
                  {allowed ? <Link to={link("/customers", { where })}>{words}</Link> : words}
                </span>
              );
            })}
          </dd>
        </div>
      ))}
    </dl>
  );
}
