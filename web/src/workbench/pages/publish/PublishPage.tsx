import { useData } from "../../api/hooks";
import type { Published } from "../../api/schema";
import { useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { Nothing } from "../../states/Nothing";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { NoRun } from "../overview/NoRun";
import { Kept } from "./Kept";
import { ProductForm } from "./ProductForm";

/** Customers for somebody else: a part of a run as de-identified data, with everything that describes and proves it. */
export default function PublishPage() {
  const { t } = useWords("publish");
  const { runs, run } = useRun();
  const kept = useData<Published[]>("publications", { query: { size: 100 }, keep: true });
  if (!runs) return <Loading />;
  if (!run) return <NoRun />;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <ProductForm key={run.number} run={run} />
      <Fetched of={kept}>
        {(all) => (all.length > 0 ? <Kept all={all} /> : <Nothing title={t("none")} text={t("none_hint")} />)}
      </Fetched>
    </>
  );
}
