import { Select } from "antd";
import { useSearchParams } from "react-router";
import type { Run } from "../../api/shapes";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";

interface RunChoiceProps {
  /** The word of the address that names the run. */
  name: string;
  /** Whether it is the earlier or the later of two. */
  side: "old" | "new";
  runs: Run[];
  /** The number of the run that is chosen. */
  run: number;
}

/** One of several runs, chosen into the page's address. */
export function RunChoice({ name, side, runs, run }: RunChoiceProps) {
  const { t, lang, dates } = useWords("runs");
  const [, setParams] = useSearchParams();
  return (
    <Select
      className="compare-side"
      aria-label={t(`side.${side}`)}
      value={run}
      popupMatchSelectWidth={false}
      options={runs.map((one) => ({
        value: one.number,
        label: t("side.run", {
          number: one.number,
          title: said(one.title, lang) || one.scheme,
          day: dates.day(one.as_of),
        }),
      }))}
      onChange={(number: number) =>
        setParams((before) => {
          const after = new URLSearchParams(before);
          after.set(name, String(number));
          return after;
        })
      }
    />
  );
}
