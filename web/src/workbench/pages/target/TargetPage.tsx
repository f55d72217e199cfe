import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { Run, TargetTold, TargetValue } from "../../api/shapes";
import { useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { Nothing } from "../../states/Nothing";
import { HighPlaces, useHigh } from "../../ui/HighPlaces";
import { IntervalPlot, type Tone } from "../../ui/IntervalPlot";
import { PageHead } from "../../ui/PageHead";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { Check } from "./Check";
import { LookAlikes } from "./LookAlikes";
import { useAttribute } from "./names";

const MOST = 24;
const TONES: Record<string, Tone> = { more: "good", less: "bad" };
const SIGNS: Record<string, string> = { more: "▲ ", less: "▼ ", like: "" };

/** What high-value customers have in common, and who of the others is like them. */
export default function TargetPage() {
  const { t } = useWords("target");
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  if (!run) return <Nothing title={t("no_run")} text={t("no_run_hint")} />;
  return <TargetOf run={run} />;
}

function TargetOf({ run }: { run: Run }) {
  const { t } = useWords("target");
  const figures = useFigures();
  const told = useData<TargetTold>(`runs/${run.number}/target`, { query: { high: useHigh() }, keep: true });
  const { data } = told;
  const facts = data
    ? ([
        [
          t("base"),
          t("base_of", { high: figures.count(data.high_customers), all: figures.count(data.customers) }),
        ],
      ] as const)
    : [];
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        facts={facts}
        actions={<HighPlaces run={run} shown={data?.high} />}
      />
      <Fetched of={told}>
        {(found) => (
          <>
            <Profile found={found} />
            <Section id="check" title={t("check")} lead={t("check_lead")}>
              <Check check={found.check} />
            </Section>
          </>
        )}
      </Fetched>
      <Section id="likest" title={t("likest")} lead={t("likest_lead")}>
        <LookAlikes number={run.number} />
      </Section>
    </>
  );
}

function Profile({ found }: { found: TargetTold }) {
  const { t } = useWords("target");
  const title = useAttribute(found.attributes);
  const rows = found.values.slice(0, MOST).map((one) => ({
    key: `${one.attribute} ${one.value}`,
    label: `${title(one.attribute)}: ${one.value}`,
    value: one.lift,
    low: one.interval[0] ?? null,
    high: one.interval[1] ?? null,
    text: t("high_of", { high: one.high, customers: one.customers }),
    tone: TONES[one.mark] ?? ("plain" as Tone),
    note: t(`mark.${one.mark}`),
  }));
  return (
    <Section
      id="profile"
      title={t("profile")}
      lead={t("profile_lead", { rate: Math.round(found.rate * 100), least: found.least })}
    >
      <ChartFigure
        chart={<IntervalPlot label={t("profile")} rows={rows} />}
        table={<Values found={found} title={title} />}
      />
      {found.left_out.length > 0 ? (
        <p className="lead">{t("left_out", { names: found.left_out.join(t("and")) })}</p>
      ) : null}
    </Section>
  );
}

function Values({ found, title }: { found: TargetTold; title: (name: string) => string }) {
  const { t } = useWords("target");
  const figures = useFigures();
  return (
    <DataTable<TargetValue>
      cards
      title={t("profile")}
      rows={found.values}
      rowKey={(one) => `${one.attribute} ${one.value}`}
      columns={[
        { key: "value", title: t("column.value"), render: (one) => `${title(one.attribute)}: ${one.value}` },
        {
          key: "customers",
          title: t("column.customers"),
          numeric: true,
          render: ({ customers }) => figures.count(customers),
          sort: ({ customers }) => customers,
        },
        {
          key: "high",
          title: t("column.high"),
          numeric: true,
          render: ({ high }) => figures.count(high),
          sort: ({ high }) => high,
        },
        {
          key: "rate",
          title: t("column.rate"),
          numeric: true,
          render: ({ rate }) => figures.share(rate),
          sort: ({ rate }) => rate,
        },
        {
          key: "lift",
          title: t("column.lift"),
          numeric: true,
          render: ({ mark, lift }) => `${SIGNS[mark]}${lift.toFixed(2)}`,
          sort: ({ lift }) => lift,
        },
        {
          key: "interval",
          title: t("column.interval"),
          numeric: true,
          render: ({ interval }) => interval.map((one) => one.toFixed(2)).join(" … "),
        },
        {
          key: "adjusted",
          title: t("column.adjusted"),
          numeric: true,
          render: ({ adjusted }) => adjusted.toFixed(3),
        },
      ]}
    />
  );
}
