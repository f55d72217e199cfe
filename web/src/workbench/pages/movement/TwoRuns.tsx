import { Alert } from "antd";
import { useSearchParams } from "react-router";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { Comparison, Run } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { useColumns } from "../customers/useCustomers";
import { NextSteps } from "../day/NextSteps";
import { Matrix, type Sides } from "../runs/Matrix";
import { RunChoice } from "../runs/RunChoice";
import { Flow } from "./Flow";
import { PartSums } from "./PartSums";
import type { MovementTold } from "./shapes";
import { useAskedRuns } from "./useAskedRuns";
import { WhoMoved } from "./WhoMoved";

/** The movement between two runs. */
export function TwoRuns({ runs }: { runs: Run[] }) {
  const asked = useAskedRuns();
  const movement = useData<MovementTold>("movement", { query: asked, keep: true });
  return (
    <Fetched of={movement}>
      {(found) => (
        <>
          {runs.length > 1 ? <Choice runs={runs} found={found} /> : null}
          <Told found={found} />
        </>
      )}
    </Fetched>
  );
}

function Told({ found }: { found: MovementTold }) {
  const { t, lang } = useWords("movement");
  const columns = { before: useColumns(found.old.run), after: useColumns(found.new.run) };
  const sides: Sides = {
    before: columns.before?.find(({ name }) => name === found.old.result),
    after: columns.after?.find(({ name }) => name === found.new.result),
  };
  return (
    <>
      {found.notes.map((note) => (
        <Alert key={said(note, "en")} type="info" showIcon title={said(note, lang)} />
      ))}
      <Directions found={found} />
      <Section id="flow" title={t("flow.title")} lead={t("flow.lead")}>
        <Flow found={found} sides={sides} />
      </Section>
      <Section id="matrix" title={t("matrix.title")} lead={t("matrix.lead")}>
        <Matrix found={found as unknown as Comparison} sides={sides} />
      </Section>
      <Section id="parts" title={t("parts.title")} lead={t("parts.lead")}>
        <PartSums found={found} columns={columns.after} />
      </Section>
      <Section id="who" title={t("who.title")} lead={t("who.lead")}>
        <WhoMoved found={found} sides={sides} columns={columns.after} />
      </Section>
      <NextSteps steps={["test", "goals", "overview"]} />
    </>
  );
}

function Choice({ runs, found }: { runs: Run[]; found: MovementTold }) {
  const same = runs.filter(({ scheme }) => scheme === found.scheme);
  return (
    <div className="compare-sides">
      <RunChoice name="from" side="old" runs={same} run={found.old.run} />
      <span aria-hidden="true">→</span>
      <RunChoice name="to" side="new" runs={same} run={found.new.run} />
    </div>
  );
}

/** Return what narrows the list of those who moved, and goes to it. */
function useShowWho(): (direction: string, because: string | null) => void {
  const [, setParams] = useSearchParams();
  return (direction, because) => {
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.set("direction", direction);
      if (because) after.set("because", because);
      else after.delete("because");
      return after;
    });
    document.getElementById("who")?.scrollIntoView({ block: "start" });
  };
}

/** What became of everybody, and by which part; each figure leads to its customers. */
function Directions({ found }: { found: MovementTold }) {
  const { t } = useWords("movement");
  const figures = useFigures();
  const show = useShowWho();
  return (
    <section className="figure-cards" aria-label={t("directions")}>
      {Object.entries(found.directions).map(([name, amount]) => (
        <div key={name} className="card">
          <div className="card-label">{t(`direction.${name}`)}</div>
          <button type="button" className="card-value link-button" onClick={() => show(name, null)}>
            {figures.count(amount.customers)}
          </button>
          {amount.monetary === null ? null : (
            <div className="card-note">{figures.shortMoney(amount.monetary)}</div>
          )}
          {Object.entries(found.because[name] ?? {}).map(([part, customers]) => (
            <button
              key={part}
              type="button"
              className="card-note link-button"
              onClick={() => show(name, part)}
            >
              {t(`part.${part}`)} {figures.count(customers)}
            </button>
          ))}
        </div>
      ))}
    </section>
  );
}
