import { Pagination, Select } from "antd";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { DataTable } from "../../../tables/DataTable";
import { useAnswer } from "../../api/hooks";
import type { CustomerColumn } from "../../api/shapes";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { TakeAway } from "../../states/TakeAway";
import { useNarrow } from "../../ui/useNarrow";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import { CustomerLink } from "../customers/CustomerLink";
import { type Sides, usePlaceTitle } from "../runs/Matrix";
import { PartBar, PartLegend, reach } from "./PartBar";
import { useWriteFigure } from "./PartSums";
import type { Moved, MovementTold, Part } from "./shapes";
import { useAskedRuns } from "./useAskedRuns";

const SIZE = 20;

interface Wish {
  direction?: string | undefined;
  because?: string | undefined;
  sort: string;
  page: number;
}

interface WhoMovedProps {
  found: MovementTold;
  sides: Sides;
  columns: CustomerColumn[] | undefined;
}

/** What is asked for: direction and cause stand in the address, so that figures can lead here. */
function useWish(): [Wish, (wish: Wish) => void] {
  const [params, setParams] = useSearchParams();
  const [{ sort, page, of }, setRest] = useState({ sort: "money", page: 1, of: "" });
  const direction = params.get("direction") ?? undefined;
  const because = params.get("because") ?? undefined;
  const mark = `${direction} ${because}`;
  const ask = (next: Wish) => {
    setRest({ sort: next.sort, page: next.page, of: `${next.direction} ${next.because}` });
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const name of ["direction", "because"] as const)
          if (next[name]) after.set(name, next[name]);
          else after.delete(name);
        return after;
      },
      { preventScrollReset: true },
    );
  };
  return [{ direction, because, sort, page: of === mark ? page : 1 }, ask];
}

/** Who moved, came or went, each with the parts of their change. */
export function WhoMoved({ found, sides, columns }: WhoMovedProps) {
  const { t } = useWords("movement");
  const narrow = useNarrow();
  const asked = useAskedRuns();
  const [wish, setWish] = useWish();
  const [led] = useState(wish.direction !== undefined);
  useEffect(() => {
    // A figure of another page led here.
    if (led) document.getElementById("who")?.scrollIntoView({ block: "start" });
  }, [led]);
  const mayTake = useRight("customers.export");
  const { page, ...filter } = wish;
  const answer = useAnswer<Moved[]>("movement/customers", {
    query: { ...asked, ...filter, page, size: SIZE },
    keep: true,
  });
  const total = answer.data?.page?.total ?? 0;
  return (
    <>
      <Filters found={found} wish={wish} ask={setWish} />
      {mayTake && total > 0 ? (
        <TakeAway
          path="movement/exports"
          body={{
            from: found.old.run,
            to: found.new.run,
            direction: filter.direction,
            because: filter.because,
          }}
          csv={t("who.csv")}
          xlsx={t("who.xlsx")}
        />
      ) : null}
      <PartLegend
        parts={found.parts.filter(
          (part) => part !== "grace" || found.steps?.grace?.up || found.steps?.grace?.down,
        )}
      />
      <Fetched of={{ ...answer, data: answer.data?.data }}>
        {(rows) =>
          rows.length === 0 ? (
            <Nothing title={t("who.none")} />
          ) : (
            <Rows rows={rows} found={found} sides={sides} columns={columns} />
          )
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
          onChange={(next) => setWish({ ...wish, page: next })}
        />
      ) : null}
    </>
  );
}

function Filters({ found, wish, ask }: { found: MovementTold; wish: Wish; ask: (wish: Wish) => void }) {
  const { t } = useWords("movement");
  const parts = [...new Set(Object.values(found.because).flatMap((one) => Object.keys(one)))];
  const sorts = ["money", "change", ...(found.steps ? ["steps"] : []), "customer"];
  return (
    <div className="watch-filters">
      <Select
        aria-label={t("who.direction")}
        allowClear
        placeholder={t("who.any_direction")}
        value={wish.direction}
        options={Object.keys(found.directions).map((name) => ({
          value: name,
          label: t(`direction.${name}`),
        }))}
        onChange={(direction) => ask({ ...wish, direction, page: 1 })}
      />
      <Select
        aria-label={t("who.because")}
        allowClear
        placeholder={t("who.any_part")}
        value={wish.because}
        options={found.parts
          .filter((part) => parts.includes(part))
          .map((part) => ({ value: part, label: t(`part.${part}`) }))}
        onChange={(because) => ask({ ...wish, because, page: 1 })}
      />
      <Select
        aria-label={t("who.sort")}
        value={wish.sort}
        options={sorts.map((name) => ({ value: name, label: t(`sort.${name}`) }))}
        onChange={(sort) => ask({ ...wish, sort, page: 1 })}
      />
    </div>
  );
}

interface RowsProps extends WhoMovedProps {
  rows: Moved[];
}

function Rows({ rows, found, sides, columns }: RowsProps) {
  const { t, lang } = useWords("movement");
  const place = usePlaceTitle();
  const write = useWriteFigure();
  const figures = Object.keys(found.figures);
  const title = (name: string) => said(columns?.find((one) => one.name === name)?.title, lang) || name;
  const most = (name: string) => Math.max(...rows.map((row) => sideMost(row.figures[name]?.parts ?? {})), 0);
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
        {
          key: "places",
          title: t("who.places"),
          render: (row) => `${place(sides.before, row.before)} → ${place(sides.after, row.after)}`,
        },
        {
          key: "because",
          title: t("who.cause"),
          render: ({ because }) => (because ? t(`part.${because}`) : "–"),
        },
        ...figures.map((name) => ({
          key: name,
          title: title(name),
          render: (row: Moved) => (
            <Change
              before={write(name, row.figures[name]?.before ?? null, false)}
              after={write(name, row.figures[name]?.after ?? null, false)}
              parts={row.figures[name]?.parts ?? {}}
              most={most(name)}
              write={(_part, value) => write(name, String(value), true)}
            />
          ),
        })),
      ]}
    />
  );
}

function sideMost(parts: Record<string, string>): number {
  const { up, down } = reach(parts);
  return Math.max(up, down);
}

interface ChangeProps {
  before: string;
  after: string;
  parts: Record<string, string>;
  most: number;
  write: (part: Part, value: number) => string;
}

function Change({ before, after, parts, most, write }: ChangeProps) {
  return (
    <span className="change">
      <span className="change-ends">
        {before} → {after}
      </span>
      <PartBar parts={parts} most={most} write={write} />
    </span>
  );
}
