import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Publication } from "./shapes";

const CODE = 12;

/** The first rows of the sample, as whoever gets the product sees them. */
export function Sample({ sample: { columns, rows, total } }: { sample: Publication["sample"] }) {
  const { t } = useWords("publish");
  const figures = useFigures();
  return (
    <Section
      id="sample"
      title={t("sample.title")}
      lead={t("sample.lead", { shown: figures.count(rows.length), total: figures.count(total) })}
    >
      <DataTable
        title={t("sample.title")}
        rows={rows}
        rowKey={([code = ""]) => code}
        columns={columns.map((name, place) => ({
          key: name,
          title: name,
          render: (row: string[]) => (place === 0 ? <Code text={row[0] ?? ""} /> : row[place]),
        }))}
      />
    </Section>
  );
}

/** A code is only to be compared: its beginning is enough to the eye. */
function Code({ text }: { text: string }) {
  return <code title={text}>{text.length > CODE ? `${text.slice(0, CODE)}…` : text}</code>;
}
