import { useQuery } from "@tanstack/react-query";
import { type ApiError, call } from "../../api/client";
import { useWords } from "../../words/useWords";
import type { Linted, Previewed } from "./shapes";
import { useDebounced } from "./useDebounced";

const REST = 150;

/** What is found in a text, a moment after the last key; `of` is the text that was looked at. */
export function useLint(text: string) {
  const { lang } = useWords();
  const rested = useDebounced(text, REST);
  return useQuery<Linted & { of: string }, ApiError>({
    queryKey: ["schemes/lint", rested, lang],
    queryFn: async ({ signal }) => ({
      ...(await call<Linted>("POST", "schemes/lint", { body: { text: rested }, query: { lang }, signal }))
        .data,
      of: rested,
    }),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What a text would make of a run's customers; the last answer stays in view until the next one. */
export function usePreview(text: string, run: number | undefined, sound: boolean) {
  const { lang } = useWords();
  const rested = useDebounced(text, REST);
  return useQuery<Previewed, ApiError>({
    queryKey: ["schemes/preview", rested, run, lang],
    queryFn: async ({ signal }) => {
      const body = { text: rested, run: run ?? null };
      return (await call<Previewed>("POST", "schemes/preview", { body, query: { lang }, signal })).data;
    },
    enabled: sound && run !== undefined && rested === text,
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
