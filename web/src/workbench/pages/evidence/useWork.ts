import { useState } from "react";
import type { ApiError } from "../../api/client";
import { hasEnded, useJob, useStart } from "../../api/hooks";
import type { Job } from "../../api/shapes";

export interface Working {
  begin: (path: string, body: object) => void;
  job: Job | undefined;
  busy: boolean;
  error: ApiError | null;
}

/** Start one piece of work at a time and follow it; when it ends, the tray has everything in view asked for anew. */
export function useWork(): Working {
  const start = useStart();
  const [id, setId] = useState<string | null>(null);
  const { data: job, error } = useJob(id);
  return {
    begin: (path, body) =>
      start.mutate({ method: "POST", path, body }, { onSuccess: (started) => setId(started.job) }),
    job,
    busy: start.isPending || (id !== null && !error && !hasEnded(job)),
    error: start.error ?? error,
  };
}
