import { Alert } from "antd";
import { Link, useSearchParams } from "react-router";
import { pick } from "../../../i18n/words";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { Comparison, Run } from "../../api/shapes";
import { useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { Nothing } from "../../states/Nothing";
import { ArrowLeftOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { useColumns } from "../customers/useCustomers";
import { Matrix } from "./Matrix";
import { Moves } from "./Moves";
import { RunChoice } from "./RunChoice";

/** Two runs side by side: how many went where. */
export default function ComparePage() {
  const { t } = useWords("runs");
  const { runs } = useRun();
  const [params] = useSearchParams();
  if (!runs) return <Loading />;
  if (runs.length < 2) return <Nothing title={t("one_run")} text={t("one_run_hint")} />;
  const find = (name: string) => runs.find(({ number }) => number === Number(params.get(name)));
  const newer = find("new") ?? runs[0];
  const older = find("old") ?? runs.find((run) => run !== newer);
  return newer && older ? <Two runs={runs} older={older} newer={newer} /> : null;
}

interface TwoProps {
  runs: Run[];
  older: Run;
  newer: Run;
}

function Two({ runs, older, newer }: TwoProps) {
  const { t } = useWords("runs");
  const comparison = useData<Comparison>(`runs/${newer.number}/comparison`, {
    query: { with: older.number },
    keep: true,
  });
  return (
    <>
      <Link to="/runs" className="back">
        <ArrowLeftOutlined /> {t("back_to_list")}
      </Link>
      <PageHead title={t("compare_title")} lead={t("compare_lead")} />
      <div className="compare-sides">
        <RunChoice name="old" side="old" runs={runs} run={older.number} />
        <span aria-hidden="true">→</span>
        <RunChoice name="new" side="new" runs={runs} run={newer.number} />
      </div>
      <Fetched of={comparison}>{(found) => <Result found={found} older={older} newer={newer} />}</Fetched>
    </>
  );
}

function Result({ found, older, newer }: { found: Comparison; older: Run; newer: Run }) {
  const { t, lang } = useWords("runs");
  const columns = { before: useColumns(older.number), after: useColumns(newer.number) };
  const sides = {
    before: columns.before?.find(({ name }) => name === found.old.result),
    after: columns.after?.find(({ name }) => name === found.new.result),
  };
  return (
    <>
      {found.notes.map((note) => (
        <Alert key={note.en} type="info" showIcon title={pick(note, lang)} />
      ))}
      <Directions found={found} />
      <Section id="matrix" title={t("matrix.title")} lead={t("matrix.lead")}>
        <Matrix found={found} sides={sides} />
      </Section>
      <Section id="moves" title={t("moves.title")} lead={t("moves.lead")}>
        <Moves found={found} sides={sides} />
      </Section>
    </>
  );
}

/** What became of everybody, and what it was because of. */
function Directions({ found }: { found: Comparison }) {
  const { t } = useWords("runs");
  const figures = useFigures();
  return (
    <section className="figure-cards" aria-label={t("directions")}>
      {Object.entries(found.directions).map(([name, amount]) => (
        <div key={name} className="card">
          <div className="card-label">{t(`direction.${name}`)}</div>
          <div className="card-value">{figures.count(amount.customers)}</div>
          {amount.monetary === null ? null : (
            <div className="card-note">{figures.shortMoney(amount.monetary)}</div>
          )}
          {Object.entries(found.because[name] ?? {}).map(([cause, customers]) => (
            <div key={cause} className="card-note">
              {t(`because.${cause}`)} {figures.count(customers)}
            </div>
          ))}
        </div>
      ))}
    </section>
  );
}
