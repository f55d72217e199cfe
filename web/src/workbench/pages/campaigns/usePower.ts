import { useQuery } from "@tanstack/react-query";
import { type ApiError, call } from "../../api/client";
import { useWords } from "../../words/useWords";
import { useDebounced } from "../schemes/useDebounced";
import type { Power } from "./shapes";

const REST = 250;

/** What a test of this size can tell, a moment after the last key; the last answer stays in view until the next. */
export function usePower(asked: object | null) {
  const { lang } = useWords();
  const body = useDebounced(asked === null ? null : JSON.stringify(asked), REST);
  return useQuery<Power, ApiError>({
    queryKey: ["campaigns/power", body, lang],
    queryFn: async ({ signal }) =>
      (
        await call<Power>("POST", "campaigns/power", {
          body: JSON.parse(body ?? "{}"),
          query: { lang },
          signal,
        })
      ).data,
    enabled: body !== null,
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
