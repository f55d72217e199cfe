import { Button } from "antd";
import { Link } from "react-router";
import { useStart } from "../../api/hooks";
import { useRight, useSession } from "../../session";
import { Nothing } from "../../states/Nothing";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";

/** Before the first run: where the data comes from, or the one step that is still missing. */
export function NoRun() {
  const { t } = useWords("overview");
  const { workspace } = useSession();
  const mayImport = useRight("imports.write");
  const mayRun = useRight("runs.write");
  const start = useStart();
  const post = (path: string, body: object) => start.mutate({ method: "POST", path, body });
  const loaded = (workspace.data?.loads ?? 0) > 0;
  const steps = loaded ? (
    mayRun ? (
      <Link to="/schemes">
        <Button type="primary" size="large">
          {t("choose_scheme")}
        </Button>
      </Link>
    ) : null
  ) : mayImport ? (
    <div className="nothing-actions">
      <Link to="/import">
        <Button type="primary" size="large">
          {t("upload")}
        </Button>
      </Link>
      <Button size="large" loading={start.isPending} onClick={() => post("imports/sample", {})}>
        {t("sample")}
      </Button>
    </div>
  ) : null;
  return (
    <>
      <Nothing
        title={t(loaded ? "no_run" : "no_data")}
        text={t(loaded ? "no_run_hint" : mayImport ? "no_data_hint" : "no_data_wait")}
        action={steps}
      />
      {start.error ? <Problem error={start.error} /> : null}
    </>
  );
}
