import type { Customer } from "../../api/shapes";
import { cellText } from "../../ui/cells";
import { said } from "../../words/said";
import { useCellWords } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** The customer's figures, as the scheme looks at them. */
export function FigureCards({ customer: { row, columns } }: { customer: Customer }) {
  const { t, lang } = useWords("customer");
  const words = useCellWords();
  const figures = columns.filter(
    ({ kind, ahead }) => !ahead && (kind === "money" || kind === "days" || kind === "number"),
  );
  if (figures.length === 0) return null;
  return (
    <section className="figure-cards" aria-label={t("figures")}>
      {figures.map((column) => (
        <div key={column.name} className="card">
          <div className="card-label">{said(column.title, lang)}</div>
          <div className="card-value">{cellText(column, row[column.name], words)}</div>
        </div>
      ))}
    </section>
  );
}
