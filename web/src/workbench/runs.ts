import { useCallback, useMemo } from "react";
import { type To, useSearchParams } from "react-router";
import { useData } from "./api/hooks";
import type { Run, Session } from "./api/shapes";
import { useRight, useSession } from "./session";

interface ChosenRun {
  /** Newest first; undefined while they are being asked for. */
  runs: Run[] | undefined;
  /** The one that the address names, else the newest. */
  run: Run | undefined;
  choose: (number: number) => void;
}

/** Return the run that every page shows: `?run=` in the address, so that it can be sent to somebody else. */
export function useRun(): ChosenRun {
  const listed = useRight("runs.read");
  const { data: all } = useData<Run[]>("runs", { query: { size: 200 }, enabled: listed });
  const [params, setParams] = useSearchParams();
  const wanted = Number(params.get("run"));
  const { workspace } = useSession();
  const data = useMemo(() => (listed ? all : alone(workspace, wanted)), [listed, all, workspace, wanted]);
  return useMemo(() => {
    const runs = data?.toSorted((left, right) => right.number - left.number);
    const run =
      runs?.find(({ number }) => number === wanted) ?? runs?.find(({ newest }) => newest) ?? runs?.[0];
    const choose = (number: number) => {
      setParams((before) => {
        const after = new URLSearchParams(before);
        if (runs?.find((one) => one.number === number)?.newest) after.delete("run");
        else after.set("run", String(number));
        return after;
      });
    };
    return { runs, run, choose };
  }, [data, wanted, setParams]);
}

/** What is known of runs to those who may not see the list of them: the number of the one that they look at. */
function alone({ run, scheme }: Session["workspace"], wanted: number): Run[] {
  const number = wanted || run;
  if (number === null || scheme === null) return [];
  const title = { en: scheme, zh: scheme };
  return [
    { number, scheme, title, as_of: "", rated: 0, at: "", by: null, current: true, newest: number === run },
  ];
}

/** Return a function that makes addresses which stay with the chosen run. */
export function useLink(): (path: string, query?: Record<string, string | readonly string[]>) => To {
  const [params] = useSearchParams();
  const run = params.get("run");
  return useCallback(
    (path, query = {}) => {
      const search = new URLSearchParams();
      if (run) search.set("run", run);
      for (const [name, value] of Object.entries(query))
        for (const one of typeof value === "string" ? [value] : value) search.append(name, one);
      return { pathname: path, search: search.size > 0 ? `?${search}` : "" };
    },
    [run],
  );
}
