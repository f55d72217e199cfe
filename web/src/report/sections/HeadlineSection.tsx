import type { CSSProperties } from "react";
import { approximate, parse } from "../../numbers/decimal";
import { useReading } from "../context";

interface Card {
  label: string;
  value: string;
  /** The figure in full, when the card shows it in few digits. */
  exact?: string | undefined;
  note?: string | undefined;
}

export function HeadlineSection() {
  const { t } = useReading();
  const cards = useCards();
  const letters = Math.max(...cards.map(({ value }) => value.length));
  return (
    <section
      className="cards cards-of-figures"
      style={{ "--letters": letters } as CSSProperties}
      aria-label={t("headline.title")}
    >
      {cards.map(({ label, value, exact, note }) => (
        <div key={label} className="card">
          <div className="card-label">{label}</div>
          <div className="card-value" title={exact}>
            {value}
          </div>
          {exact && exact !== value ? <div className="card-note">{exact}</div> : null}
          {note ? <div className="card-note">{note}</div> : null}
        </div>
      ))}
    </section>
  );
}

function useCards(): Card[] {
  const { report, t, figures } = useReading();
  const { headline, customers } = report;
  const each = headline.customers > 0 ? (headline.purchases / headline.customers).toFixed(1) : null;
  const days = headline.median_recency_days;
  const money = (name: string, text: string | null, note?: string): Card => ({
    label: t(`headline.${name}`),
    value: figures.shortMoney(text),
    exact: figures.money(text),
    note,
  });
  return [
    {
      label: t("headline.customers"),
      value: figures.shortCount(headline.customers),
      exact: figures.count(headline.customers),
      note: t("headline.customers_note", { seen: figures.count(customers.seen) }),
    },
    {
      label: t("headline.purchases"),
      value: figures.shortCount(headline.purchases),
      exact: figures.count(headline.purchases),
      note: each === null ? undefined : t("headline.purchases_note", { each: figures.decimal(each) }),
    },
    money(
      "monetary",
      headline.monetary,
      headline.gross ? t("headline.monetary_note", { gross: figures.shortMoney(headline.gross) }) : undefined,
    ),
    money("average_order", headline.average_order, t("headline.average_order_note")),
    money("refunds", headline.refunds, refundNote(headline.refunds, headline.gross)),
    {
      label: t("headline.median_recency"),
      value:
        days === null ? "–" : t("headline.median_recency_value", { days: figures.decimal(String(days)) }),
      note: t("headline.median_recency_note"),
    },
  ];

  function refundNote(refunds: string | null, gross: string | null): string | undefined {
    if (!refunds || !gross || !parse(gross)?.units) return undefined;
    const share = Math.abs(approximate(refunds)) / approximate(gross);
    const others = headline.refunds_not_rated ?? "0";
    return t(parse(others)?.units ? "headline.refunds_others" : "headline.refunds_note", {
      share: figures.share(share),
      others: figures.money(others),
    });
  }
}
