import { useSearchParams } from "react-router";

/** Return the runs that the address names, as the interface takes them. */
export function useAskedRuns(): Record<string, string> {
  const [params] = useSearchParams();
  const asked: Record<string, string> = {};
  for (const name of ["from", "to"]) {
    const value = params.get(name);
    if (value) asked[name] = value;
  }
  const run = params.get("run");
  if (run && !asked.to) asked.to = run;
  return asked;
}
