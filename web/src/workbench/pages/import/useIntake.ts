import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiError, call } from "../../api/client";
import { useJob } from "../../api/hooks";
import type { Job } from "../../api/shapes";
import type { Inspection, Loaded, Question, Said } from "./shapes";
import { type Sent, send } from "./upload";

export interface Waiting {
  key: string;
  name: string;
  size: number;
  /** Between 0 and 1 while it is on its way. */
  share: number;
  id: string | null;
  error: ApiError | null;
}

const NOTHING_SAID: Said = { map: {}, decide: {}, policy: {} };

/** The way of files into the workspace: sent, looked at, corrected, loaded. Every answer has them looked at anew. */
export function useIntake() {
  const [files, setFiles] = useState<Waiting[]>([]);
  const [said, setSaid] = useState<Said>(NOTHING_SAID);
  const [amended, setAmended] = useState(false);
  const looking = useLooking();
  const loading = useLoading();
  const uploads = files.flatMap(({ id }) => (id ? [id] : []));
  const { look } = looking;
  useWaiting(setFiles, (ids) => void look(ids, NOTHING_SAID));
  const reset = () => {
    setFiles([]);
    setSaid(NOTHING_SAID);
    setAmended(false);
    looking.forget();
    loading.forget();
  };
  const add = async (chosen: readonly File[]) => {
    const sent = await Promise.all(
      chosen.map((file, place) => sendOne(file, `${Date.now()}-${place}`, setFiles)),
    );
    const ids = [...uploads, ...sent.flatMap((one) => (one ? [one.id] : []))];
    if (ids.length > 0) await look(ids, said);
  };
  const remove = async (file: Waiting) => {
    setFiles((all) => all.filter(({ key }) => key !== file.key));
    if (file.id) await call("DELETE", `uploads/${file.id}`).catch(() => undefined);
    const left = uploads.filter((id) => id !== file.id);
    if (left.length > 0) await look(left, said);
    else reset();
  };
  const say = (next: Said) => {
    setSaid(next);
    void look(uploads, next);
  };
  const take = async (reading: Said = said) => {
    setSaid(reading);
    await loading.load({ uploads, reading, amended });
  };
  const sending = files.some(({ id, error }) => id === null && error === null);
  const error = looking.error ?? loading.error;
  const held = { files, sending, said, amended, setAmended, error };
  return { ...held, ...looking.told, ...loading.told, add, remove, say, take, reset };
}

/** Return what was said so far with an answer to a question. */
export function answered(said: Said, { option, decision }: Question, value: string): Said {
  return { ...said, [option]: { ...said[option], [decision]: value } };
}

/** Has files looked at; what was seen last stays in view until they are looked at again. */
function useLooking() {
  const [id, setId] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [seen, setSeen] = useState<Inspection | null>(null);
  const job = useJob(id);
  useEffect(() => {
    if (job.data?.status === "done") setSeen(job.data.result as unknown as Inspection);
  }, [job.data]);
  const look = useCallback(async (uploads: string[], reading: Said) => {
    setError(null);
    setId(await started("imports/inspections", { uploads, reading }, setError));
  }, []);
  const forget = () => {
    setId(null);
    setSeen(null);
  };
  const told = { seen, inspecting: id !== null && !isOver(job.data), inspectJob: job.data };
  return { look, forget, error: error ?? job.error, told };
}

/** Loads files; the job ends with what came of it, or with a question. */
function useLoading() {
  const [id, setId] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const job = useJob(id);
  const client = useQueryClient();
  const over = isOver(job.data);
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: ["imports"] });
  }, [over, client]);
  const load = async (body: object) => {
    setError(null);
    setId(await started("imports", body, setError));
  };
  const loaded = job.data?.status === "done" ? (job.data.result as unknown as Loaded) : null;
  const told = { loading: id !== null && !isOver(job.data), loadJob: job.data, loaded };
  return { load, forget: () => setId(null), error: error ?? job.error, told };
}

export type Intake = ReturnType<typeof useIntake>;

function isOver(job: Job | undefined): boolean {
  return job !== undefined && job.status !== "waiting" && job.status !== "running";
}

async function started(path: string, body: object, fail: (error: ApiError) => void): Promise<string | null> {
  try {
    return (await call<{ job: string }>("POST", path, { body })).data.job;
  } catch (reason) {
    fail(reason as ApiError);
    return null;
  }
}

type SetFiles = (change: (all: Waiting[]) => Waiting[]) => void;

async function sendOne(file: File, key: string, set: SetFiles): Promise<Sent | null> {
  const change = (part: Partial<Waiting>) =>
    set((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  set((all) => [...all, { key, name: file.name, size: file.size, share: 0, id: null, error: null }]);
  try {
    const sent = await send(file, (share) => change({ share }));
    change({ id: sent.id, share: 1 });
    return sent;
  } catch (reason) {
    change({ error: reason as ApiError });
    return null;
  }
}

/** Files that were sent before the page was left are still there. */
function useWaiting(set: SetFiles, look: (ids: string[]) => void): void {
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void call<Sent[]>("GET", "uploads").then(
      ({ data }) => {
        const mine = data.map((one) => ({ ...one, key: one.id, share: 1, error: null }));
        if (mine.length === 0) return;
        set((all) => [...mine, ...all]);
        look(mine.map(({ id }) => id));
      },
      () => undefined,
    );
  }, [set, look]);
}
