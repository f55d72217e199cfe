import { useQueryClient } from "@tanstack/react-query";
import { App, Badge, Button, Popover } from "antd";
import { useEffect, useRef } from "react";
import { hasEnded, useData } from "../api/hooks";
import type { Job } from "../api/shapes";
import { useRight } from "../session";
import { CloudSyncOutlined } from "../ui/icons";
import { useWords } from "../words/useWords";
import { JobRow } from "./JobRow";

const SHOWN = 8;
const BUSY = 1_000;
const IDLE = 20_000;

function pace(jobs: Job[] | undefined): number {
  return jobs?.some((job) => !hasEnded(job)) ? BUSY : IDLE;
}

/** Work in progress and what became of it. It is the server's own list, so a reload of the page loses nothing. */
export function JobTray() {
  return useRight("jobs.read") ? <Tray /> : null;
}

function Tray() {
  const { t } = useWords();
  const { data: jobs } = useData<Job[]>("jobs", { every: pace, keep: true });
  const running = jobs?.filter((job) => !hasEnded(job)) ?? [];
  useAnnouncements(jobs);
  const content = jobs?.length ? (
    <ul className="jobs">
      {jobs.slice(0, SHOWN).map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </ul>
  ) : (
    <p className="quiet jobs-none">{t("jobs.none")}</p>
  );
  const label = running.length > 0 ? t("jobs.running", { count: running.length }) : t("jobs.title");
  return (
    <Popover content={content} title={t("jobs.title")} trigger="click" placement="bottom">
      <Button
        type="text"
        aria-label={label}
        title={label}
        className={running.length > 0 ? "tool-busy" : ""}
        icon={
          // Without work there is no number, not even one that fades: it would not fit the label.
          running.length > 0 ? (
            <Badge count={running.length} size="small" offset={[4, -2]}>
              <CloudSyncOutlined />
            </Badge>
          ) : (
            <CloudSyncOutlined />
          )
        }
      />
    </Popover>
  );
}

/** Says once that a job has ended, and has everything in view asked for anew: it may have changed. */
function useAnnouncements(jobs: Job[] | undefined): void {
  const { t } = useWords();
  const { notification } = App.useApp();
  const client = useQueryClient();
  const known = useRef<Map<string, boolean> | null>(null);
  useEffect(() => {
    if (!jobs) return;
    const before = known.current;
    known.current = new Map(jobs.map((job) => [job.id, hasEnded(job)]));
    const ended = jobs.filter((job) => hasEnded(job) && before !== null && before.get(job.id) !== true);
    if (ended.length === 0) return;
    for (const job of ended) {
      if (QUIET.has(job.kind) && job.status === "done") continue;
      const title = t(`jobs.ended.${job.status}`, { what: t(`jobs.kind.${job.kind}`) });
      const description = job.error?.message;
      const told = { title, ...(description ? { description } : {}) };
      if (job.status === "failed") notification.error({ ...told, duration: 12 });
      else if (job.status === "done") notification.success(told);
    }
    void client.invalidateQueries();
  }, [jobs, client, notification, t]);
}

/** Steps on the way to something else; the page that asked for them shows what came out. */
const QUIET = new Set(["inspect", "compare"]);
