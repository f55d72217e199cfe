import { DataTable } from "../../../tables/DataTable";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Kind, Trend, TrendGroup } from "./shapes";

/** The vital few and the others by their trend, with what to do for each. */
export function GroupTable({
  groups,
  choose,
}: {
  groups: TrendGroup[];
  choose: (kind: Kind, trend: Trend) => void;
}) {
  const { t } = useWords("concentration");
  const figures = useFigures();
  return (
    <DataTable
      cards
      title={t("groups.title")}
      rows={groups}
      rowKey={({ kind, trend }) => `${kind}-${trend}`}
      columns={[
        {
          key: "group",
          title: t("groups.group"),
          render: ({ kind, trend }) => (
            <button type="button" className="link-button" onClick={() => choose(kind, trend)}>
              {t(`kind.${kind}`)} · {t(`trend.${trend}`)}
            </button>
          ),
        },
        {
          key: "customers",
          title: t("groups.customers"),
          numeric: true,
          render: ({ customers }) => figures.count(customers),
        },
        {
          key: "money",
          title: t("groups.money"),
          numeric: true,
          render: ({ monetary }) => figures.shortMoney(monetary),
        },
        {
          key: "share",
          title: t("groups.share"),
          numeric: true,
          render: ({ monetary_share }) => figures.share(monetary_share),
        },
        {
          key: "advice",
          title: t("groups.advice"),
          render: ({ kind, trend }) => t(`advice.${kind}.${trend}`),
        },
      ]}
    />
  );
}
