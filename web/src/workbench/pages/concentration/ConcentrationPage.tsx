import { Alert } from "antd";
import { useState } from "react";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import { useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { PageHead } from "../../ui/PageHead";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { NoRun } from "../overview/NoRun";
import { Curve } from "./Curve";
import { GroupTable } from "./GroupTable";
import { OverRuns } from "./OverRuns";
import type { ConcentratedRun, ConcentrationTold } from "./shapes";
import { TrendList, type TrendWish } from "./TrendList";

/** Which few customers bring most of the money, how that goes over the runs, and who of them rises or falls. */
export default function ConcentrationPage() {
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  return run ? <OfRun run={run.number} /> : <NoRun />;
}

function OfRun({ run }: { run: number }) {
  const { t } = useWords("concentration");
  const found = useData<ConcentrationTold>("concentration", { query: { run }, keep: true });
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <Fetched of={found}>{(told) => <Told found={told} run={run} />}</Fetched>
    </>
  );
}

function Told({ found, run }: { found: ConcentrationTold; run: number }) {
  const { t } = useWords("concentration");
  const [wish, setWish] = useState<TrendWish>({ kind: "vital", sort: "trend" });
  const newest = found.runs.at(-1);
  return (
    <>
      {newest ? <Cards newest={newest} since={found.since} /> : null}
      {newest && newest.points.length > 0 ? (
        <div className="halves">
          <Section id="curve" title={t("curve.title")} lead={t("curve.lead")}>
            <Curve newest={newest} />
          </Section>
          <Section id="runs" title={t("runs.title")} lead={t("runs.lead")}>
            <OverRuns runs={found.runs} />
          </Section>
        </div>
      ) : null}
      {found.trend ? null : (
        <Alert type="info" showIcon title={t("no_trend", { command: found.command ?? "" })} />
      )}
      <Section
        id="groups"
        title={t("groups.title")}
        lead={t("groups.lead", { fewest: found.fewest_repeats })}
      >
        <GroupTable groups={found.groups} choose={(kind, trend) => setWish({ ...wish, kind, trend })} />
      </Section>
      <Section id="who" title={t("who.title")} lead={t("who.lead")}>
        <TrendList
          key={JSON.stringify(wish)}
          run={run}
          wish={wish}
          ask={setWish}
          hasSince={found.since !== null}
        />
      </Section>
    </>
  );
}

function Cards({ newest, since }: { newest: ConcentratedRun; since: ConcentrationTold["since"] }) {
  const { t } = useWords("concentration");
  const figures = useFigures();
  const cards = [
    [
      "vital",
      figures.count(newest.vital),
      t("card.vital_note", { share: figures.share(newest.vital_share) }),
    ],
    ["fifth", figures.share(newest.top_fifth_monetary_share), t("card.fifth_note")],
    ["gini", newest.gini === null ? "–" : newest.gini.toFixed(3), t("card.gini_note")],
    ...(since
      ? [
          [
            "joined",
            `+${figures.count(since.joined)} / −${figures.count(since.dropped)}`,
            t("card.joined_note", { stayed: figures.count(since.stayed) }),
          ],
        ]
      : []),
  ];
  return (
    <section className="figure-cards" aria-label={t("title")}>
      {cards.map(([name, value, note]) => (
        <div key={name} className="card">
          <div className="card-label">{t(`card.${name}`)}</div>
          <div className="card-value">{value}</div>
          <div className="card-note">{note}</div>
        </div>
      ))}
    </section>
  );
}
