import { Button, Pagination } from "antd";
import { useEffect, useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { address } from "../../api/client";
import { useAnswer, useJob, useStart } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { DownloadOutlined } from "../../ui/icons";
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
  const start = useStart();
  const [id, setId] = useState<string | null>(null);
  const { data: job, error } = useJob(id);
  const ready = job?.status === "done" ? job.id : null;
  useEffect(() => {
    if (!ready) return;
    const link = document.createElement("a");
    link.href = address(`exports/${encodeURIComponent(ready)}`);
    link.download = "";
    link.click();
    setId(null);
  }, [ready]);
  if (!useRight("campaigns.write")) return null;
  const begin = (format: string) =>
    start.mutate(
      { method: "POST", path: `campaigns/${encodeURIComponent(campaign.id)}/exports`, body: { format } },
      { onSuccess: (started) => setId(started.job) },
    );
  const failed = start.error ?? error;
  return (
    <div className="campaign-files">
      <Button icon={<DownloadOutlined />} loading={id !== null && !job?.error} onClick={() => begin("csv")}>
        {t("list.csv")}
      </Button>
      <Button icon={<DownloadOutlined />} loading={id !== null && !job?.error} onClick={() => begin("xlsx")}>
        {t("list.xlsx")}
      </Button>
      {failed ? <Problem error={failed} /> : null}
      {job && job.status !== "done" ? <JobState job={job} /> : null}
    </div>
  );
}
