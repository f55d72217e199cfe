import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Choice } from "../../../ui/Choice";
import type { ComparedTeam, TeamsBetween } from "../../api/shapes";
import { IntervalPlot, type Tone } from "../../ui/IntervalPlot";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

const TONES: Record<string, Tone> = { better: "good", worse: "bad", unknown: "plain" };

/** One measure of all teams: what was seen over what their start alone would have given. */
export function Measures({ found }: { found: TeamsBetween }) {
  const { t } = useWords("teams");
  const [name, setName] = useState(found.measures[0] ?? "kept");
  const measure = found.measures.includes(name) ? name : (found.measures[0] ?? "kept");
  return (
    <>
      <Choice
        label={t("measures")}
        value={measure}
        options={found.measures.map((one) => [one, t(`measure.${one}`)] as const)}
        onChange={setName}
      />
      <p className="lead">{t(`measure_lead.${measure}`)}</p>
      <ChartFigure
        chart={<Plot found={found} name={measure} />}
        table={<MeasureTable found={found} name={measure} />}
      />
    </>
  );
}

function Plot({ found, name }: { found: TeamsBetween; name: string }) {
  const { t } = useWords("teams");
  const rows = found.teams
    .filter((team) => team.name !== null)
    .flatMap((team) => {
      const one = team.measures[name];
      if (!one) return [];
      return [
        {
          key: team.name ?? "",
          label: team.name ?? "",
          value: one.ratio,
          low: one.ratio_interval?.[0] ?? null,
          high: one.ratio_interval?.[1] ?? null,
          text: t("seen_of", { seen: one.seen, expected: one.expected.toFixed(1) }),
          tone: TONES[one.verdict] ?? ("plain" as Tone),
          note: t(`verdict.${one.verdict}`),
        },
      ];
    });
  return <IntervalPlot label={t(`measure.${name}`)} rows={rows} />;
}

function MeasureTable({ found, name }: { found: TeamsBetween; name: string }) {
  const { t } = useWords("teams");
  const figures = useFigures();
  const of = (team: ComparedTeam) => team.measures[name];
  const two = (value: number | null | undefined) => (typeof value === "number" ? value.toFixed(2) : "–");
  return (
    <DataTable
      cards
      title={t(`measure.${name}`)}
      rows={found.teams}
      rowKey={(team) => team.name ?? "\n"}
      columns={[
        { key: "team", title: t("column.team"), render: (team) => team.name ?? t("nobody") },
        {
          key: "risk",
          title: t("column.at_risk"),
          numeric: true,
          render: (team) => figures.count(of(team)?.at_risk ?? null),
        },
        {
          key: "seen",
          title: t("column.seen"),
          numeric: true,
          render: (team) => figures.count(of(team)?.seen ?? null),
        },
        {
          key: "rate",
          title: t("column.rate"),
          numeric: true,
          render: (team) => figures.share(of(team)?.rate ?? null),
        },
        {
          key: "expected",
          title: t("column.expected"),
          numeric: true,
          render: (team) => two(of(team)?.expected),
        },
        {
          key: "ratio",
          title: t("column.ratio"),
          numeric: true,
          render: (team) => two(of(team)?.ratio),
          sort: (team) => of(team)?.ratio ?? 0,
        },
        {
          key: "interval",
          title: t("column.interval"),
          numeric: true,
          render: (team) =>
            of(team)
              ?.ratio_interval?.map((one) => one.toFixed(2))
              .join(" … ") ?? "–",
        },
        { key: "shrunk", title: t("column.shrunk"), numeric: true, render: (team) => two(of(team)?.shrunk) },
        {
          key: "p",
          title: t("column.adjusted"),
          numeric: true,
          render: (team) => (team.name === null ? "–" : two(of(team)?.adjusted)),
        },
        {
          key: "verdict",
          title: t("column.verdict"),
          render: (team) => (team.name === null ? "–" : t(`verdict.${of(team)?.verdict ?? "unknown"}`)),
        },
      ]}
    />
  );
}
