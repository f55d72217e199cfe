import { Button } from "antd";
import { Fragment, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Report } from "../../../data/report";
import { pick, wordBook } from "../../../i18n/words";
import { formatter } from "../../../numbers/format";
import { type Choice, type Reading, ReadingContext } from "../../../report/context";
import { sectionsOf } from "../../../report/sections";
import { address } from "../../api/client";
import { useData } from "../../api/hooks";
import type { Run } from "../../api/shapes";
import { useLink, useRun } from "../../runs";
import { useRight, useSession } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { FileTextOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { ForecastSection } from "../ahead/ForecastSection";
import { Morning } from "../day/Morning";
import { NextSteps } from "../day/NextSteps";
import { WarningsCard } from "../warnings/WarningsCard";
import { Jumps } from "./Jumps";
import { NoRun } from "./NoRun";

/** The chosen run at a glance: the report's own figures and pictures, each of which leads to its customers. */
export default function OverviewPage() {
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  return run ? <OneRun run={run} /> : <NoRun />;
}

function OneRun({ run }: { run: Run }) {
  const overview = useData<Report>(`runs/${run.number}/overview`, { keep: true });
  return <Fetched of={overview}>{(report) => <Sections report={report} run={run} />}</Fetched>;
}

function Sections({ report, run }: { report: Report; run: Run }) {
  const { t, lang, dates } = useWords("overview");
  const reading = useOverview(report);
  const sections = sectionsOf(report);
  return (
    <ReadingContext value={reading}>
      <PageHead
        title={pick(report.scheme.title, lang) || report.scheme.id}
        facts={[
          [t("as_of"), dates.day(report.as_of)],
          [
            t("period"),
            report.period
              ? t("period_range", { from: dates.day(report.period[0]), to: dates.day(report.period[1]) })
              : t("period_all"),
          ],
          [t("computed"), dates.moment(run.at)],
        ]}
        actions={
          <Button icon={<FileTextOutlined />} href={address(`runs/${run.number}/report`)} download>
            {t("report")}
          </Button>
        }
      />
      <Morning run={run} />
      <Jumps sections={sections} />
      {sections.map(({ id, Body }) => (
        <Fragment key={id}>
          <Body />
          {id === "headline" ? <ForecastSection run={run.number} /> : null}
          {id === "headline" ? <WarningsCard /> : null}
        </Fragment>
      ))}
      <NextSteps steps={["warnings", "load"]} />
    </ReadingContext>
  );
}

/** What the report's sections need, with a way from each figure to its customers for those who may see them. */
function useOverview(report: Report): Reading {
  const { t } = useTranslation("report");
  const { lang } = useWords();
  const { workspace } = useSession();
  const navigate = useNavigate();
  const link = useLink();
  const allowed = useRight("customers.read");
  return useMemo(() => {
    const open = (choice: Choice) => void navigate(link("/customers", { where: choice.map(whereOf) }));
    return {
      report,
      lang,
      t,
      figures: formatter(lang, report.currency ?? workspace.currency),
      words: wordBook(t, report.titles, lang),
      ...(allowed ? { open } : {}),
    };
  }, [report, lang, workspace.currency, t, navigate, link, allowed]);
}

/** A choice as the list of customers takes it; who is in no group has no value there. */
function whereOf([column, value]: Choice[number]): string {
  return value === "" ? `${column}:null:true` : `${column}:eq:${value}`;
}
