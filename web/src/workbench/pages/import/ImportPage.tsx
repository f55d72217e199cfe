import { useData } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { IntakeSection } from "./IntakeSection";
import { LoadList } from "./LoadList";
import type { Imports } from "./shapes";

/** Files become data: dropped, looked at, corrected, loaded, accounted for to the cent, and taken back. */
export default function ImportPage() {
  const { t } = useWords("import");
  const mayLoad = useRight("imports.write");
  const imports = useData<Imports>("imports");
  const empty = imports.data?.loads.length === 0 && imports.data.tables.length === 0;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {mayLoad ? <IntakeSection empty={empty} /> : null}
      <Fetched of={imports}>{(all) => <LoadList imports={all} />}</Fetched>
    </>
  );
}
