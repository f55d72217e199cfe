import { useCallback, useMemo } from "react";
import { Chart } from "../../../charts/Chart";
import type { Frame } from "../../../charts/theme";
import { warningDays } from "../../../charts/warnings";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Standing } from "./shapes";

const HEIGHT = 240;

/** What was opened and closed from check to check, and how many stood open. */
export function OverTime({ days }: { days: Standing["over_time"] }) {
  const { t, dates } = useWords("warnings");
  const figures = useFigures();
  const bars = useMemo(
    () =>
      days.map(({ day, opened, closed, open }) => {
        const ended = Object.values(closed).reduce((sum, count) => sum + count, 0);
        const by = Object.entries(closed).map(
          ([outcome, count]) => [t(`outcome.${outcome}`), figures.count(count)] as const,
        );
        const rows = [
          [t("time.opened"), figures.count(opened)],
          [t("time.closed"), figures.count(ended)],
          ...by,
          [t("time.open"), figures.count(open)],
        ] as const;
        return { day, opened, closed: ended, open, tip: { title: dates.day(day), rows } };
      }),
    [days, t, figures, dates],
  );
  const option = useCallback((frame: Frame) => warningDays(bars, frame), [bars]);
  if (bars.length < 2) return null;
  const column = (key: "opened" | "closed" | "open") => ({
    key,
    title: t(`time.${key}`),
    numeric: true,
    render: (one: (typeof bars)[number]) => figures.count(one[key]),
  });
  return (
    <Section id="time" title={t("time.title")} lead={t("time.lead")}>
      <ChartFigure
        chart={<Chart option={option} height={HEIGHT} label={t("time.chart")} />}
        table={
          <DataTable
            title={t("time.title")}
            rows={bars}
            rowKey={({ day }) => day}
            columns={[
              { key: "day", title: t("time.day"), render: ({ day }) => dates.day(day) },
              column("opened"),
              column("closed"),
              column("open"),
            ]}
          />
        }
      />
    </Section>
  );
}
