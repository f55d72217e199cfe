import { Button } from "antd";
import { useEffect, useState } from "react";
import { address } from "../api/client";
import { useJob, useStart } from "../api/hooks";
import { DownloadOutlined } from "../ui/icons";
import { JobState } from "./JobState";
import { Problem } from "./Problem";

interface TakeAwayProps {
  /** Where a file is asked for, and what is said beside its format. */
  path: string;
  body: object;
  csv: string;
  xlsx: string;
}

/** Two buttons that have a file made and fetch it once it is there. */
export function TakeAway({ path, body, csv, xlsx }: TakeAwayProps) {
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
  const begin = (format: string) =>
    start.mutate(
      { method: "POST", path, body: { ...body, format } },
      { onSuccess: (started) => setId(started.job) },
    );
  const failed = start.error ?? error;
  const busy = id !== null && !job?.error;
  return (
    <div className="campaign-files">
      <Button icon={<DownloadOutlined />} loading={busy} onClick={() => begin("csv")}>
        {csv}
      </Button>
      <Button icon={<DownloadOutlined />} loading={busy} onClick={() => begin("xlsx")}>
        {xlsx}
      </Button>
      {failed ? <Problem error={failed} /> : null}
      {job && job.status !== "done" ? <JobState job={job} /> : null}
    </div>
  );
}
