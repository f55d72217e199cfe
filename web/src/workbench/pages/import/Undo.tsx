import { App, Button } from "antd";
import { useState } from "react";
import { useJob, useStart } from "../../api/hooks";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { UndoOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import type { Change } from "./shapes";

interface UndoProps {
  /** The change that brought the load, and the last one that was made. */
  made: Change;
  last: Change;
}

/** Goes back to what the workspace held before a load; it says first what that takes back. */
export function Undo({ made, last }: UndoProps) {
  const { t } = useWords("import");
  const { modal } = App.useApp();
  const start = useStart();
  const [id, setId] = useState<string | null>(null);
  const { data: job } = useJob(id);
  const running = job?.status === "waiting" || job?.status === "running";
  const begin = () =>
    start
      .mutateAsync({ method: "POST", path: "imports/undo", body: { to: made.number - 1 } })
      .then((told) => setId(told.job))
      .catch(() => undefined);
  const ask = () =>
    void modal.confirm({
      title: t("undo.title"),
      content: (
        <>
          <p>{t("undo.what", { what: made.what })}</p>
          {last.number > made.number ? <p>{t("undo.more", { what: last.what })}</p> : null}
        </>
      ),
      okText: t("undo.button"),
      cancelText: t("form.cancel"),
      onOk: begin,
    });
  return (
    <>
      <Button className="undo" icon={<UndoOutlined />} onClick={ask} loading={running}>
        {t("undo.button")}
      </Button>
      {start.error ? <Problem error={start.error} /> : null}
      {job?.error ? <JobState job={job} /> : null}
    </>
  );
}
