import { useState } from "react";
import { ForecastFigure } from "../../../forecast/ForecastFigure";
import type { Side } from "../../../forecast/months";
import { Choice } from "../../../ui/Choice";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { Prediction } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { ModelDetails } from "./ModelDetails";
import { Predict } from "./Predict";
import { Trends } from "./Trends";

/** What the customers of a run are expected to do in the months ahead, beside what they did in those behind. */
export function ForecastSection({ run }: { run: number }) {
  const { t } = useWords("ahead");
  const found = useData<{ prediction: Prediction | null }>(`runs/${run}/prediction`, { keep: true });
  return (
    <Fetched of={found}>
      {({ prediction }) =>
        prediction ? (
          <Forecast prediction={prediction} />
        ) : (
          <Section id="forecast" title={t("title")} lead={t("none")}>
            <Predict run={run} />
          </Section>
        )
      }
    </Fetched>
  );
}

function Forecast({ prediction }: { prediction: Prediction }) {
  const { t, lang } = useWords("ahead");
  const figures = useFigures();
  const [side, setSide] = useState<Side>("purchases");
  const options = (["purchases", "revenue"] as const).map((one) => [one, t(`side.${one}`)] as const);
  return (
    <Section
      id="forecast"
      title={t("title")}
      lead={prediction.said[0]}
      aside={<Choice label={t("side.label")} value={side} options={options} onChange={setSide} />}
    >
      <Cards prediction={prediction} />
      <ForecastFigure months={prediction} side={side} figures={figures} say={t} />
      <Trends prediction={prediction} />
      {prediction.notes.map((note) => (
        <p key={note.en} className="ahead-note">
          {said(note, lang)}
        </p>
      ))}
      <ModelDetails prediction={prediction} />
    </Section>
  );
}

/** What is expected of all together over the horizon. */
function Cards({ prediction: { expected, horizon_days, customers } }: { prediction: Prediction }) {
  const { t } = useWords("ahead");
  const figures = useFigures();
  const whole = (text: string) => figures.count(Math.round(Number(text)));
  const cards = [
    ["purchases", whole(expected.purchases)],
    ["revenue", figures.shortMoney(expected.revenue)],
    ["silent", whole(expected.customers_without_purchase)],
    ["value", figures.shortMoney(expected.value)],
  ] as const;
  return (
    <div className="figure-cards ahead-cards">
      {cards.map(([name, value]) => (
        <div key={name} className="card">
          <div className="card-label">{t(`card.${name}`)}</div>
          <div className="card-value">{value}</div>
          <div className="card-note">
            {t(`card.${name}_note`, { days: horizon_days, customers: figures.count(customers) })}
          </div>
        </div>
      ))}
    </div>
  );
}
