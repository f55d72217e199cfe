import { Select } from "antd";
import { useSearchParams } from "react-router";
import type { Run } from "../api/shapes";
import { useRun } from "../runs";
import { useWords } from "../words/useWords";

/** The earlier run that the address names, else undefined: then the server takes the one before. */
export function useEarlier(): string | undefined {
  const [params] = useSearchParams();
  return params.get("with") ?? undefined;
}

/** Chooses the earlier of two runs: those of the same scheme and an earlier day. */
export function EarlierRun({ run, shown }: { run: Run; shown: number | undefined }) {
  const { t, dates } = useWords();
  const { runs } = useRun();
  const [, setParams] = useSearchParams();
  const earlier = (runs ?? []).filter(({ scheme, as_of }) => scheme === run.scheme && as_of < run.as_of);
  if (earlier.length < 2) return null;
  return (
    <Select
      aria-label={t("earlier.label")}
      value={shown ?? null}
      popupMatchSelectWidth={false}
      options={earlier.map(({ number, as_of }) => ({
        value: number,
        label: t("earlier.run", { number, day: dates.day(as_of) }),
      }))}
      onChange={(number) =>
        setParams((before) => {
          const after = new URLSearchParams(before);
          after.set("with", String(number));
          return after;
        })
      }
    />
  );
}
