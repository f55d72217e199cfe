import { Button, Progress, Spin } from "antd";
import type { ReactNode } from "react";
import { address } from "../api/client";
import { hasEnded, useChange } from "../api/hooks";
import type { Job, JobStatus } from "../api/shapes";
import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, MinusCircleOutlined } from "../ui/icons";
import { useWords } from "../words/useWords";

const SIGNS: Record<JobStatus, ReactNode> = {
  waiting: <ClockCircleOutlined className="quiet" />,
  running: <Spin size="small" />,
  done: <CheckCircleFilled className="sign-good" />,
  failed: <CloseCircleFilled className="sign-bad" />,
  cancelled: <MinusCircleOutlined className="quiet" />,
};

/** One piece of work: how far it is, or what came out. */
export function JobRow({ job }: { job: Job }) {
  const { t, dates } = useWords();
  const change = useChange();
  const told =
    job.status === "running" ? (job.step?.text ?? t("jobs.status.running")) : t(`jobs.status.${job.status}`);
  return (
    <li className="job">
      <span className="job-sign">{SIGNS[job.status]}</span>
      <div className="job-text">
        <div className="job-head">
          <strong>{t(`jobs.kind.${job.kind}`)}</strong>
          <span className="quiet">{dates.ago(job.ended ?? job.created)}</span>
        </div>
        <div className="quiet">{told}</div>
        <JobProgress job={job} />
        {job.error ? <div className="job-error">{job.error.message}</div> : null}
        {job.error?.hint ? <div className="quiet">{job.error.hint}</div> : null}
        <ExportLink job={job} />
      </div>
      {hasEnded(job) ? null : (
        <Button size="small" onClick={() => change.mutate({ method: "DELETE", path: `jobs/${job.id}` })}>
          {t("jobs.cancel")}
        </Button>
      )}
    </li>
  );
}

export function JobProgress({ job }: { job: Job }) {
  const { step, status } = job;
  if (status !== "running" || !step?.total) return null;
  const percent = Math.min(100, Math.floor((100 * (step.done ?? 0)) / step.total));
  return <Progress percent={percent} size="small" aria-label={step.text} />;
}

/** The kinds of jobs whose result is a file. */
const FILES = ["export", "campaign-list", "movement-list"];

function ExportLink({ job }: { job: Job }) {
  const { t } = useWords();
  if (!FILES.includes(job.kind) || job.status !== "done") return null;
  return (
    <a href={address(`exports/${encodeURIComponent(job.id)}`)} download>
      {t("jobs.download")}
    </a>
  );
}
