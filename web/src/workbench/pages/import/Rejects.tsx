import { Pagination } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { useAnswer } from "../../api/hooks";
import { Loading } from "../../states/Loading";
import { Problem } from "../../states/Problem";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Load, RejectedRow } from "./shapes";

const SIZE = 20;

/** The rejected rows of a load by reason: how many and how much money, and each row with what is wrong. */
export function Rejects({ load }: { load: Load }) {
  const { t } = useWords("import");
  const figures = useFigures();
  const [reason, setReason] = useState<string | null>(null);
  const [page, setPage] = useState(1);
  const choose = (next: string) => {
    setReason((now) => (now === next ? null : next));
    setPage(1);
  };
  const rows = useAnswer<RejectedRow[]>(`imports/${load.number}/rejected`, {
    query: { page, size: SIZE, ...(reason ? { reason } : {}) },
    keep: true,
  });
  return (
    <div className="rejects">
      <h3>{t("rejects.title")}</h3>
      <fieldset className="group-strip" aria-label={t("rejects.by")}>
        {load.account.rejected_by.map((one) => (
          <button
            key={one.reason}
            type="button"
            aria-pressed={one.reason === reason}
            onClick={() => choose(one.reason)}
          >
            <span>{one.title}</span>
            <span className="group-heads">{figures.count(one.rows)}</span>
            <span className="quiet">{figures.shortMoney(one.amount)}</span>
          </button>
        ))}
      </fieldset>
      {rows.error ? <Problem error={rows.error} /> : null}
      {rows.data ? <Rows rows={rows.data.data} /> : <Loading />}
      {rows.data?.page && rows.data.page.total > SIZE ? (
        <Pagination
          current={page}
          pageSize={SIZE}
          total={rows.data.page.total}
          showSizeChanger={false}
          onChange={setPage}
          size="small"
        />
      ) : null}
    </div>
  );
}

function Rows({ rows }: { rows: RejectedRow[] }) {
  const { t } = useWords("import");
  return (
    <DataTable
      title={t("rejects.title")}
      cards
      rows={rows}
      rowKey={(row) => `${row.part} ${row.row} ${row.reason}`}
      columns={[
        {
          key: "row",
          title: t("rejects.row"),
          render: (row) => t("rejects.at", { row: row.row }),
        },
        { key: "reason", title: t("rejects.reason"), render: (row) => row.title },
        {
          key: "cell",
          title: t("rejects.cell"),
          render: (row) =>
            row.column ? `${row.column}${row.value ? `: ${row.value}` : ""}` : (row.value ?? "–"),
        },
        {
          key: "cells",
          title: t("rejects.cells"),
          render: (row) => (
            <span className="quiet rejects-cells">
              {row.cells
                .filter(({ value }) => value)
                .map(({ header, value }) => `${header} ${value}`)
                .join(" · ") || t("rejects.no_cells")}
            </span>
          ),
        },
      ]}
    />
  );
}
