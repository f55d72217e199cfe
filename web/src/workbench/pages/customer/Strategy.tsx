import { useTranslation } from "react-i18next";
import { pick } from "../../../i18n/words";
import { STEPS } from "../../../report/sections/StrategySection";
import { Section } from "../../../ui/Section";
import type { Customer, PlaceStrategy } from "../../api/shapes";
import { valueTitle } from "../../ui/cells";
import { useWords } from "../../words/useWords";

/** What the scheme says is to be done with customers of this place. */
export function Strategy({ customer }: { customer: Customer }) {
  const { t } = useWords("customer");
  const { t: report } = useTranslation("report");
  const told = customer.strategy.filter(
    (one) => one.place !== null && (one.meaning || STEPS.some((step) => one[step])),
  );
  if (told.length === 0) return null;
  return (
    <Section id="strategy" title={t("strategy.title")} lead={report("strategy.lead")}>
      {told.map((one) => (
        <OnePlace key={one.column} of={one} customer={customer} />
      ))}
    </Section>
  );
}

function OnePlace({ of, customer: { columns } }: { of: PlaceStrategy; customer: Customer }) {
  const { lang } = useWords();
  const { t } = useTranslation("report");
  const column = columns.find(({ name }) => name === of.column);
  const steps = STEPS.filter((step) => pick(of[step], lang));
  return (
    <div className="strategy">
      <h3>{valueTitle(column, of.place ?? "", lang)}</h3>
      {of.meaning ? <p className="quiet">{pick(of.meaning, lang)}</p> : null}
      <dl className="strategy-steps">
        {steps.map((step) => (
          <div key={step}>
            <dt>{t(`strategy.${step}`)}</dt>
            <dd>{pick(of[step], lang)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
