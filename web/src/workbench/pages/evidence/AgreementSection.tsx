import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Agreement, Validation } from "./shapes";

/** What people call the customers of each group, and how far that is more than chance. */
export function AgreementSection({ found, agreement }: { found: Validation; agreement: Agreement }) {
  const { t, lang } = useWords("validation");
  const figures = useFigures();
  const title = (name: string) => said(found.titles.groups[name], lang) || name;
  const heads = new Map(agreement.table.map((one) => [`${one.rated}\n${one.said}`, one.customers]));
  const names = found.groups
    .map(({ name }) => name)
    .filter((name) => agreement.table.some((one) => one.rated === name || one.said === name));
  const lead = t("agreement.lead", {
    matched: figures.count(agreement.matched),
    verdicts: figures.count(agreement.verdicts),
    same: figures.share(agreement.same),
  });
  return (
    <Section id="agreement" title={t("agreement.title")} lead={lead}>
      <DataTable
        narrow
        title={t("agreement.table")}
        rows={names}
        rowKey={(name) => name}
        columns={[
          { key: "rated", title: t("agreement.rated"), render: title },
          ...names.map((said_) => ({
            key: said_,
            title: title(said_),
            numeric: true,
            render: (rated: string) => figures.count(heads.get(`${rated}\n${said_}`) ?? 0),
          })),
        ]}
      />
      <DataTable
        cards
        title={t("agreement.kappas")}
        rows={agreement.kappas}
        rowKey={({ weights }) => weights}
        columns={[
          { key: "weights", title: t("agreement.kappa"), render: ({ weights }) => t(`weights.${weights}`) },
          {
            key: "value",
            title: t("agreement.value"),
            numeric: true,
            render: ({ value }) => value.toFixed(2),
          },
          {
            key: "interval",
            title: t("agreement.interval"),
            numeric: true,
            render: ({ interval: [low, high] }) => `${low.toFixed(2)} – ${high.toFixed(2)}`,
          },
        ]}
      />
    </Section>
  );
}
