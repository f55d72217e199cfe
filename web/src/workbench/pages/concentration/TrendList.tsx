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
import type { Kind, Trend, Trending } from "./shapes";

const SIZE = 20;

export interface TrendWish {
  kind?: Kind | undefined;
  trend?: Trend | undefined;
  since?: string | undefined;
  sort: "money" | "trend";
}

interface TrendListProps {
  run: number;
  wish: TrendWish;
  ask: (wish: TrendWish) => void;
  hasSince: boolean;
}

/** The customers of a group, the surest trends or the most money first. */
export function TrendList({ run, wish, ask, hasSince }: TrendListProps) {
  const { t } = useWords("concentration");
  const narrow = useNarrow();
  const [page, setPage] = useState(1);
  const answer = useAnswer<Trending[]>("concentration/customers", {
    query: { run, ...wish, page, size: SIZE },
    keep: true,
  });
  const total = answer.data?.page?.total ?? 0;
  return (
    <>
      <Filters wish={wish} ask={ask} hasSince={hasSince} />
      <Fetched of={{ ...answer, data: answer.data?.data }}>
        {(rows) => (rows.length === 0 ? <Nothing title={t("who.none")} /> : <Rows rows={rows} />)}
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

function Filters({ wish, ask, hasSince }: Omit<TrendListProps, "run">) {
  const { t } = useWords("concentration");
  const choices = [
    ["kind", ["vital", "others"], wish.kind],
    ["trend", ["rising", "falling", "steady", "few"], wish.trend],
    ...(hasSince ? ([["since", ["stayed", "joined", "dropped"], wish.since]] as const) : []),
  ] as const;
  return (
    <div className="watch-filters">
      {choices.map(([name, values, value]) => (
        <Select<string>
          key={name}
          aria-label={t(`who.${name}`)}
          allowClear
          placeholder={t(`who.any_${name}`)}
          {...(value ? { value } : {})}
          options={values.map((one) => ({ value: one, label: t(`${name}.${one}`) }))}
          onChange={(next?: string) => ask({ ...wish, [name]: next })}
        />
      ))}
      <Select
        aria-label={t("who.sort")}
        value={wish.sort}
        options={(["trend", "money"] as const).map((one) => ({ value: one, label: t(`sort.${one}`) }))}
        onChange={(sort) => ask({ ...wish, sort })}
      />
    </div>
  );
}

function Rows({ rows }: { rows: Trending[] }) {
  const { t } = useWords("concentration");
  const figures = useFigures();
  return (
    <DataTable
      cards
      title={t("who.title")}
      rows={rows}
      rowKey={({ ref }) => ref}
      columns={[
        {
          key: "customer",
          title: t("who.customer"),
          render: (row) => <CustomerLink row={{ _ref: row.ref }}>{row.customer_id}</CustomerLink>,
        },
        { key: "trend", title: t("who.trend"), render: ({ trend }) => t(`trend.${trend}`) },
        {
          key: "repeats",
          title: t("who.repeats"),
          render: ({ recent, repeats }) =>
            repeats === null ? "–" : t("repeats", { recent: recent ?? 0, repeats }),
        },
        {
          key: "chance",
          title: t("who.chance"),
          numeric: true,
          render: ({ chance }) => (chance === null ? "–" : chance.toFixed(4)),
        },
        ...(rows.some(({ since }) => since)
          ? [
              {
                key: "since",
                title: t("who.since"),
                render: ({ since }: Trending) => (since ? t(`since.${since}`) : "–"),
              },
            ]
          : []),
        {
          key: "money",
          title: t("who.money"),
          numeric: true,
          render: ({ monetary }) => figures.money(monetary),
        },
      ]}
    />
  );
}
