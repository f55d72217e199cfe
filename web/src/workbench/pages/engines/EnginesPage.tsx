import { useData } from "../../api/hooks";
import type { Engines, RatedThere, ShownConnection } from "../../api/schema";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { Capabilities } from "./Capabilities";
import { Connections } from "./Connections";
import { RateThere } from "./RateThere";
import { Ratings } from "./Ratings";

/** The same scheme on other engines: what runs where, which ones are connected, and whether the answer is the same. */
export default function EnginesPage() {
  const { t } = useWords("engines");
  const mayRate = useRight("runs.write");
  const engines = useData<Engines>("engines");
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {mayRate ? <There engines={engines.data} /> : null}
      <Fetched of={engines}>{(found) => <Capabilities found={found} />}</Fetched>
    </>
  );
}

/** The connections, a rating over one of them, and what came of earlier ones. */
function There({ engines }: { engines: Engines | undefined }) {
  const connections = useData<ShownConnection[]>("engines/connections", { wordless: true });
  const ratings = useData<RatedThere[]>("engines/ratings", { query: { size: 50 }, keep: true });
  return (
    <Fetched of={connections}>
      {(all) => (
        <>
          <Connections all={all} />
          {all.length > 0 && engines ? <RateThere connections={all} engines={engines} /> : null}
          <Fetched of={ratings}>{(found) => (found.length > 0 ? <Ratings all={found} /> : null)}</Fetched>
        </>
      )}
    </Fetched>
  );
}
