import { Button, Modal, Radio } from "antd";
import { useState } from "react";
import { address } from "../../api/client";
import { useJob, useStart } from "../../api/hooks";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { DownloadOutlined } from "../../ui/icons";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { filterOf, type Question } from "./question";

const FORMATS = [
  ["xlsx", "Excel"],
  ["csv", "CSV"],
  ["parquet", "Parquet"],
] as const;

interface ExportButtonProps {
  run: number;
  question: Question;
  total: number;
}

/** Takes the customers in view away as a file; the server makes it, and keeps a note of who took what. */
export function ExportButton(props: ExportButtonProps) {
  const { t } = useWords("customers");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<DownloadOutlined />} disabled={props.total === 0} onClick={() => setOpen(true)}>
        {t("export.title")}
      </Button>
      <Modal
        open={open}
        title={t("export.title")}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <ExportForm {...props} />
      </Modal>
    </>
  );
}

function ExportForm({ run, question, total }: ExportButtonProps) {
  const { t } = useWords("customers");
  const figures = useFigures();
  const start = useStart();
  const [format, setFormat] = useState<string>("xlsx");
  const [id, setId] = useState<string | null>(null);
  const { data: job, error } = useJob(id);
  const begin = () =>
    start.mutate(
      {
        method: "POST",
        path: `runs/${run}/exports`,
        body: { format, ...filterOf(question), sort: question.sort, columns: question.columns },
      },
      { onSuccess: (started) => setId(started.job) },
    );
  return (
    <div className="dialog">
      <p>{t("export.lead", { customers: figures.count(total) })}</p>
      <Radio.Group
        value={format}
        disabled={id !== null}
        onChange={(event) => setFormat(String(event.target.value))}
        options={FORMATS.map(([value, label]) => ({ value, label }))}
        aria-label={t("export.format")}
      />
      {start.error || error ? <Problem error={start.error ?? (error as NonNullable<typeof error>)} /> : null}
      {job ? <JobState job={job} /> : null}
      {job?.status === "done" ? (
        <Button
          type="primary"
          size="large"
          href={address(`exports/${encodeURIComponent(job.id)}`)}
          download
          block
        >
          {t("export.download")}
        </Button>
      ) : (
        <Button
          type="primary"
          size="large"
          loading={start.isPending || (id !== null && !error && !job?.error)}
          onClick={begin}
          block
        >
          {t("export.begin")}
        </Button>
      )}
    </div>
  );
}
