import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import type { Working } from "./useWork";

/** How far the work is, or why it failed; nothing once it is done. */
export function Work({ work: { job, error } }: { work: Working }) {
  return (
    <div className="evidence-wide">
      {error ? <Problem error={error} /> : null}
      {job && job.status !== "done" ? <JobState job={job} /> : null}
    </div>
  );
}
