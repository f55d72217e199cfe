import type { Job } from "../api/shapes";
import { JobProgress } from "../shell/JobRow";
import { useWords } from "../words/useWords";
import { Problem } from "./Problem";

/** How far a piece of work is that the page waits for, or why it failed. */
export function JobState({ job }: { job: Job }) {
  const { t } = useWords();
  if (job.error) return <Problem error={job.error} />;
  const told =
    job.status === "running" ? (job.step?.text ?? t("jobs.status.running")) : t(`jobs.status.${job.status}`);
  return (
    <div className="job-state" role="status">
      <span className="quiet">{told}</span>
      <JobProgress job={job} />
    </div>
  );
}
