import { Button } from "antd";
import { useState } from "react";
import { Section } from "../../../ui/Section";
import { useChange, useJob, useStart } from "../../api/hooks";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { SaveOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import { Editor } from "../schemes/Editor";
import { RecordSection } from "./RecordSection";
import type { JudgedRecord, Rules, Standing } from "./shapes";

/** The rules as a document: changed, kept, and tried on every kept rating before they are used. */
export function RulesSection({ rules, standing }: { rules: Rules; standing: Standing }) {
  const { t } = useWords("warnings");
  const [text, setText] = useState(rules.text);
  const change = useChange();
  const asleep = standing.check?.asleep ?? [];
  return (
    <Section
      id="rules"
      title={t("rules.title")}
      lead={t(rules.own ? "rules.lead" : "rules.built_in")}
      aside={
        <Button
          type="primary"
          icon={<SaveOutlined />}
          disabled={text === rules.text}
          loading={change.isPending}
          onClick={() => change.mutate({ method: "PUT", path: "warnings/rules", body: { text } })}
        >
          {t("rules.save")}
        </Button>
      }
    >
      {asleep.map(({ rule, reason }) => (
        <p key={rule} className="quiet">
          {t("rules.asleep", { rule, reason: t(`asleep.${reason}`) })}
        </p>
      ))}
      {change.error ? <Problem error={change.error} /> : null}
      <div className="warning-editor">
        <Editor value={text} onChange={setText} findings={[]} label={t("rules.title")} />
      </div>
      <Trial rules={rules} />
    </Section>
  );
}

function Trial({ rules }: { rules: Rules }) {
  const { t } = useWords("warnings");
  const start = useStart();
  const [id, setId] = useState<string | null>(null);
  const { data: job, error } = useJob(id);
  const result = job?.result as { record?: JudgedRecord } | null | undefined;
  const begin = () =>
    start.mutate({ method: "POST", path: "warnings/trials" }, { onSuccess: (started) => setId(started.job) });
  return (
    <>
      <p>
        <Button onClick={begin} loading={start.isPending || (job ? !job.ended : false)}>
          {t("rules.try")}
        </Button>{" "}
        <span className="quiet">{t("rules.try_hint")}</span>
      </p>
      {start.error || error ? <Problem error={(start.error ?? error) as NonNullable<typeof error>} /> : null}
      {job && !result?.record ? <JobState job={job} /> : null}
      {result?.record ? <RecordSection record={result.record} rules={rules} /> : null}
    </>
  );
}
