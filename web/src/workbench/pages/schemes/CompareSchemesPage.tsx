import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { Link, useSearchParams } from "react-router";
import { type ApiError, call } from "../../api/client";
import { useData, useJob } from "../../api/hooks";
import { useLink, useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { JobState } from "../../states/JobState";
import { Loading } from "../../states/Loading";
import { Problem } from "../../states/Problem";
import { ArrowLeftOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { NoRun } from "../overview/NoRun";
import { SchemeMatrix } from "./SchemeMatrix";
import type { Compared, SchemeCard, SideBySide } from "./shapes";

/** Two schemes on the same customers: who would stand where. */
export default function CompareSchemesPage() {
  const { t } = useWords("schemes");
  const link = useLink();
  const { runs, run } = useRun();
  const schemes = useData<SchemeCard[]>("schemes");
  return (
    <>
      <Link to={link("/schemes")} className="back">
        <ArrowLeftOutlined /> {t("back")}
      </Link>
      <PageHead title={t("compare.title")} lead={t("compare.lead")} />
      {runs && !run ? (
        <NoRun />
      ) : (
        <Fetched of={schemes}>{(all) => (run ? <Two all={all} run={run.number} /> : <Loading />)}</Fetched>
      )}
    </>
  );
}

function Two({ all, run }: { all: SchemeCard[]; run: number }) {
  const { t } = useWords("schemes");
  const [params, setParams] = useSearchParams();
  const usable = all.filter(({ readable }) => readable);
  const a = params.get("a") ?? usable.find(({ chosen }) => chosen)?.id ?? usable[0]?.id ?? "";
  const b = params.get("b") ?? usable.find(({ id }) => id !== a)?.id ?? "";
  const choose = (side: "a" | "b", id: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.set("a", side === "a" ? id : a);
      after.set("b", side === "b" ? id : b);
      return after;
    });
  return (
    <>
      <div className="compare-sides">
        {(["a", "b"] as const).map((side) => (
          <Select
            key={side}
            className="compare-side compare-scheme"
            aria-label={t(`compare.${side}`)}
            value={side === "a" ? a : b}
            showSearch={{ optionFilterProp: "label" }}
            popupMatchSelectWidth={false}
            options={usable.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(id: string) => choose(side, id)}
          />
        ))}
      </div>
      <Found a={a} b={b} run={run} />
    </>
  );
}

function Found({ a, b, run }: { a: string; b: string; run: number }) {
  const { lang } = useWords("schemes");
  const asked = useQuery<Compared, ApiError>({
    queryKey: ["schemes/compare", a, b, run, lang],
    queryFn: async ({ signal }) => {
      const body = { a: { id: a }, b: { id: b }, run };
      return (await call<Compared>("POST", "schemes/compare", { body, query: { lang }, signal })).data;
    },
    // The answer may be a job; asking again would start another.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: false,
    retry: false,
  });
  const job = useJob(asked.data?.job ?? null);
  if (asked.error) return <Problem error={asked.error} />;
  if (!asked.data) return <Loading />;
  const late = job.data?.result?.comparison as Record<"en" | "zh", SideBySide> | undefined;
  const found = asked.data.comparison ?? late?.[lang];
  if (found) return <SchemeMatrix found={found} />;
  return job.data ? <JobState job={job.data} /> : <Loading />;
}
