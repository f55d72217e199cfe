import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { useWords } from "../../words/useWords";
import { CellsChart } from "./CellsChart";
import { LiftChart } from "./LiftChart";
import { MeasureForm } from "./MeasureForm";
import { Sentences } from "./PlanTab";
import { ProfitChart } from "./ProfitChart";
import type { Arm, Campaign, Result } from "./shapes";
import { useAmounts } from "./useAmounts";

/** What came of a campaign, look by look; the latest is shown whole. */
export function ResultsTab({ campaign }: { campaign: Campaign }) {
  const { t } = useWords("campaigns");
  const results = useData<Result[]>(`campaigns/${encodeURIComponent(campaign.id)}/results`);
  const may = useRight("campaigns.write");
  return (
    <Fetched of={results}>
      {(looks) => (
        <>
          {looks.length === 0 ? <Nothing title={t("results.none")} text={t("results.none_text")} /> : null}
          {may ? <MeasureForm campaign={campaign} looks={looks.length} /> : null}
          {looks.length > 0 ? <Looks looks={looks} /> : null}
        </>
      )}
    </Fetched>
  );
}

function Looks({ looks }: { looks: Result[] }) {
  const { t } = useWords("campaigns");
  const [chosen, choose] = useState<number | null>(null);
  const shown = looks.find(({ look }) => look === chosen) ?? looks.at(-1);
  if (!shown) return null;
  const lifts = looks.flatMap((one) =>
    one.arms.flatMap((arm) => {
      const added = arm.incremental.responses;
      const label = t("results.look_arm", { look: one.look, name: arm.name });
      return added ? [{ label, added, customers: arm.customers }] : [];
    }),
  );
  return (
    <>
      {looks.length > 1 ? (
        <p className="campaign-looks">
          {looks.map(({ look }) => (
            <button
              key={look}
              type="button"
              className="link-button"
              aria-pressed={look === shown.look}
              onClick={() => choose(look)}
            >
              {t("results.look", { look })}
            </button>
          ))}
        </p>
      ) : null}
      <Arms result={shown} />
      <CellsChart cells={shown.cells} />
      <ProfitChart cells={shown.cells} />
      <LiftChart points={lifts} />
      <Segments result={shown} />
    </>
  );
}

function Arms({ result }: { result: Result }) {
  const { t, dates } = useWords("campaigns");
  const { figures, interval, money, people, rate } = useAmounts();
  const [first, last] = result.days ?? [];
  const share = (responses: number, customers: number) => (customers > 0 ? rate(responses / customers) : "–");
  const told = [
    t(result.always_valid ? "results.always" : result.looks > 1 ? "results.planned" : "results.single", {
      look: result.look,
      looks: result.looks,
    }),
    ...(first && last ? [t("results.days", { first: dates.day(first), last: dates.day(last) })] : []),
    ...(result.not_in_campaign > 0
      ? [t("results.unknown", { customers: figures.count(result.not_in_campaign) })]
      : []),
    ...(result.forgotten > 0 ? [t("results.forgotten", { customers: figures.count(result.forgotten) })] : []),
    ...result.arms.flatMap((arm) => sayings(arm, t)),
    ...result.arms
      .filter((arm) => arm.roi !== null)
      .map((arm) => t("results.roi", { name: arm.name, roi: interval(arm.roi ?? undefined, people) })),
  ];
  return (
    <Section id="arms" title={t("results.arms")}>
      <Sentences lines={told} />
      <DataTable
        cards
        title={t("results.arms")}
        rows={result.arms}
        rowKey={({ name }) => name}
        columns={[
          { key: "name", title: t("list.offer"), render: ({ name }) => name },
          {
            key: "contacts",
            title: t("contacts"),
            numeric: true,
            render: (one) => figures.count(one.customers),
          },
          {
            key: "rate",
            title: t("results.responded"),
            numeric: true,
            render: (one) => `${figures.count(one.responses)} (${share(one.responses, one.customers)})`,
          },
          {
            key: "held",
            title: t("results.held"),
            numeric: true,
            render: (one) => share(one.held_responses, one.held_customers),
          },
          {
            key: "people",
            title: t("results.added"),
            numeric: true,
            render: (one) => interval(one.incremental.responses, people),
          },
          {
            key: "revenue",
            title: t("results.revenue"),
            numeric: true,
            render: (one) => figures.money(one.revenue),
          },
          { key: "cost", title: t("cost"), numeric: true, render: (one) => figures.money(one.cost) },
          {
            key: "profit",
            title: t("added_profit"),
            numeric: true,
            render: (one) => interval(one.incremental.profit, money),
          },
        ]}
      />
    </Section>
  );
}

/** What an arm says in words: how many would have come anyway, and whether it paid. */
function sayings(arm: Arm, t: (key: string, more: Record<string, unknown>) => string): string[] {
  const [, low = 0, high = 0] = arm.incremental.profit ?? [];
  if (arm.without === null || !arm.incremental.profit) return [t("results.no_held_out", { name: arm.name })];
  const paid = low > 0 ? "yes" : high < 0 ? "no" : "open";
  return [
    t("results.without", { name: arm.name, responses: arm.responses, anyway: arm.without.toFixed(1) }),
    t(`results.paid.${paid}`, { name: arm.name }),
  ];
}

function Segments({ result }: { result: Result }) {
  const { t } = useWords("campaigns");
  const { figures, interval, rate } = useAmounts();
  if (result.segments.length === 0) return null;
  return (
    <Section id="segments" title={t("results.segments")} lead={t("results.segments_lead")}>
      <DataTable
        cards
        title={t("results.segments")}
        rows={result.segments}
        rowKey={({ column, level }) => `${column} ${level}`}
        columns={[
          { key: "level", title: t("results.segment"), render: (one) => `${one.title}: ${one.level}` },
          {
            key: "contacted",
            title: t("contacts"),
            numeric: true,
            render: (one) => figures.count(one.contacted),
          },
          { key: "rate", title: t("results.responded"), numeric: true, render: (one) => rate(one.rate) },
          { key: "held", title: t("results.held"), numeric: true, render: (one) => rate(one.held_rate) },
          {
            key: "uplift",
            title: t("results.uplift"),
            numeric: true,
            render: (one) => interval([one.uplift, one.low, one.high], rate),
            sort: ({ uplift }) => uplift,
          },
        ]}
      />
    </Section>
  );
}
