import { useCallback, useMemo } from "react";
import { Chart } from "../charts/Chart";
import { forecast } from "../charts/forecast";
import type { Frame } from "../charts/theme";
import type { Formatter } from "../numbers/format";
import { DataTable } from "../tables/DataTable";
import { ChartFigure } from "../ui/ChartFigure";
import { type Months, monthsOf, type Side } from "./months";

const HEIGHT = 300;
const PARTS = ["bought", "expected", "range"] as const;

interface ForecastFigureProps {
  months: Months;
  side: Side;
  figures: Formatter;
  /** Says what is drawn: `title`, `month`, `bought`, `expected`, `range` and `chart`. */
  say: (key: "title" | "month" | "chart" | (typeof PARTS)[number]) => string;
}

/** The months behind as they were and those ahead as expected, with their range: as a chart, and as a table. */
export function ForecastFigure({ months: given, side, figures, say }: ForecastFigureProps) {
  const months = useMemo(() => {
    const write = (text: string) =>
      side === "revenue" ? figures.money(text) : figures.count(Math.round(Number(text)));
    const labels = { bought: say("bought"), expected: say("expected"), range: say("range"), write };
    return monthsOf(given, side, labels);
  }, [given, side, figures, say]);
  const option = useCallback(
    (frame: Frame) =>
      forecast(
        months,
        (value) => (side === "revenue" ? figures.tightMoney(String(value)) : figures.shortCount(value)),
        frame,
      ),
    [months, side, figures],
  );
  return (
    <>
      <ChartFigure
        chart={<Chart option={option} height={HEIGHT} label={say("chart")} />}
        table={
          <DataTable
            title={say("title")}
            rows={months}
            rowKey={({ month }) => month}
            columns={[
              { key: "month", title: say("month"), render: ({ month }) => month },
              ...PARTS.map((key) => ({
                key,
                title: say(key),
                numeric: true,
                render: ({ tip }: (typeof months)[number]) =>
                  tip.rows.find(([label]) => label === say(key))?.[1] ?? "–",
              })),
            ]}
          />
        }
      />
      <ul className="ahead-legend">
        {PARTS.map((key) => (
          <li key={key}>
            <span className={`ahead-mark ahead-mark-${key}`} aria-hidden="true" />
            {say(key)}
          </li>
        ))}
      </ul>
    </>
  );
}
