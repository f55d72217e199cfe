import { useTranslation } from "react-i18next";
import { shortMetric } from "../../../i18n/words";
import { Section } from "../../../ui/Section";
import type { Customer, Reason } from "../../api/shapes";
import { cellText } from "../../ui/cells";
import { said } from "../../words/said";
import { useCellWords } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** The scores with what led to each: seen at a glance, then said in full. */
export function Scores({ customer }: { customer: Customer }) {
  const { t } = useWords("customer");
  const { explanation } = customer;
  const shown = explanation.reasons.filter(({ points }) => points !== null);
  return (
    <Section id="scores" title={t("scores.title")} lead={t("scores.lead")}>
      {shown.length > 0 ? (
        <ul className="scores">
          {shown.map((reason) => (
            <OneScore key={reason.score} reason={reason} customer={customer} />
          ))}
        </ul>
      ) : null}
      <Total customer={customer} />
      <details className="alternative">
        <summary>{t("scores.in_words")}</summary>
        {paragraphs(customer.sentences).map((lines) => (
          <ul key={lines.join()} className="sentences">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ))}
      </details>
    </Section>
  );
}

function OneScore({ reason, customer: { columns } }: { reason: Reason; customer: Customer }) {
  const { t, lang } = useWords("customer");
  const { t: report } = useTranslation("report");
  const words = useCellWords();
  const score = columns.find(({ name }) => name === reason.score);
  const metric = columns.find(({ name }) => name === reason.metric);
  const letter = shortMetric(report, reason.metric ?? "");
  const value = metric ? cellText(metric, reason.value, words) : (reason.value ?? "–");
  return (
    <li className="score">
      <span className="score-name">
        {letter.length <= 2 ? <span className="chip">{letter}</span> : null}{" "}
        {score ? said(score.title, lang) : reason.score}
      </span>
      <span className="score-value quiet">
        {metric ? `${said(metric.title, lang)} ` : ""}
        {value}
      </span>
      <Meter points={reason.points ?? ""} of={reason.of} />
      {reason.next && reason.next_points && metric ? (
        <span className="score-next quiet">
          {t(reason.best === "low" ? "scores.next_low" : "scores.next_high", {
            points: reason.next_points,
            value: cellText(metric, reason.next, words),
          })}
        </span>
      ) : null}
    </li>
  );
}

/** Boxes up to here; a score out of a hundred is told by its number alone. */
const MOST_BOXES = 10;

/** So many of so many points; the figure stands beside the picture. */
function Meter({ points, of }: { points: string; of: string | null | undefined }) {
  const { figures } = useCellWords();
  const [have, all] = [Number(points), Number(of ?? "")];
  const drawn = Number.isInteger(all) && all >= 2 && all <= MOST_BOXES;
  return (
    <span className="meter">
      {drawn
        ? Array.from({ length: all }, (_, index) => index + 1).map((step) => (
            <span key={step} className={step <= have ? "meter-on" : "meter-off"} aria-hidden="true" />
          ))
        : null}
      <strong>{figures.decimal(points)}</strong>
      {drawn ? <span className="quiet">{` / ${of}`}</span> : null}
    </span>
  );
}

function Total({ customer: { explanation, columns } }: { customer: Customer }) {
  const { lang } = useWords();
  const { figures } = useCellWords();
  const total = explanation.composite;
  if (!total?.value) return null;
  const column = columns.find(({ name }) => name === total.name);
  return (
    <p className="statement score-total">
      {column ? said(column.title, lang) : total.name}{" "}
      <span className="score-figure">{figures.decimal(total.value)}</span>
    </p>
  );
}

/** Sentences that belong together; a blank line parts them. */
function paragraphs(sentences: readonly string[]): string[][] {
  const found: string[][] = [[]];
  for (const sentence of sentences) {
    if (sentence.trim()) found.at(-1)?.push(sentence.trim());
    else found.push([]);
  }
  return found.filter((lines) => lines.length > 0);
}
