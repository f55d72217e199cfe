import { Button, Checkbox } from "antd";
import { Link } from "react-router";
import { useStart } from "../../api/hooks";
import { useLink, useRun } from "../../runs";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { RateAgain } from "../day/RateAgain";
import { DropFiles } from "./DropFiles";
import { Questions } from "./Questions";
import { Seen } from "./Seen";
import type { Loaded, Said, SeenFile } from "./shapes";
import { answered, type Intake, useIntake } from "./useIntake";

/** Where files come in: drop them, see what was understood, answer what is open, load. */
export function IntakeSection({ empty }: { empty: boolean }) {
  const { t } = useWords("import");
  const intake = useIntake();
  const { loaded } = intake;
  if (loaded && !loaded.question) return <Done loaded={loaded} onMore={intake.reset} />;
  return (
    <section className="section intake" aria-label={t("drop.title")}>
      <DropFiles intake={intake} />
      {empty && intake.files.length === 0 ? <Sample /> : null}
      {intake.error ? <Problem error={intake.error} /> : null}
      {intake.inspectJob && (intake.inspecting || intake.inspectJob.error) ? (
        <JobState job={intake.inspectJob} />
      ) : null}
      {intake.seen && intake.files.length > 0 ? <Looked intake={intake} /> : null}
    </section>
  );
}

function Sample() {
  const { t } = useWords("import");
  const start = useStart();
  return (
    <p className="quiet intake-sample">
      {t("sample.lead")}{" "}
      <Button
        type="link"
        size="small"
        loading={start.isPending || start.isSuccess}
        onClick={() => start.mutate({ method: "POST", path: "imports/sample", body: {} })}
      >
        {t("sample.button")}
      </Button>
    </p>
  );
}

/** What was understood of the files, what is open, and the button that loads them. */
function Looked({ intake }: { intake: Intake }) {
  const { t, lang } = useWords("import");
  const { seen, loaded, loadJob, loading, inspecting } = intake;
  if (!seen) return null;
  const files = seen.files[lang];
  const open = files.flatMap(({ questions }) => questions);
  const broken = files.some((file) => file.error !== null || file.tables.some(({ error }) => error !== null));
  const left = open.filter(({ option, decision }) => !(decision in intake.said[option])).length;
  const late = loaded?.question?.[lang];
  const merging = intake.said.policy.duplicates === "merge";
  return (
    <div className={inspecting ? "looked looked-busy" : "looked"}>
      {late ? (
        <Questions
          questions={[late]}
          said={intake.said}
          onAnswer={(question, value) => void intake.take(answered(intake.said, question, value))}
        />
      ) : null}
      <Questions
        questions={open}
        said={intake.said}
        onAnswer={(question, value) => intake.say(answered(intake.said, question, value))}
      />
      {files.map((file) => (
        <Seen key={file.file} file={file} meanings={seen.meanings[lang]} intake={intake} />
      ))}
      {loadJob && (loading || loadJob.error) ? <JobState job={loadJob} /> : null}
      <div className="intake-actions">
        <Button
          type="primary"
          size="large"
          loading={loading}
          disabled={broken || left > 0 || inspecting || intake.sending}
          onClick={() => void intake.take()}
        >
          {t("load.button")}
        </Button>
        <Checkbox checked={intake.amended} onChange={({ target }) => intake.setAmended(target.checked)}>
          {t("load.amended")}
        </Checkbox>
        {hasCopies(files) || merging ? (
          <Checkbox
            checked={merging}
            disabled={inspecting || loading}
            onChange={({ target }) => intake.say(withCopies(intake.said, target.checked ? "merge" : "keep"))}
          >
            {t("load.merge")}
          </Checkbox>
        ) : null}
        {left > 0 ? <span className="quiet">{t("load.open", { count: left })}</span> : null}
        {broken ? <span className="quiet">{t("load.broken")}</span> : null}
      </div>
    </div>
  );
}

/** Whether a file has rows that are exactly like another one, or may have. */
function hasCopies(files: readonly SeenFile[]): boolean {
  return files.some(({ tables }) =>
    tables.some(({ notes }) => notes.some(({ code }) => code === "W-COPIES")),
  );
}

function withCopies(said: Said, done: "merge" | "keep"): Said {
  return { ...said, policy: { ...said.policy, duplicates: done } };
}

function Done({ loaded, onMore }: { loaded: Loaded; onMore: () => void }) {
  const { t } = useWords("import");
  const figures = useFigures();
  const link = useLink();
  const rated = (useRun().runs?.length ?? 0) > 0;
  const fresh = loaded.load !== null || loaded.tables > 0;
  return (
    <section className="section intake" role="status">
      <h2>{t(fresh ? "done.title" : "done.nothing")}</h2>
      {loaded.load !== null ? (
        <p>{t("done.text", { load: loaded.load, customers: figures.count(loaded.new_customers) })}</p>
      ) : null}
      {loaded.repeated.map(({ name, first }) => (
        <p key={name} className="quiet">
          {t("done.repeated", { name, first })}
        </p>
      ))}
      <div className="intake-actions">
        {fresh ? <RateAgain /> : null}
        {fresh ? (
          <Link to={link("/schemes")}>
            <Button type={rated ? "default" : "primary"} size="large">
              {t("done.rate")}
            </Button>
          </Link>
        ) : null}
        <Button size="large" onClick={onMore}>
          {t("done.more")}
        </Button>
      </div>
    </section>
  );
}
