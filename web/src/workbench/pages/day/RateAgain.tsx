import { Button } from "antd";
import { useState } from "react";
import { useJob, useStart } from "../../api/hooks";
import { useRun } from "../../runs";
import { useRight } from "../../session";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { AsOf } from "../../ui/AsOf";
import { PlayCircleOutlined } from "../../ui/icons";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import { NextSteps } from "./NextSteps";

/** Rates by the scheme of the newest run as it was rated before; warnings, tasks and movement are brought up to date. */
export function RateAgain() {
  const { t, lang } = useWords("day");
  const { runs } = useRun();
  const mayRun = useRight("runs.write");
  const start = useStart();
  const [id, setId] = useState<string | null>(null);
  const [chosen, choose] = useState<string | null>(null);
  const { data: job, error } = useJob(id);
  const newest = runs?.find((one) => one.newest);
  if (!newest || !mayRun) return null;
  if (job?.status === "done")
    return (
      <>
        <p role="status">{t("rated")}</p>
        <NextSteps steps={["movement", "warnings", "overview"]} />
      </>
    );
  const failed = start.error ?? error;
  return (
    <>
      <Button
        type="primary"
        size="large"
        icon={<PlayCircleOutlined />}
        loading={start.isPending || (id !== null && !job?.error)}
        onClick={() =>
          start.mutate(
            { method: "POST", path: "runs", body: { scheme: newest.scheme, as_of: chosen, follow: true } },
            { onSuccess: (started) => setId(started.job) },
          )
        }
      >
        {t("rate_again", { scheme: said(newest.title, lang) || newest.scheme })}
      </Button>
      <AsOf chosen={chosen} choose={choose} />
      {failed ? <Problem error={failed} /> : null}
      {job ? <JobState job={job} /> : null}
    </>
  );
}
