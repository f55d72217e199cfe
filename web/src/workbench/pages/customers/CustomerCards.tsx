import { Select } from "antd";
import type { CustomerColumn, CustomerRow } from "../../api/shapes";
import { cellNode, isNumeric } from "../../ui/cells";
import { said } from "../../words/said";
import { useCellWords } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { CustomerLink } from "./CustomerLink";
import type { Question } from "./question";

interface CustomerCardsProps {
  rows: CustomerRow[];
  columns: CustomerColumn[];
  question: Question;
  ask: (next: Question) => void;
}

/** A page of customers on a phone: one card each, its figures read downwards. */
export function CustomerCards({ rows, columns, question, ask }: CustomerCardsProps) {
  const { t, lang } = useWords("customers");
  const words = useCellWords();
  const id = columns.find(({ kind }) => kind === "id");
  const places = columns.filter(({ kind }) => kind === "place");
  const others = columns.filter((column) => column !== id && !places.includes(column));
  const orders = columns.flatMap((column) => {
    const title = said(column.title, lang);
    return [
      {
        value: `-${column.name}`,
        label: t(isNumeric(column) ? "sort.most" : "sort.last", { column: title }),
      },
      { value: column.name, label: t(isNumeric(column) ? "sort.least" : "sort.first", { column: title }) },
    ];
  });
  return (
    <>
      <Select
        className="cards-sort"
        aria-label={t("sort.label")}
        placeholder={t("sort.label")}
        value={question.sort[0] ?? null}
        allowClear
        options={orders}
        onChange={(one: string | null) => ask({ ...question, sort: one ? [one] : [], page: 1 })}
      />
      <ul className="customer-cards">
        {rows.map((row) => (
          <li key={row._ref} className="customer-card">
            <div className="customer-card-head">
              <CustomerLink row={row}>{id ? cellNode(id, row[id.name], words) : row._ref}</CustomerLink>
              {places.map((column) => (
                <span key={column.name}>{cellNode(column, row[column.name], words)}</span>
              ))}
            </div>
            <dl className="pairs">
              {others.map((column) => (
                <div key={column.name}>
                  <dt>{said(column.title, lang)}</dt>
                  <dd>{cellNode(column, row[column.name], words)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}
