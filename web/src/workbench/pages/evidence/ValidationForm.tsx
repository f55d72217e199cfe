import { Button, Form, Select } from "antd";
import { useState } from "react";
import { Section } from "../../../ui/Section";
import type { Run } from "../../api/shapes";
import { useRight } from "../../session";
import { PlayCircleOutlined } from "../../ui/icons";
import { OneFile } from "../../ui/OneFile";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import type { Sent } from "../import/upload";
import { useWork } from "./useWork";
import { Work } from "./Work";

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
        {mayUpload ? (
          <OneFile
            label={t("form.verdicts")}
            hint={t("form.verdicts_hint")}
            without={(name) => t("form.without", { name })}
            file={verdicts}
            onFile={setVerdicts}
          />
        ) : null}
        <Work work={work} />
        <Button type="primary" htmlType="submit" icon={<PlayCircleOutlined />} loading={work.busy}>
          {t("form.begin")}
        </Button>
      </Form>
    </Section>
  );
}
