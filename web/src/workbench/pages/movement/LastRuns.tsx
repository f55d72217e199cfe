import { Alert } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import { Fetched } from "../../states/Fetched";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { useColumns } from "../customers/useCustomers";
import { Expected } from "./Expected";
import { Leaving } from "./LeavingTable";
import { Sliding } from "./SlidingList";
import type { CourseRun, CourseTold } from "./shapes";
import { useAskedRuns } from "./useAskedRuns";

/** The last runs together: how stable places were, who leaves and falls, what is expected next, who slides. */
export function LastRuns() {
  const { t } = useWords("movement");
  const { to } = useAskedRuns();
  const course = useData<CourseTold>("course", { query: to ? { to } : {}, keep: true });
  const [way, setWay] = useState<string | undefined>("falling");
  return (
    <Fetched of={course}>
      {(found) => (
        <>
          <Ways found={found} way={way} choose={setWay} />
          {found.left_out > 0 ? (
            <Alert type="info" showIcon title={t("course.left_out", { count: found.left_out })} />
          ) : null}
          {found.runs.length > 0 ? <Everybody found={found} /> : null}
          <Section id="sliding" title={t("sliding.title")} lead={t("sliding.lead")}>
            <Sliding key={way ?? ""} found={found} way={way} choose={setWay} />
          </Section>
        </>
      )}
    </Fetched>
  );
}

/** What is told of all customers together. */
function Everybody({ found }: { found: CourseTold }) {
  const { t } = useWords("movement");
  const newest = found.runs.at(-1);
  const column = useColumns(newest?.run ?? 0)?.find(({ name }) => name === found.result);
  return (
    <>
      <Section id="stable" title={t("stable.title")} lead={t("stable.lead")}>
        <Stable runs={found.runs} />
      </Section>
      <Section id="leaving" title={t("leaving.title")} lead={t("leaving.lead")}>
        <Leaving found={found} column={column} />
      </Section>
      <Section id="expected" title={t("expected.title")} lead={t("expected.lead")}>
        {found.expected ? (
          <Expected found={found.expected} column={column} />
        ) : (
          <p className="lead">{t("expected.too_few", { fewest: found.fewest_periods })}</p>
        )}
      </Section>
    </>
  );
}

function Ways({
  found,
  way,
  choose,
}: {
  found: CourseTold;
  way: string | undefined;
  choose: (way: string) => void;
}) {
  const { t } = useWords("movement");
  const figures = useFigures();
  return (
    <section className="figure-cards" aria-label={t("course.ways")}>
      {Object.entries(found.ways).map(([name, customers]) => (
        <button
          key={name}
          type="button"
          className="card card-button"
          aria-pressed={name === way}
          onClick={() => choose(name)}
        >
          <span className="card-label">{t(`way.${name}`)}</span>
          <span className="card-value">{figures.count(customers)}</span>
          <span className="card-note">{t(`way_hint.${name}`)}</span>
        </button>
      ))}
    </section>
  );
}

function Stable({ runs }: { runs: CourseRun[] }) {
  const { t, dates } = useWords("movement");
  const figures = useFigures();
  return (
    <DataTable
      cards
      narrow
      title={t("stable.title")}
      rows={runs.toReversed()}
      rowKey={({ run }) => String(run)}
      columns={[
        { key: "day", title: t("stable.day"), render: ({ as_of }) => dates.day(as_of) },
        {
          key: "rated",
          title: t("stable.rated"),
          numeric: true,
          render: ({ rated }) => figures.count(rated),
        },
        {
          key: "stayed",
          title: t("stable.stayed"),
          numeric: true,
          render: ({ stayed, of }) => (of ? figures.share((stayed ?? 0) / of) : "–"),
        },
        {
          key: "psi",
          title: t("stable.psi"),
          numeric: true,
          render: ({ psi, verdict }) =>
            psi === null ? "–" : `${psi.toFixed(3)} · ${t(`verdict.${verdict}`)}`,
        },
      ]}
    />
  );
}
