import { useCallback, useMemo, useState } from "react";
import { Chart } from "../../../charts/Chart";
import { forecast } from "../../../charts/forecast";
import type { Frame } from "../../../charts/theme";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Choice } from "../../../ui/Choice";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { Prediction } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { ModelDetails } from "./ModelDetails";
import { monthsOf, type Side } from "./months";
import { Predict } from "./Predict";
import { Trends } from "./Trends";

const HEIGHT = 300;

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
      <Months prediction={prediction} side={side} />
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

function Months({ prediction, side }: { prediction: Prediction; side: Side }) {
  const { t } = useWords("ahead");
  const figures = useFigures();
  const months = useMemo(() => {
    const write = (text: string) =>
      side === "revenue" ? figures.money(text) : figures.count(Math.round(Number(text)));
    const labels = { bought: t("bought"), expected: t("expected"), range: t("range"), write };
    return monthsOf(prediction, side, labels);
  }, [prediction, side, figures, t]);
  const option = useCallback(
    (frame: Frame) =>
      forecast(
        months,
        (value) => (side === "revenue" ? figures.tightMoney(String(value)) : figures.shortCount(value)),
        frame,
      ),
    [months, side, figures],
  );
  return (
    <>
      <ChartFigure
        chart={<Chart option={option} height={HEIGHT} label={t("chart")} />}
        table={
          <DataTable
            title={t("title")}
            rows={months}
            rowKey={({ month }) => month}
            columns={[
              { key: "month", title: t("month"), render: ({ month }) => month },
              ...(["bought", "expected", "range"] as const).map((key) => ({
                key,
                title: t(key),
                numeric: true,
                render: ({ tip }: (typeof months)[number]) =>
                  tip.rows.find(([label]) => label === t(key))?.[1] ?? "–",
              })),
            ]}
          />
        }
      />
      <ul className="ahead-legend">
        {(["bought", "expected", "range"] as const).map((key) => (
          <li key={key}>
            <span className={`ahead-mark ahead-mark-${key}`} aria-hidden="true" />
            {t(key)}
          </li>
        ))}
      </ul>
    </>
  );
}
