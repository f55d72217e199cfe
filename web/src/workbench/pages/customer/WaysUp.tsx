import { approximate } from "../../../numbers/decimal";
import { Section } from "../../../ui/Section";
import type { Customer, Way } from "../../api/shapes";
import { valueTitle } from "../../ui/cells";
import { RiseOutlined } from "../../ui/icons";
import { Place } from "../../ui/Place";
import { said } from "../../words/said";
import { useCellWords } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** The least that is an order at all: any amount will do. */
const LEAST = 0.01;

/** Which orders would lift the customer, and how far. */
export function WaysUp({ customer }: { customer: Customer }) {
  const { t } = useWords("customer");
  const { ways_up, next_order } = customer.explanation;
  const cell = customer.strategy.find(({ next_cell }) => next_cell !== null && next_cell !== undefined);
  if (ways_up.length === 0 && !next_order && !cell) return null;
  return (
    <Section id="ways" title={t("ways.title")} lead={t("ways.lead")}>
      <ul className="ways">
        {ways_up.map((way) => (
          <OneWay key={`${way.group} ${way.orders}`} way={way} customer={customer} />
        ))}
        <NextOrder customer={customer} />
      </ul>
    </Section>
  );
}

function OneWay({ way, customer: { columns, explanation } }: { way: Way; customer: Customer }) {
  const { t, lang, dates } = useWords("customer");
  const { figures } = useCellWords();
  const column = columns.find(({ name }) => name === explanation.ladder);
  const ranks = column?.values?.map(({ name }) => name) ?? [];
  const any = approximate(way.amount_each) <= LEAST;
  return (
    <li className="way">
      <RiseOutlined className="way-sign" aria-hidden="true" />
      <div>
        <strong>
          <Place
            title={valueTitle(column, way.group, lang)}
            rank={ranks.indexOf(way.group)}
            of={ranks.length}
          />
        </strong>
        <div>
          {t(way.at_most !== null ? "ways.orders_between" : any ? "ways.orders_any" : "ways.orders", {
            orders: figures.count(way.orders),
            amount: figures.money(way.amount_each),
            most: figures.money(way.at_most),
          })}
        </div>
        {way.until ? <div className="quiet">{t("ways.until", { day: dates.day(way.until) })}</div> : null}
      </div>
    </li>
  );
}

/** Where one more order of the usual size leads; told also when it leads nowhere else. */
function NextOrder({ customer: { columns, explanation } }: { customer: Customer }) {
  const { t, lang } = useWords("customer");
  const { figures } = useCellWords();
  const next = explanation.next_order;
  const moved = Object.entries(next?.results ?? {}).filter(([, place]) => place !== null);
  if (!next || moved.length === 0) return null;
  return (
    <li className="way">
      <RiseOutlined className="way-sign" aria-hidden="true" />
      <div>
        <strong>
          {next.amount === null ? t("ways.next_any") : t("ways.next", { amount: figures.money(next.amount) })}
        </strong>
        {moved.map(([name, place]) => {
          const column = columns.find((one) => one.name === name);
          const stays = explanation.results[name] === place;
          return (
            <div key={name}>
              {t(stays ? "ways.stays" : "ways.leads", {
                place: `${said(column?.title, lang)} ${valueTitle(column, place ?? "", lang)}`,
              })}
            </div>
          );
        })}
      </div>
    </li>
  );
}
