import { Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useData, useJob, useStart } from "../../api/hooks";
import type { Run, SchemeListed } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { PlayCircleOutlined } from "../../ui/icons";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";

/** Rates everybody anew: with which scheme, as of which day. */
export function NewRun({ runs }: { runs: Run[] }) {
  const { t } = useWords("runs");
  const [open, setOpen] = useState(false);
  const schemes = useData<SchemeListed[]>("schemes", { enabled: open });
  return (
    <>
      <Button type="primary" icon={<PlayCircleOutlined />} onClick={() => setOpen(true)}>
        {t("new.button")}
      </Button>
      <Modal open={open} title={t("new.title")} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <Fetched of={schemes}>
          {(all) => (
            <RunForm
              schemes={all}
              usual={runs[0]?.scheme ?? all[0]?.id ?? ""}
              onDone={() => setOpen(false)}
            />
          )}
        </Fetched>
      </Modal>
    </>
  );
}

interface RunFormProps {
  schemes: SchemeListed[];
  usual: string;
  onDone: () => void;
}

function RunForm({ schemes, usual, onDone }: RunFormProps) {
  const { t, lang } = useWords("runs");
  const start = useStart();
  const [id, setId] = useState<string | null>(null);
  const { data: job, error } = useJob(id);
  const begin = ({ scheme, as_of }: { scheme: string; as_of?: string }) =>
    start.mutate(
      { method: "POST", path: "runs", body: { scheme, as_of: as_of || null } },
      { onSuccess: (started) => setId(started.job) },
    );
  if (job)
    return (
      <div className="dialog">
        <JobState job={job} />
        <Button type="primary" block onClick={onDone}>
          {t("form.close")}
        </Button>
      </div>
    );
  return (
    <Form layout="vertical" requiredMark={false} initialValues={{ scheme: usual }} onFinish={begin}>
      <Form.Item name="scheme" label={t("scheme")}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={schemes.map((one) => ({ value: one.id, label: said(one.title, lang) || one.id }))}
        />
      </Form.Item>
      <Form.Item name="as_of" label={t("as_of")} extra={t("new.as_of_hint")}>
        <Input type="date" />
      </Form.Item>
      {start.error || error ? <Problem error={(start.error ?? error) as NonNullable<typeof error>} /> : null}
      <Button type="primary" htmlType="submit" block loading={start.isPending || id !== null}>
        {t("new.begin")}
      </Button>
    </Form>
  );
}
