import { Button, Input, Segmented } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { Section } from "../../../ui/Section";
import type { ApiError } from "../../api/client";
import { useJob, useStart } from "../../api/hooks";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";
import type { Sent } from "../import/upload";
import { ChooseFile } from "./ChooseFile";
import { Field } from "./Fields";
import type { Campaign } from "./shapes";

type From = "own" | "file";

/** Measures by the orders that were loaded since, or by a file of who responded or of later orders. */
export function MeasureForm({ campaign, looks }: { campaign: Campaign; looks: number }) {
  const { t } = useWords("campaigns");
  const start = useStart();
  const [from, setFrom] = useState<From>("own");
  const [sent, setSent] = useState<Sent | null>(null);
  const [refused, setRefused] = useState<ApiError | null>(null);
  const [days, setDays] = useState({ first: "", last: "" });
  const [id, setId] = useState<string | null>(null);
  const { data: job, error } = useJob(id);
  // A file that could not be used as it was asked stays, to be asked of with other days.
  useEffect(() => {
    if (job?.status === "done") setSent(null);
  }, [job?.status]);
  const begin = () =>
    start.mutate(
      {
        method: "POST",
        path: `campaigns/${encodeURIComponent(campaign.id)}/measurements`,
        body: {
          uploads: from === "file" ? [sent?.id] : [],
          first: days.first || null,
          last: days.last || null,
        },
      },
      {
        onSuccess: (started) => setId(started.job),
      },
    );
  const failed = refused ?? start.error ?? error;
  return (
    <Section
      id="measure"
      title={t(looks === 0 ? "measure.title" : "measure.again")}
      lead={t(`measure.lead_${from}`)}
    >
      <div className="campaign-measure">
        <Segmented<From>
          value={from}
          onChange={setFrom}
          options={[
            { value: "own", label: t("measure.own") },
            { value: "file", label: t("measure.by_file") },
          ]}
        />
        {from === "file" ? (
          <ChooseFile title={t("measure.file")} sent={sent} set={setSent} refuse={setRefused} />
        ) : null}
        <Days days={days} setDays={setDays} />
        <Button
          type="primary"
          disabled={from === "file" && sent === null}
          loading={start.isPending || (id !== null && job?.status !== "done" && !job?.error)}
          onClick={begin}
        >
          {t("measure.begin")}
        </Button>
      </div>
      {failed ? <Problem error={failed} /> : null}
      {job && job.status !== "done" ? <JobState job={job} /> : null}
      {job?.error?.code === "E-CMP-NO-ORDERS" ? (
        <p>
          <Link to="/import">{t("measure.load")}</Link>
        </p>
      ) : null}
    </Section>
  );
}

interface DaysProps {
  days: { first: string; last: string };
  setDays: (days: { first: string; last: string }) => void;
}

function Days({ days, setDays }: DaysProps) {
  const { t } = useWords("campaigns");
  return (
    <>
      {(["first", "last"] as const).map((name) => (
        <Field key={name} label={t(`measure.${name}`)}>
          {(id) => (
            <Input
              id={id}
              type="date"
              value={days[name]}
              onChange={({ target }) => setDays({ ...days, [name]: target.value })}
            />
          )}
        </Field>
      ))}
    </>
  );
}
