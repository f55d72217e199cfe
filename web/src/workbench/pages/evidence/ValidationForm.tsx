import { Button, Form, Select } from "antd";
import { useRef, useState } from "react";
import { Section } from "../../../ui/Section";
import { ApiError } from "../../api/client";
import type { Run } from "../../api/shapes";
import { useRight } from "../../session";
import { Problem } from "../../states/Problem";
import { CloseOutlined, InboxOutlined, PlayCircleOutlined } from "../../ui/icons";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import { type Sent, send } from "../import/upload";
import { useWork } from "./useWork";
import { Work } from "./Work";

const KINDS = ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.parquet";

/** Which run is looked at, and what salespeople call its customers, if they were asked. */
export function ValidationForm({ runs, run }: { runs: Run[]; run: Run }) {
  const { t, lang, dates } = useWords("validation");
  const mayUpload = useRight("imports.write");
  const [verdicts, setVerdicts] = useState<Sent | null>(null);
  const work = useWork();
  const label = (one: Run) =>
    t("form.one", {
      number: one.number,
      title: said(one.title, lang) || one.scheme,
      day: dates.day(one.as_of),
    });
  return (
    <Section id="ask" title={t("form.title")} lead={t("form.lead")}>
      <Form<{ run: number }>
        layout="vertical"
        requiredMark={false}
        className="evidence-form"
        initialValues={{ run: run.number }}
        onFinish={({ run: number }) =>
          work.begin("validations", { run: number, verdicts: verdicts?.id ?? null })
        }
      >
        <Form.Item name="run" label={t("form.run")} className="evidence-wide">
          <Select options={runs.map((one) => ({ value: one.number, label: label(one) }))} />
        </Form.Item>
        {mayUpload ? <VerdictFile file={verdicts} onFile={setVerdicts} /> : null}
        <Work work={work} />
        <Button type="primary" htmlType="submit" icon={<PlayCircleOutlined />} loading={work.busy}>
          {t("form.begin")}
        </Button>
      </Form>
    </Section>
  );
}

/** One file with what people call the customers: sent at once, and taken away again before it was used. */
function VerdictFile({ file, onFile }: { file: Sent | null; onFile: (file: Sent | null) => void }) {
  const { t } = useWords("validation");
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const take = async (chosen: File) => {
    setBusy(true);
    setProblem(null);
    try {
      onFile(await send(chosen, () => undefined));
    } catch (error) {
      setProblem(error instanceof ApiError ? error : new ApiError(0, {}));
    }
    setBusy(false);
  };
  return (
    <div className="evidence-wide evidence-file">
      <Button icon={<InboxOutlined />} loading={busy} onClick={() => input.current?.click()}>
        {t("form.verdicts")}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        className="evidence-hidden"
        accept={KINDS}
        aria-label={t("form.verdicts")}
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          if (chosen) void take(chosen);
          target.value = "";
        }}
      />
      {file ? (
        <span>
          {file.name}
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t("form.without", { name: file.name })}
            onClick={() => onFile(null)}
          />
        </span>
      ) : (
        <span className="quiet">{t("form.verdicts_hint")}</span>
      )}
      {problem ? <Problem error={problem} /> : null}
    </div>
  );
}
