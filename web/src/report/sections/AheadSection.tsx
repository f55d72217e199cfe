import { useCallback, useState } from "react";
import type { Ahead } from "../../data/report";
import { ForecastFigure } from "../../forecast/ForecastFigure";
import type { Side } from "../../forecast/months";
import { pick } from "../../i18n/words";
import { DataTable } from "../../tables/DataTable";
import { Choice } from "../../ui/Choice";
import { Section } from "../../ui/Section";
import { useReading } from "../context";

const SIDES = ["purchases", "revenue"] as const;

/** What the customers are expected to do in the months ahead, beside what they did in those behind. */
export function AheadSection() {
  const { report, lang, t, figures } = useReading();
  const [side, setSide] = useState<Side>("purchases");
  const say = useCallback((key: string) => t(`ahead.${key}`), [t]);
  const ahead = report.ahead;
  if (!ahead) return null;
  const options = SIDES.map((one) => [one, t(`ahead.side.${one}`)] as const);
  const [model, ...others] = ahead.said[lang];
  return (
    <Section
      id="ahead"
      title={t("ahead.title")}
      lead={model}
      aside={<Choice label={t("ahead.side.label")} value={side} options={options} onChange={setSide} />}
    >
      {others.map((one) => (
        <p key={one} className="statement">
          {one}
        </p>
      ))}
      <Cards ahead={ahead} />
      <ForecastFigure months={ahead} side={side} figures={figures} say={say} />
      <Buyers ahead={ahead} />
      {ahead.customers === report.headline.customers ? null : (
        <p className="ahead-note">{t("ahead.everybody", { count: figures.count(ahead.customers) })}</p>
      )}
      {ahead.notes.map((note) => (
        <p key={note.en} className="ahead-note">
          {pick(note, lang)}
        </p>
      ))}
      <Compared ahead={ahead} />
    </Section>
  );
}

function Cards({ ahead: { expected, horizon_days: days } }: { ahead: Ahead }) {
  const { t, figures } = useReading();
  const cards = [
    ["purchases", figures.count(Math.round(Number(expected.purchases)))],
    ["revenue", figures.shortMoney(expected.revenue)],
    ["value", figures.shortMoney(expected.value)],
  ] as const;
  return (
    <div className="cards ahead-cards">
      {cards.map(([name, value]) => (
        <div key={name} className="card">
          <div className="card-label">{t(`ahead.card.${name}`)}</div>
          <div className="card-value">{value}</div>
          <div className="card-note">{t(`ahead.card.${name}_note`, { days: figures.count(days) })}</div>
        </div>
      ))}
    </div>
  );
}

/** How many are expected to buy by when: the sum of the customers' chances. */
function Buyers({ ahead: { buyers, customers } }: { ahead: Ahead }) {
  const { t, figures } = useReading();
  return (
    <DataTable
      narrow
      title={t("ahead.buyers")}
      rows={buyers}
      rowKey={({ within }) => within}
      columns={[
        { key: "within", title: t("ahead.within"), render: ({ within }) => t(`ahead.window.${within}`) },
        {
          key: "customers",
          title: t("ahead.expected_to_buy"),
          numeric: true,
          render: (one) => figures.count(Math.round(Number(one.customers))),
        },
        {
          key: "share",
          title: t("ahead.share"),
          numeric: true,
          render: (one) => figures.share(Number(one.customers) / customers),
        },
      ]}
    />
  );
}

/** How each model and rule did on the customers' own past. */
function Compared({ ahead: { compared, past } }: { ahead: Ahead }) {
  const { t, lang, figures } = useReading();
  if (compared.length === 0 || past === null) return null;
  return (
    <details className="alternative">
      <summary>{t("ahead.compared", { day: past })}</summary>
      <DataTable
        title={t("ahead.compared_title")}
        rows={compared.toSorted((one, other) => one.log_loss - other.log_loss)}
        rowKey={({ model }) => model}
        columns={[
          { key: "model", title: t("ahead.model"), render: ({ title }) => pick(title, lang) },
          { key: "loss", title: t("ahead.loss"), numeric: true, render: (one) => one.log_loss.toFixed(4) },
          {
            key: "expected",
            title: t("ahead.expected"),
            numeric: true,
            render: (one) => figures.count(Math.round(one.expected_purchases)),
          },
          {
            key: "came",
            title: t("ahead.came"),
            numeric: true,
            render: (one) => figures.count(one.actual_purchases),
          },
        ]}
      />
    </details>
  );
}
