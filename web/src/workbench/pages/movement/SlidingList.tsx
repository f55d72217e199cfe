import { Pagination, Select } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { useAnswer } from "../../api/hooks";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { useNarrow } from "../../ui/useNarrow";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { CustomerLink } from "../customers/CustomerLink";
import { useColumns } from "../customers/useCustomers";
import { usePlaceTitle } from "../runs/Matrix";
import { useChance } from "./LeavingTable";
import type { CourseTold, Sliding as Row } from "./shapes";
import { useAskedRuns } from "./useAskedRuns";

const SIZE = 20;
const SORTS = ["risk", "fallen", "speed", "money"] as const;

interface SlidingProps {
  found: CourseTold;
  way: string | undefined;
  choose: (way: string | undefined) => void;
}

/** Who slides, rises or is likely lost, by name. */
export function Sliding({ found, way, choose }: SlidingProps) {
  const { t } = useWords("movement");
  const narrow = useNarrow();
  const { to } = useAskedRuns();
  const [sort, setSort] = useState<string>("risk");
  const [page, setPage] = useState(1);
  const query = { ...(to ? { to } : {}), ...(way ? { way } : {}), sort, page, size: SIZE };
  const answer = useAnswer<Row[]>("course/customers", { query, keep: true });
  const total = answer.data?.page?.total ?? 0;
  return (
    <>
      <div className="watch-filters">
        <Select
          aria-label={t("sliding.way")}
          allowClear
          placeholder={t("sliding.any_way")}
          value={way}
          options={Object.keys(found.ways).map((name) => ({ value: name, label: t(`way.${name}`) }))}
          onChange={(next?: string) => choose(next)}
        />
        <Select
          aria-label={t("who.sort")}
          value={sort}
          options={SORTS.map((name) => ({ value: name, label: t(`sort.${name}`) }))}
          onChange={setSort}
        />
      </div>
      <Fetched of={{ ...answer, data: answer.data?.data }}>
        {(rows) =>
          rows.length === 0 ? <Nothing title={t("sliding.none")} /> : <Rows rows={rows} found={found} />
        }
      </Fetched>
      {total > SIZE ? (
        <Pagination
          className="list-pages"
          align="end"
          current={page}
          pageSize={SIZE}
          total={total}
          simple={narrow}
          showSizeChanger={false}
          onChange={setPage}
        />
      ) : null}
    </>
  );
}

function Rows({ rows, found }: { rows: Row[]; found: CourseTold }) {
  const { t } = useWords("movement");
  const figures = useFigures();
  const place = usePlaceTitle();
  const chance = useChance();
  const column = useColumns(rows[0]?.run ?? 0)?.find(({ name }) => name === found.result);
  return (
    <DataTable
      cards
      title={t("sliding.title")}
      rows={rows}
      rowKey={({ ref }) => ref}
      columns={[
        {
          key: "customer",
          title: t("who.customer"),
          render: (row) => <CustomerLink row={{ _ref: row.ref }}>{row.customer_id}</CustomerLink>,
        },
        {
          key: "places",
          title: t("sliding.places"),
          render: ({ first, last }) => `${place(column, first)} → ${place(column, last)}`,
        },
        {
          key: "slid",
          title: t("sliding.slid"),
          render: ({ falls, fallen, rises, risen }) =>
            falls > 0
              ? t("sliding.falls", { count: falls, by: figures.value(fallen, "number") })
              : rises > 0
                ? t("sliding.rises", { count: rises, by: figures.value(risen, "number") })
                : "–",
        },
        {
          key: "speed",
          title: t("sliding.speed"),
          numeric: true,
          render: ({ speed }) => (speed === null ? "–" : figures.value(speed, "number")),
        },
        { key: "risk", title: t("sliding.risk"), numeric: true, render: ({ risk }) => chance(risk as never) },
        {
          key: "money",
          title: t("sliding.money"),
          numeric: true,
          render: ({ monetary }) => figures.money(monetary),
        },
      ]}
    />
  );
}
