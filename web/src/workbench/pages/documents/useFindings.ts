import { useQuery } from "@tanstack/react-query";
import { type ApiError, call } from "../../api/client";
import { useWords } from "../../words/useWords";
import { useDebounced } from "../schemes/useDebounced";
import type { DocumentName, Finding, WatchFindings } from "./shapes";

const REST = 250;

/** What is wrong with a text, a moment after the last key; `of` is the text that was looked at. */
export function useFindings(name: DocumentName, text: string) {
  const { lang } = useWords();
  const rested = useDebounced(text, REST);
  const path = `documents/${name}/lint`;
  return useQuery<{ findings: Finding[]; of: string }, ApiError>({
    queryKey: [path, rested, lang],
    queryFn: async ({ signal }) => {
      const answer = await call<WatchFindings>("POST", path, {
        body: { text: rested },
        query: { lang },
        signal,
      });
      return { ...answer.data, of: rested };
    },
    placeholderData: (before) => before,
  });
}
