import { App, Button } from "antd";
import { useState } from "react";
import { useData, useJob, useStart } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
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
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={mayLoad && imports.data?.undo && !empty ? <Undo undo={imports.data.undo} /> : null}
      />
      {mayLoad ? <IntakeSection empty={empty} /> : null}
      <Fetched of={imports}>{(all) => <LoadList imports={all} />}</Fetched>
    </>
  );
}

/** Goes back to what the workspace held before; it says first what that takes back. */
function Undo({ undo }: { undo: NonNullable<Imports["undo"]> }) {
  const { t } = useWords("import");
  const { modal } = App.useApp();
  const start = useStart();
  const [id, setId] = useState<string | null>(null);
  const { data: job } = useJob(id);
  const running = job?.status === "waiting" || job?.status === "running";
  const ask = () =>
    void modal.confirm({
      title: t("undo.title"),
      content: t("undo.what", { what: undo.takes_back.what }),
      okText: t("undo.button"),
      cancelText: t("form.cancel"),
      onOk: () =>
        start.mutateAsync({ method: "POST", path: "imports/undo", body: { to: undo.to } }).then(
          (told) => setId(told.job),
          () => undefined,
        ),
    });
  return (
    <>
      <Button onClick={ask} loading={running}>
        {t("undo.button")}
      </Button>
      {start.error ? <Problem error={start.error} /> : null}
      {job?.error ? <JobState job={job} /> : null}
    </>
  );
}
