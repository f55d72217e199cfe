import { useCallback, useMemo } from "react";
import { Chart } from "../../../charts/Chart";
import { everyMonth, monthBars } from "../../../charts/months";
import type { Frame } from "../../../charts/theme";
import { approximate } from "../../../numbers/decimal";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import type { Customer } from "../../api/shapes";
import { Nothing } from "../../states/Nothing";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

const HEIGHT = 260;

/** What the customer bought, month by month. */
export function Months({ customer: { months, lines_known } }: { customer: Customer }) {
  const { t } = useWords("customer");
  const figures = useFigures();
  const bars = useMemo(() => {
    const known = new Map(months.map((one) => [one.month, one]));
    const all = everyMonth(months[0]?.month ?? "9999-01", months.at(-1)?.month ?? "");
    return all.map((month) => {
      const { orders, amount } = known.get(month) ?? { orders: 0, amount: "0" };
      const rows = [
        [t("months.amount"), figures.money(amount)],
        [t("months.purchases"), figures.count(orders)],
      ] as const;
      return { month, value: approximate(amount), orders, amount, tip: { title: month, rows } };
    });
  }, [months, figures, t]);
  const option = useCallback(
    (frame: Frame) => monthBars(bars, (value) => figures.tightMoney(String(value)), frame),
    [bars, figures],
  );
  if (!lines_known) return <Nothing title={t("months.forgotten")} text={t("months.forgotten_hint")} />;
  if (bars.length === 0) return null;
  return (
    <Section id="months" title={t("months.title")}>
      <ChartFigure
        chart={<Chart option={option} height={HEIGHT} label={t("months.chart")} />}
        table={
          <DataTable
            title={t("months.title")}
            rows={bars}
            rowKey={({ month }) => month}
            columns={[
              { key: "month", title: t("months.month"), render: ({ month }) => month },
              {
                key: "orders",
                title: t("months.purchases"),
                numeric: true,
                render: ({ orders }) => figures.count(orders),
              },
              {
                key: "amount",
                title: t("months.amount"),
                numeric: true,
                render: ({ amount }) => figures.money(amount),
              },
            ]}
          />
        }
      />
    </Section>
  );
}
