import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWords } from "../words/useWords";
import { type Answer, type ApiError, call, file, type Query } from "./client";
import type { Job } from "./shapes";

interface Reading<Data> {
  query?: Query;
  /** Asked only once this is true. */
  enabled?: boolean;
  /** Milliseconds until it is asked again, by what was answered last; without it, once. */
  every?: (data: Data | undefined) => number | false;
  /** The last answer stays in view while another page of the same list is on its way. */
  keep?: boolean;
  /** The answer holds no words, so that it is the same in every language. */
  wordless?: boolean;
}

/** Read a resource with everything around it (page, columns). A change of language asks again: answers hold words. */
export function useAnswer<Data>(path: string, reading: Reading<Data> = {}) {
  const { query, enabled = true, every, keep = false, wordless = false } = reading;
  const { lang } = useWords();
  const asked: UseQueryResult<Answer<Data>, ApiError> = useQuery<Answer<Data>, ApiError>({
    queryKey: [path, query ?? null, wordless ? "" : lang],
    queryFn: ({ signal }) => call<Data>("GET", path, { query: { ...query, lang }, signal }),
    enabled,
    refetchInterval: ({ state }) => every?.(state.data?.data) ?? false,
    ...(keep ? { placeholderData: (before: Answer<Data> | undefined) => before } : {}),
  });
  return asked;
}

/** Read a resource: its data alone. */
export function useData<Data>(path: string, reading: Reading<Data> = {}) {
  const { data, ...rest } = useAnswer<Data>(path, reading);
  return { ...rest, data: data?.data };
}

export interface Change {
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
}

/** Change something on the server; afterwards everything that is in view is asked for anew. */
export function useChange<Data = unknown>() {
  const client = useQueryClient();
  return useMutation<Data, ApiError, Change>({
    mutationFn: async ({ method, path, body }) => (await call<Data>(method, path, { body })).data,
    onSuccess: () => client.invalidateQueries(),
  });
}

/** Start long work; the answer names its job, which the tray follows from then on. */
export function useStart() {
  return useChange<{ job: string }>();
}

interface Wanted {
  path: string;
  body: unknown;
  /** The name under which the file is saved. */
  name: string;
}

/** Ask for a file by a request that must not stand in an address, and save it. */
export function useFile() {
  return useMutation<void, ApiError, Wanted>({
    mutationFn: async ({ path, body, name }) => {
      const place = URL.createObjectURL(await file(path, body));
      const link = document.createElement("a");
      link.href = place;
      link.download = name;
      link.click();
      URL.revokeObjectURL(place);
    },
  });
}

const ENDED = new Set(["done", "failed", "cancelled"]);

export function hasEnded(job: Job | undefined): boolean {
  return job !== undefined && ENDED.has(job.status);
}

/** Follow one job until it ends. */
export function useJob(id: string | null) {
  const { lang } = useWords();
  return useQuery<Job, ApiError>({
    queryKey: ["job", id, lang],
    queryFn: async ({ signal }) =>
      (await call<Job>("GET", `jobs/${encodeURIComponent(id ?? "")}`, { query: { lang }, signal })).data,
    enabled: id !== null,
    refetchInterval: ({ state }) => (hasEnded(state.data) ? false : 700),
  });
}
