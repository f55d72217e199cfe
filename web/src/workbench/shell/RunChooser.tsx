import { Select } from "antd";
import { pick } from "../../i18n/words";
import { useRun } from "../runs";
import { useRight } from "../session";
import { useWords } from "../words/useWords";

/** Which run every page shows; the newest unless somebody wants to look back. */
export function RunChooser() {
  const readable = useRight("runs.read");
  return readable ? <Chooser /> : <span className="run-chooser" />;
}

function Chooser() {
  const { t, lang, dates } = useWords();
  const { runs, run, choose } = useRun();
  if (!runs || runs.length === 0) return <span className="run-chooser" />;
  return (
    <Select
      className="run-chooser"
      aria-label={t("shell.run")}
      value={run?.number ?? null}
      onChange={(number: number | null) => number !== null && choose(number)}
      popupMatchSelectWidth={false}
      options={runs.map((one) => ({
        value: one.number,
        label: t(one.newest ? "shell.run_newest" : "shell.run_one", {
          number: one.number,
          title: pick(one.title, lang) || one.scheme,
          day: dates.day(one.as_of),
        }),
      }))}
    />
  );
}
