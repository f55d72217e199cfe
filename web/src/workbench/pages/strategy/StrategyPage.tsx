import { Button, Tag } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { address } from "../../api/client";
import { useData } from "../../api/hooks";
import { useRun } from "../../runs";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { DownloadOutlined, EditOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { Place } from "../../ui/Place";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import { OpenDocument } from "../documents/OpenDocument";
import { NoRun } from "../overview/NoRun";
import type { ShownStrategy, StrategyRow } from "../tasks/shapes";

/** The strategy table: per group the direction, the measures, who is responsible, what success is, how often. */
export default function StrategyPage() {
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  return run ? <OneStrategy run={run.number} /> : <NoRun />;
}

function OneStrategy({ run }: { run: number }) {
  const { t } = useWords("tasks");
  const [editing, setEditing] = useState(false);
  const strategy = useData<ShownStrategy>(`care/strategy/${run}`);
  return (
    <>
      <StrategyHead found={strategy.data} run={run} onEdit={editing ? null : () => setEditing(true)} />
      {editing ? (
        <OpenDocument
          name="care"
          title={t("strategy_edit")}
          lead={t("plan_document_lead")}
          onClose={() => setEditing(false)}
        />
      ) : null}
      {editing && strategy.error ? null : (
        <Fetched of={strategy}>
          {(found) => (
            <div className="section strategy">
              <Table rows={found.rows} />
              <p className="quiet small">{t("strategy_own")}</p>
            </div>
          )}
        </Fetched>
      )}
    </>
  );
}

interface StrategyHeadProps {
  /** Not there while it is on its way, and where the plan is wrong; it can be mended all the same. */
  found: ShownStrategy | undefined;
  run: number;
  onEdit: (() => void) | null;
}

function StrategyHead({ found, run, onEdit }: StrategyHeadProps) {
  const { t, lang } = useWords("tasks");
  const mayWrite = useRight("schemes.write");
  return (
    <PageHead
      title={t("strategy")}
      lead={t("strategy_lead")}
      facts={
        found
          ? [
              [t("scheme"), said(found.title, lang) || found.scheme],
              [t("capacity"), String(found.capacity)],
              [t("window"), t("window_value", { days: found.window })],
              [t("horizon"), t("horizon_value", { months: found.horizon })],
            ]
          : []
      }
      actions={
        <>
          {found ? (
            <Button icon={<DownloadOutlined />} href={address(`care/strategy/${run}/file`)} download>
              {t("strategy_file")}
            </Button>
          ) : null}
          {mayWrite && onEdit ? (
            <Button icon={<EditOutlined />} onClick={onEdit}>
              {t("strategy_edit")}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

function Table({ rows }: { rows: StrategyRow[] }) {
  const { t, lang } = useWords("tasks");
  const text = (name: "direction" | "measures" | "department" | "success") => ({
    key: name,
    title: t(`head.${name}`),
    render: (row: StrategyRow) => said(row[name], lang) || "–",
  });
  return (
    <DataTable
      cards
      title={t("strategy")}
      rows={rows}
      rowKey={({ place }) => place}
      columns={[
        {
          key: "place",
          title: t("head.place"),
          render: (row) => (
            <span className="strategy-place">
              <Place title={row.place} rank={rows.indexOf(row)} of={rows.length} />
              <span>{said(row.title, lang)}</span>
              {row.own ? <Tag>{t("own")}</Tag> : null}
            </span>
          ),
        },
        text("direction"),
        text("measures"),
        {
          key: "department",
          title: t("head.department"),
          render: (row) => row.owners.join(", ") || said(row.department, lang) || "–",
        },
        text("success"),
        {
          key: "rhythm",
          title: t("head.rhythm"),
          render: (row) => (row.rhythm === null ? t("undated") : said(row.rhythm_words, lang)),
        },
      ]}
    />
  );
}
