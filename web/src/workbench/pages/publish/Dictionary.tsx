import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Field, Publication } from "./shapes";

/** Every field of a product: what it is, how it was treated, which values it has; and the rules of the rating. */
export function Dictionary({ fields, rules }: { fields: Field[]; rules: Publication["rules"] }) {
  const { t, lang } = useWords("publish");
  const figures = useFigures();
  return (
    <Section id="dictionary" title={t("dictionary.title")} lead={t("dictionary.lead")}>
      <DataTable
        cards
        title={t("dictionary.title")}
        rows={fields}
        rowKey={({ field }) => field}
        columns={[
          {
            key: "field",
            title: t("dictionary.field"),
            render: (one) => (
              <>
                {said(one.title, lang)} <code className="small">{one.field}</code>
              </>
            ),
          },
          { key: "class", title: t("dictionary.class"), render: (one) => said(one.class, lang) },
          { key: "treatment", title: t("dictionary.treatment"), render: (one) => said(one.treatment, lang) },
          {
            key: "values",
            title: t("dictionary.values"),
            render: ({ values }) => <span className="publish-values">{values}</span>,
          },
          {
            key: "empty",
            title: t("dictionary.empty"),
            numeric: true,
            render: ({ empty }) => figures.count(empty),
          },
        ]}
      />
      <details className="alternative">
        <summary>{t("dictionary.rules")}</summary>
        <div className="publish-rules">{rules[lang].join("\n")}</div>
      </details>
    </Section>
  );
}
