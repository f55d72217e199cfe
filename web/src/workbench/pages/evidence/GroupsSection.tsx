import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Validation } from "./shapes";

/** Sizes, money, and how much of each group comes out again from other customers of the same kind. */
export function GroupsSection({ found }: { found: Validation }) {
  const { t, lang } = useWords("validation");
  const figures = useFigures();
  return (
    <Section id="groups" title={t("groups.title")} lead={t("groups.lead")}>
      <DataTable
        cards
        title={t("groups.title")}
        rows={found.groups}
        rowKey={({ name }) => name}
        columns={[
          {
            key: "name",
            title: t("groups.group"),
            render: ({ name, remark }) => (
              <>
                {said(found.titles.groups[name], lang) || name}
                {remark ? <span className="evidence-kind">{t(`remark.${remark}`)}</span> : null}
              </>
            ),
          },
          {
            key: "customers",
            title: t("groups.customers"),
            numeric: true,
            render: ({ customers }) => figures.count(customers),
          },
          {
            key: "share",
            title: t("groups.share"),
            numeric: true,
            render: (one) => figures.share(one.share),
          },
          {
            key: "money",
            title: t("groups.money"),
            numeric: true,
            render: ({ monetary }) => figures.shortMoney(monetary),
          },
          {
            key: "money_share",
            title: t("groups.money_share"),
            numeric: true,
            render: (one) => figures.share(one.monetary_share),
          },
          {
            key: "jaccard",
            title: t("groups.jaccard"),
            numeric: true,
            render: ({ jaccard }) => jaccard?.toFixed(2) ?? "–",
          },
        ]}
      />
    </Section>
  );
}
