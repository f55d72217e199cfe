import { Alert, Pagination } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useAnswer, useData } from "../../api/hooks";
import type { AuditEntry, Verification } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { CheckCircleOutlined, WarningOutlined } from "../../ui/icons";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

const SIZE = 50;

/** Who did what, and whether the record of it is as it was written. */
export default function AuditTab() {
  const { t } = useWords("settings");
  const [page, setPage] = useState(1);
  const entries = useAnswer<AuditEntry[]>("audit", { query: { page, size: SIZE }, keep: true });
  return (
    <Section id="audit" title={t("audit.title")} lead={t("audit.lead")}>
      <Intact />
      <Fetched of={entries}>
        {({ data, page: shown }) => (
          <>
            <EntryTable entries={data} />
            <Pagination
              className="orders-pages"
              align="end"
              current={page}
              pageSize={SIZE}
              total={shown?.total ?? 0}
              showSizeChanger={false}
              hideOnSinglePage
              onChange={setPage}
            />
          </>
        )}
      </Fetched>
    </Section>
  );
}

/** Each entry carries the hash of the one before it; the server walks the whole chain. */
function Intact() {
  const { t } = useWords("settings");
  const figures = useFigures();
  const { data } = useData<Verification>("audit/verification");
  if (!data) return null;
  const count = figures.count(data.entries);
  return (
    <Alert
      className="audit-chain"
      type={data.intact ? "success" : "error"}
      showIcon
      icon={data.intact ? <CheckCircleOutlined /> : <WarningOutlined />}
      title={
        data.intact
          ? t("audit.intact", { entries: count })
          : t("audit.broken", { at: figures.count(data.broken_at) })
      }
    />
  );
}

function EntryTable({ entries }: { entries: AuditEntry[] }) {
  const { t, dates } = useWords("settings");
  return (
    <DataTable
      cards
      title={t("audit.title")}
      rows={entries}
      rowKey={({ number }) => String(number)}
      columns={[
        {
          key: "at",
          title: t("audit.at"),
          render: ({ at }) => <span className="nowrap">{dates.moment(at)}</span>,
        },
        { key: "who", title: t("audit.who"), render: ({ who }) => who || "–" },
        { key: "address", title: t("audit.address"), render: ({ address }) => address },
        { key: "what", title: t("audit.what"), render: ({ what }) => <code>{what}</code> },
        {
          key: "target",
          title: t("audit.target"),
          render: ({ target }) => <span className="agent">{target}</span>,
        },
        {
          key: "outcome",
          title: t("audit.outcome"),
          render: ({ outcome }) => t(`audit.${outcome}`, { defaultValue: outcome }),
        },
        { key: "number", title: t("audit.number"), numeric: true, render: ({ number }) => String(number) },
      ]}
    />
  );
}
