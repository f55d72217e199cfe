import { Pagination } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useAnswer } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { TakeAway } from "../../states/TakeAway";
import { useWords } from "../../words/useWords";
import type { Campaign, Contact } from "./shapes";
import { useAmounts } from "./useAmounts";

const SIZE = 20;

/** Whom to contact: page by page, and as a file with the codes. */
export function ListTab({ campaign }: { campaign: Campaign }) {
  const { t } = useWords("campaigns");
  const { figures } = useAmounts();
  const [page, setPage] = useState(1);
  const path = `campaigns/${encodeURIComponent(campaign.id)}/customers`;
  const asked = useAnswer<Contact[]>(path, { query: { page, size: SIZE }, keep: true });
  const total = asked.data?.page?.total ?? 0;
  const leftOut = (asked.data as { left_out?: number } | undefined)?.left_out ?? 0;
  const lead = t("list.lead", { customers: figures.count(total), left_out: figures.count(leftOut) });
  return (
    <Section
      id="list"
      title={t("list.title")}
      lead={asked.data ? lead : undefined}
      aside={<Files campaign={campaign} />}
    >
      <Fetched of={{ data: asked.data?.data, error: asked.error, refetch: asked.refetch }}>
        {(rows) => (
          <DataTable
            cards
            title={t("list.title")}
            rows={rows}
            rowKey={({ customer_id }, index) => `${customer_id} ${index}`}
            columns={[
              { key: "customer_id", title: t("list.customer"), render: (one) => one.customer_id },
              { key: "cell", title: t("list.cell"), render: (one) => one.cell },
              { key: "offer", title: t("list.offer"), render: (one) => one.offer },
              { key: "channel", title: t("list.channel"), render: (one) => one.channel },
              { key: "key_code", title: t("list.code"), render: (one) => <code>{one.key_code}</code> },
            ]}
          />
        )}
      </Fetched>
      {total > SIZE ? (
        <Pagination
          className="campaign-pages"
          current={page}
          pageSize={SIZE}
          total={total}
          showSizeChanger={false}
          responsive
          onChange={setPage}
        />
      ) : null}
    </Section>
  );
}

function Files({ campaign }: { campaign: Campaign }) {
  const { t } = useWords("campaigns");
  if (!useRight("campaigns.write")) return null;
  const path = `campaigns/${encodeURIComponent(campaign.id)}/exports`;
  return <TakeAway path={path} body={{}} csv={t("list.csv")} xlsx={t("list.xlsx")} />;
}
