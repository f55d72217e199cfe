import { Button } from "antd";
import { useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Section } from "../../../ui/Section";
import { useData, useJob, useStart } from "../../api/hooks";
import { useLink, useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { JobState } from "../../states/JobState";
import { Loading } from "../../states/Loading";
import { Problem } from "../../states/Problem";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { NoRun } from "../overview/NoRun";
import { begun, type Draft, type Kind, powerOf, wishOf } from "./draft";
import { ListFields } from "./ListFields";
import { MoneyFields } from "./MoneyFields";
import { Sentences } from "./PlanTab";
import type { Campaign, Ground, Power } from "./shapes";
import { TestFields } from "./TestFields";
import { useAmounts } from "./useAmounts";
import { usePower } from "./usePower";

/** A new campaign: a cell test, or a list within a budget; what it can tell is said while one types. */
export default function NewCampaignPage() {
  const { runs, run } = useRun();
  const [params] = useSearchParams();
  const from = params.get("from");
  const ground = useData<Ground>("campaigns/ground", {
    query: { run: run?.number },
    enabled: run !== undefined,
  });
  const earlier = useData<Campaign>(`campaigns/${encodeURIComponent(from ?? "")}`, {
    enabled: from !== null,
  });
  if (!runs) return <Loading />;
  if (!run) return <NoRun />;
  const kind: Kind = params.get("kind") === "list" ? "list" : "test";
  if (from !== null && !earlier.data && !earlier.error) return <Loading />;
  return (
    <Fetched of={ground}>
      {(found) => (
        <Desk
          key={`${kind} ${from} ${found.run}`}
          ground={found}
          first={begun(kind, found, earlier.data)}
          from={earlier.data}
        />
      )}
    </Fetched>
  );
}

function Desk({ ground, first, from }: { ground: Ground; first: Draft; from: Campaign | undefined }) {
  const { t } = useWords("campaigns");
  const [draft, setDraft] = useState(first);
  const power = usePower(powerOf(draft, ground.run));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const learned = ground.learned.find((one) => one.cells.join("\n") === draft.cells.join("\n"));
  return (
    <>
      <PageHead
        title={t(`new.${draft.kind}`)}
        lead={from ? t("new.from", { name: from.name }) : t(`new.${draft.kind}_lead`)}
      />
      <div className="campaign-desk">
        <div className="campaign-form">
          {draft.kind === "test" ? (
            <TestFields draft={draft} change={change} ground={ground} />
          ) : (
            <ListFields draft={draft} change={change} ground={ground} learned={learned?.campaigns ?? 0} />
          )}
          <MoneyFields draft={draft} change={change} />
        </div>
        <aside className="campaign-told">
          <Told power={power} draft={draft} />
          <Begin draft={draft} run={ground.run} />
        </aside>
      </div>
    </>
  );
}

function Told({ power, draft }: { power: ReturnType<typeof usePower>; draft: Draft }) {
  const { t } = useWords("campaigns");
  const { data, error } = power;
  return (
    <Section id="told" title={t("told.title")}>
      <div aria-live="polite">
        {error ? (
          <Problem error={error} />
        ) : data ? (
          <Figures power={data} draft={draft} />
        ) : (
          <p>{t("told.none")}</p>
        )}
      </div>
    </Section>
  );
}

function Figures({ power, draft }: { power: Power; draft: Draft }) {
  const { t } = useWords("campaigns");
  const { figures, rate } = useAmounts();
  const lines = [
    ...power.sentences,
    ...power.channels.map((one) =>
      t(one.contacts === null ? "told.channel" : "told.channel_budget", {
        name: one.name,
        rate: rate(one.break_even),
        contacts: figures.count(one.contacts),
      }),
    ),
  ];
  return (
    <>
      {draft.kind === "test" && power.contacts !== null ? (
        <dl className="facts">
          {(
            [
              ["break_even", rate(power.break_even.rate)],
              ["contacts", figures.count(power.contacts)],
              ["held_out", figures.count(power.held_out)],
              ["cell_count", figures.count(power.cells)],
              ["cost", figures.money(power.cost)],
            ] as const
          ).map(([name, value]) => (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <Sentences lines={lines} />
    </>
  );
}

function Begin({ draft, run }: { draft: Draft; run: number }) {
  const { t } = useWords("campaigns");
  const start = useStart();
  const link = useLink();
  const navigate = useNavigate();
  const [id, setId] = useState<string | null>(null);
  const { data: job, error } = useJob(id);
  const made = job?.status === "done" ? (job.result?.campaign as string) : null;
  useEffect(() => {
    if (made) void navigate(link(`/campaigns/${encodeURIComponent(made)}`));
  }, [made, navigate, link]);
  const begin = () =>
    start.mutate(
      { method: "POST", path: `campaigns/${draft.kind}s`, body: wishOf(draft, run) },
      { onSuccess: (started) => setId(started.job) },
    );
  const failed = start.error ?? error;
  return (
    <div className="dialog">
      {failed ? <Problem error={failed} /> : null}
      {job ? <JobState job={job} /> : null}
      <Button
        type="primary"
        size="large"
        block
        disabled={!draft.name.trim() || !draft.sale}
        loading={start.isPending || (id !== null && !job?.error && !error)}
        onClick={begin}
      >
        {t(`new.begin_${draft.kind}`)}
      </Button>
      {draft.name.trim() ? null : <p className="quiet">{t("new.name_first")}</p>}
    </div>
  );
}
