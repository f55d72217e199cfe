import { useCallback, useMemo } from "react";
import { type To, useSearchParams } from "react-router";
import { useData } from "./api/hooks";
import type { Run } from "./api/shapes";

interface ChosenRun {
  /** Newest first; undefined while they are being asked for. */
  runs: Run[] | undefined;
  /** The one that the address names, else the newest. */
  run: Run | undefined;
  choose: (number: number) => void;
}

/** Return the run that every page shows: `?run=` in the address, so that it can be sent to somebody else. */
export function useRun(): ChosenRun {
  const { data } = useData<Run[]>("runs", { query: { size: 200 } });
  const [params, setParams] = useSearchParams();
  const wanted = Number(params.get("run"));
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
