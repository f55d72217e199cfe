import { useData } from "../../api/hooks";
import type { Comparison, ShownCodes, ShownKey } from "../../api/schema";
import { useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { NoRun } from "../overview/NoRun";
import { CodesSection } from "./CodesSection";
import { CompareSection } from "./CompareSection";
import { Counts } from "./Counts";
import { KeysSection } from "./KeysSection";

/** How many customers two companies share, by tier, without either showing the other its list. */
export default function OverlapPage() {
  const { t } = useWords("overlap");
  const { runs, run } = useRun();
  const keys = useData<ShownKey[]>("overlap/keys", { wordless: true });
  const codes = useData<ShownCodes[]>("overlap/codes", { query: { size: 50 }, keep: true });
  const told = useData<Comparison[]>("overlap/comparisons", { wordless: true, keep: true });
  if (!runs) return <Loading />;
  if (!run) return <NoRun />;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <Fetched of={keys}>
        {(known) => (
          <>
            <KeysSection keys={known} />
            <Fetched of={codes}>
              {(made) => (
                <>
                  <CodesSection key={run.number} run={run} keys={known} made={made} />
                  <CompareSection made={made} />
                </>
              )}
            </Fetched>
          </>
        )}
      </Fetched>
      <Fetched of={told}>{(all) => <Counts all={all} />}</Fetched>
    </>
  );
}
