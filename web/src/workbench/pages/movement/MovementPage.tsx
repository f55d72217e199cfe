import { useSearchParams } from "react-router";
import { Choice } from "../../../ui/Choice";
import { useRun } from "../../runs";
import { Loading } from "../../states/Loading";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { NoRun } from "../overview/NoRun";
import { LastRuns } from "./LastRuns";
import { TwoRuns } from "./TwoRuns";

const VIEWS = ["two", "course"] as const;
type View = (typeof VIEWS)[number];

/** Who moved between two runs and what did it; or the course of the last runs, and what to expect of the next. */
export default function MovementPage() {
  const { t } = useWords("movement");
  const { runs } = useRun();
  const [params, setParams] = useSearchParams();
  if (!runs) return <Loading />;
  if (runs.length === 0) return <NoRun />;
  const view: View = params.get("view") === "course" ? "course" : "two";
  const choose = (next: View) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === "two") after.delete("view");
      else after.set("view", next);
      return after;
    });
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t(`lead.${view}`)}
        actions={
          <Choice
            label={t("view.label")}
            value={view}
            options={VIEWS.map((one) => [one, t(`view.${one}`)] as const)}
            onChange={choose}
          />
        }
      />
      {view === "two" ? <TwoRuns runs={runs} /> : <LastRuns />}
    </>
  );
}
