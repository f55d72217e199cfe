import { Alert } from "antd";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { ProductsTold, Run } from "../../api/shapes";
import { useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { Nothing } from "../../states/Nothing";
import { EarlierRun, useEarlier } from "../../ui/EarlierRun";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { Leaving } from "./Leaving";
import { Lifts } from "./Lifts";

/** What each tier buys and asks for, and what went with leaving. */
export default function ProductsPage() {
  const { t } = useWords("products");
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  if (!run) return <Nothing title={t("no_run")} text={t("no_run_hint")} />;
  return <ProductsOf run={run} />;
}

function ProductsOf({ run }: { run: Run }) {
  const { t } = useWords("products");
  const told = useData<ProductsTold>(`runs/${run.number}/products`, {
    query: { with: useEarlier() },
    keep: true,
  });
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={<EarlierRun run={run} shown={told.data?.earlier?.run} />}
      />
      <Fetched of={told}>{(found) => <Found found={found} />}</Fetched>
    </>
  );
}

function Found({ found }: { found: ProductsTold }) {
  const { t, dates } = useWords("products");
  const missing = found.missing.map((name) => t(`family.${name}`)).join(t("and"));
  return (
    <>
      <Section
        id="lifts"
        title={t("lifts")}
        lead={t("lifts_lead", { least: found.least, rate: Math.round(found.rate * 100) })}
      >
        {found.things.length > 0 ? <Lifts found={found} /> : <Nothing title={t("nothing_bought")} />}
        {missing ? <p className="lead">{t("missing", { names: missing })}</p> : null}
      </Section>
      {found.leaving === null || found.earlier === null ? (
        <Alert type="info" showIcon title={t("no_earlier")} />
      ) : (
        <>
          <Alert type="info" showIcon title={t("association", { day: dates.day(found.earlier.as_of) })} />
          {Object.entries(found.leaving).map(([name, told]) => (
            <Section
              key={name}
              id={`leaving-${name}`}
              title={t(`question.${name}`)}
              lead={t("left_of", { left: told.left, customers: told.customers })}
            >
              <Leaving name={name} told={told} />
            </Section>
          ))}
        </>
      )}
    </>
  );
}
