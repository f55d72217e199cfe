import { Button } from "antd";
import { useState } from "react";
import { useJob, useStart } from "../../api/hooks";
import { useRight } from "../../session";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { RiseOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";

/** Predicts as of the day of a run; the page that it stands on shows what came out. */
export function Predict({ run }: { run: number }) {
  const { t } = useWords("ahead");
  const allowed = useRight("runs.write");
  const start = useStart();
  const [id, setId] = useState<string | null>(null);
  const { data: job, error } = useJob(id);
  if (!allowed) return <p className="quiet">{t("not_allowed")}</p>;
  const begin = () =>
    start.mutate(
      { method: "POST", path: "predictions", body: { run } },
      { onSuccess: (started) => setId(started.job) },
    );
  const problem = start.error ?? error;
  return (
    <div className="ahead-start">
      {problem ? <Problem error={problem} /> : null}
      {job && job.status !== "done" ? <JobState job={job} /> : null}
      {!job || job.status === "failed" || job.status === "cancelled" ? (
        <Button type="primary" icon={<RiseOutlined />} loading={start.isPending} onClick={begin}>
          {t("predict")}
        </Button>
      ) : null}
    </div>
  );
}
