import { DataTable } from "../../../tables/DataTable";
import type { TeamsBetween } from "../../api/shapes";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** Customers who went from one to another between the runs. */
export function HandOvers({ found }: { found: TeamsBetween }) {
  const { t } = useWords("teams");
  const figures = useFigures();
  if (found.handed.length === 0) return <p>{t("handed.none")}</p>;
  return (
    <DataTable
      cards
      narrow
      title={t("handed.title")}
      rows={found.handed}
      rowKey={({ before, after }) => `${before}\n${after}`}
      columns={[
        { key: "before", title: t("handed.before"), render: ({ before }) => before },
        { key: "after", title: t("handed.after"), render: ({ after }) => after },
        {
          key: "customers",
          title: t("handed.customers"),
          numeric: true,
          render: ({ customers }) => figures.count(customers),
        },
        {
          key: "money",
          title: t("handed.money"),
          numeric: true,
          render: ({ money }) => figures.money(money),
        },
      ]}
    />
  );
}
