import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { CustomerPrediction } from "../../api/shapes";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

const WINDOWS = ["p_buy_4_weeks", "p_buy_8_weeks", "p_buy_13_weeks", "p_buy_26_weeks"] as const;

/** What is expected of one customer; nothing where no prediction of the run was made. */
export function CustomerAhead({ path }: { path: string }) {
  const { data } = useData<{ prediction: CustomerPrediction | null }>(`${path}/prediction`);
  return data?.prediction ? <Told prediction={data.prediction} /> : null;
}

function Told({ prediction }: { prediction: CustomerPrediction }) {
  const { t, dates } = useWords("ahead");
  const figures = useFigures();
  const [first, ...others] = prediction.sentences;
  const lead = t("customer.lead", { day: dates.day(prediction.as_of), model: prediction.title });
  return (
    <Section id="ahead" title={t("customer.title")} lead={lead}>
      <p className="ahead-first">{first}</p>
      <ul className="ahead-said">
        {others.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <dl className="ahead-windows" aria-label={t("customer.windows")}>
        {WINDOWS.map((name) => {
          const chance = Number(prediction.figures[name] ?? 0);
          return (
            <div key={name}>
              <dt>{t(`customer.${name}`)}</dt>
              <dd>
                <span className="ahead-bar" aria-hidden="true">
                  <span style={{ width: `${chance * 100}%` }} />
                </span>
                {figures.share(chance)}
              </dd>
            </div>
          );
        })}
      </dl>
    </Section>
  );
}
