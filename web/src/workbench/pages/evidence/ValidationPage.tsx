import { Alert } from "antd";
import { useData } from "../../api/hooks";
import { useRun } from "../../runs";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { Nothing } from "../../states/Nothing";
import { PageHead } from "../../ui/PageHead";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { NoRun } from "../overview/NoRun";
import { AgreementSection } from "./AgreementSection";
import { FiguresSection } from "./FiguresSection";
import { GroupsSection } from "./GroupsSection";
import { KeptChooser, useChosen } from "./KeptChooser";
import type { KeptValidation, Validation } from "./shapes";
import { ValidationForm } from "./ValidationForm";
import { Verdict } from "./Verdict";

/** Whether the groups of a run are different, stable and usable, and whether people say the same of customers. */
export default function ValidationPage() {
  const { t } = useWords("validation");
  const { runs, run } = useRun();
  const allowed = useRight("runs.write");
  const kept = useData<KeptValidation[]>("validations", { query: { size: 50 }, keep: true });
  if (!runs) return <Loading />;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {run ? allowed ? <ValidationForm runs={runs} run={run} /> : null : <NoRun />}
      <Fetched of={kept}>
        {(all) =>
          all.length > 0 ? <Chosen all={all} /> : <Nothing title={t("none")} text={t("none_hint")} />
        }
      </Fetched>
    </>
  );
}

function Chosen({ all }: { all: KeptValidation[] }) {
  const { t, dates } = useWords("validation");
  const [number, choose] = useChosen(all.map((one) => one.number));
  const found = useData<Validation>(`validations/${number}`, { keep: true, wordless: true });
  const labels = all.map((one) => ({
    value: one.number,
    label: t("kept", { number: one.number, run: one.run, scheme: one.scheme, at: dates.moment(one.at) }),
  }));
  return (
    <>
      <KeptChooser label={t("shown")} options={labels} value={number} onChange={choose} />
      <Fetched of={found}>{(one) => <Found found={one} />}</Fetched>
    </>
  );
}

function Found({ found }: { found: Validation }) {
  const { t, lang, dates } = useWords("validation");
  const figures = useFigures();
  // The last lines are the notes, which the page says in its own words.
  const lines = found.verdict[lang];
  const head = {
    scheme: said(found.titles.scheme, lang),
    run: found.run,
    day: dates.day(found.as_of),
    customers: figures.count(found.customers),
  };
  const later = found.later
    ? t("later", { from: dates.day(found.later[0]), to: dates.day(found.later[1]) })
    : t("no_later");
  return (
    <>
      <Verdict lines={lines.slice(0, lines.length - found.notes.length)}>
        <p className="quiet">
          {t("of", head)} {later}
        </p>
      </Verdict>
      {found.notes.map((note) => (
        <Alert key={note} type="info" showIcon title={t(`note.${note}`)} />
      ))}
      <GroupsSection found={found} />
      <FiguresSection found={found} />
      {found.agreement ? <AgreementSection found={found} agreement={found.agreement} /> : null}
    </>
  );
}
