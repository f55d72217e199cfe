import { Alert, Select } from "antd";
import { useSearchParams } from "react-router";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { Run, TeamsBetween } from "../../api/shapes";
import { useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { Nothing } from "../../states/Nothing";
import { EarlierRun, useEarlier } from "../../ui/EarlierRun";
import { HighPlaces, useHigh } from "../../ui/HighPlaces";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { useColumns } from "../customers/useCustomers";
import { HandOvers } from "./HandOvers";
import { Measures } from "./Measures";
import { TeamMoneyTable } from "./TeamMoneyTable";

/** Who keeps, wins and lifts customers, beyond luck and what they started with. */
export default function TeamsPage() {
  const { t } = useWords("teams");
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  if (!run) return <Nothing title={t("no_run")} text={t("no_run_hint")} />;
  return <TeamsOf run={run} />;
}

function TeamsOf({ run }: { run: Run }) {
  const { t, dates } = useWords("teams");
  const [params] = useSearchParams();
  const by = params.get("by") ?? undefined;
  const told = useData<TeamsBetween>(`runs/${run.number}/teams`, {
    query: { with: useEarlier(), by, high: useHigh() },
    keep: true,
  });
  const { data } = told;
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        facts={
          data
            ? [[t("between"), `${dates.day(data.first.as_of)} → ${dates.day(data.last.as_of)}`] as const]
            : []
        }
        actions={
          <>
            <Owner run={run} shown={data?.by ?? by} />
            <HighPlaces run={run} shown={data?.high} />
            <EarlierRun run={run} shown={data?.first.run} />
          </>
        }
      />
      <Fetched of={told}>{(found) => <Found found={found} />}</Fetched>
    </>
  );
}

function Found({ found }: { found: TeamsBetween }) {
  const { t } = useWords("teams");
  return (
    <>
      <Alert type="info" showIcon title={t("control")} />
      <Section id="measures" title={t("measures")} lead={t("measures_lead")}>
        <Measures found={found} />
      </Section>
      <Section id="money" title={t("money.title")} lead={t("money.lead")}>
        <TeamMoneyTable found={found} />
      </Section>
      <Section id="handed" title={t("handed.title")} lead={t(`handed.rule.${found.handed_rule}`)}>
        <HandOvers found={found} />
      </Section>
    </>
  );
}

/** Chooses the column that says whose a customer is, among the texts that the run carries. */
function Owner({ run, shown }: { run: Run; shown: string | undefined }) {
  const { t } = useWords("teams");
  const [, setParams] = useSearchParams();
  const columns = useColumns(run.number)?.filter(({ kind }) => kind === "text") ?? [];
  if (columns.length === 0) return null;
  return (
    <Select
      aria-label={t("by")}
      value={shown ?? null}
      popupMatchSelectWidth={false}
      options={columns.map(({ name, title }) => ({ value: name, label: t("by_column", { title }) }))}
      onChange={(name) =>
        setParams((before) => {
          const after = new URLSearchParams(before);
          after.set("by", name);
          return after;
        })
      }
    />
  );
}
