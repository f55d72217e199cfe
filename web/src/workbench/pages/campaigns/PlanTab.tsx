import { Alert, Flex } from "antd";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useWords } from "../../words/useWords";
import type { Campaign } from "./shapes";
import { useAmounts } from "./useAmounts";

/** How a campaign was planned: what it can tell, the check of its sample, or what a list is estimated to bring. */
export function PlanTab({ campaign }: { campaign: Campaign }) {
  const { t } = useWords("campaigns");
  return (
    <>
      {campaign.sentences.length > 0 ? (
        <Section id="power" title={t("plan.power")}>
          <Sentences lines={campaign.sentences} />
        </Section>
      ) : null}
      {campaign.faithful ? <Faithful campaign={campaign} /> : null}
      {campaign.estimate ? <Estimate campaign={campaign} /> : null}
      <Money campaign={campaign} />
    </>
  );
}

export function Sentences({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="campaign-sentences">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function Faithful({ campaign: { faithful, base } }: { campaign: Campaign }) {
  const { t } = useWords("campaigns");
  const { figures } = useAmounts();
  if (!faithful) return null;
  const lead = t("plan.faithful_lead", {
    sample: figures.count(faithful.sample),
    base: figures.count(faithful.base),
    cells: figures.count(base.length),
    farthest: figures.decimal(faithful.farthest_cell.toFixed(2)),
  });
  return (
    <Section id="faithful" title={t("plan.faithful")} lead={lead}>
      <DataTable
        cards
        title={t("plan.faithful")}
        rows={faithful.metrics}
        rowKey={({ metric }) => metric}
        columns={[
          { key: "metric", title: t("plan.metric"), render: ({ metric }) => metricName(t, metric) },
          {
            key: "base",
            title: t("plan.base"),
            numeric: true,
            render: (one) => figures.decimal(one.base.toFixed(2)),
          },
          {
            key: "sample",
            title: t("plan.sample"),
            numeric: true,
            render: (one) => figures.decimal(one.sample.toFixed(2)),
          },
          {
            key: "off",
            title: t("plan.off"),
            numeric: true,
            render: (one) => figures.decimal(one.off.toFixed(3)),
          },
        ]}
      />
    </Section>
  );
}

function metricName(t: (key: string, more: { defaultValue: string }) => string, name: string): string {
  return t(`metrics.${name}`, { defaultValue: name });
}

function Estimate({ campaign }: { campaign: Campaign }) {
  const { t } = useWords("campaigns");
  const { figures, money, people, interval } = useAmounts();
  const { estimate } = campaign;
  // Where the list holds everybody anyway, there is no other list to set beside it.
  const beside = campaign.reaches === "all" ? [] : campaign.compared;
  // Once nobody is left who is worth a contact, still more of them bring nothing.
  const last = campaign.further_hundreds.findIndex((gain) => gain <= 0);
  const told = last < 0 ? campaign.further_hundreds : campaign.further_hundreds.slice(0, last + 1);
  const further = campaign.reaches === null ? told : [];
  if (!estimate) return null;
  const gained = campaign.objective === "people" ? people : money;
  const gap = (campaign.bound_gap ?? 0).toExponential(1);
  const within = campaign.proved ? t("plan.proved") : t("plan.bound", { gap });
  const lines = [
    t("plan.brings", { people: people(estimate.people), money: money(estimate.money) }),
    t(`plan.basis.${estimate.basis}`),
    ...(campaign.reaches ? [t(`plan.reaches.${campaign.reaches}`)] : []),
    ...beside.map((one) =>
      t(`plan.beside.${one.other}.${campaign.objective ?? "money"}`, {
        contacts: figures.count(one.contacts),
        gain: interval([one.gain, one.low, one.high], gained),
      }),
    ),
    ...(campaign.reaches === "all" ? [] : [within]),
  ];
  return (
    <Section id="estimate" title={t("plan.estimate")}>
      {campaign.expectations ? (
        <Flex vertical gap="small">
          {campaign.expectations.sentences.map((sentence) => (
            <Alert key={sentence} type="warning" showIcon title={sentence} />
          ))}
        </Flex>
      ) : null}
      <Sentences lines={lines} />
      {further.length > 0 ? (
        <DataTable
          cards
          narrow
          title={t("plan.further")}
          rows={further.map((gain, place) => ({ upto: (place + 1) * 100, gain }))}
          rowKey={({ upto }) => String(upto)}
          columns={[
            { key: "upto", title: t("plan.further"), render: ({ upto }) => `+${figures.count(upto)}` },
            {
              key: "gain",
              title: t(`plan.worth.${campaign.objective ?? "money"}`),
              numeric: true,
              render: ({ gain }) => gained(gain),
            },
          ]}
        />
      ) : null}
    </Section>
  );
}

function Money({ campaign }: { campaign: Campaign }) {
  const { t } = useWords("campaigns");
  const { figures, rate } = useAmounts();
  const { costs } = campaign;
  const lines = [
    ...Object.entries(costs.contact).map(([name, cost]) => [
      t("money.contact", { name }),
      figures.money(cost),
    ]),
    ...Object.entries(campaign.channel_costs).map(([name, cost]) => [
      t("money.channel", { name }),
      figures.money(cost),
    ]),
    [t("money.sale"), figures.money(costs.sale)],
    [t("money.margin"), rate(Number(costs.margin))],
    [t("money.returns"), rate(Number(costs.returns))],
    ...Object.entries(costs.per_sale).map(([name, cost]) => [
      t("money.per_sale", { name }),
      figures.money(cost),
    ]),
    ...Object.entries(costs.fixed).map(([name, cost]) => [t("money.fixed", { name }), figures.money(cost)]),
    ...(campaign.budget === null ? [] : [[t("money.budget"), figures.money(campaign.budget)]]),
    ...Object.entries(campaign.barred).map(([why, count]) => [t(`barred.${why}`), figures.count(count)]),
  ];
  return (
    <Section id="money" title={t("money.title")}>
      <DataTable
        cards
        narrow
        title={t("money.title")}
        rows={lines}
        rowKey={([name]) => name ?? ""}
        columns={[
          { key: "line", title: t("money.line"), render: ([name]) => name },
          { key: "amount", title: t("money.amount"), numeric: true, render: ([, amount]) => amount },
        ]}
      />
    </Section>
  );
}
