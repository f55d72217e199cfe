import { useCallback } from "react";
import { Chart } from "../../../charts/Chart";
import { PROFIT_HEIGHT, profit } from "../../../charts/profit";
import type { Frame } from "../../../charts/theme";
import { DataTable } from "../../../tables/DataTable";
import { ChartFigure } from "../../../ui/ChartFigure";
import { Section } from "../../../ui/Section";
import { useWords } from "../../words/useWords";
import type { Result } from "./shapes";
import { useAmounts } from "./useAmounts";

/** What rolling out to the best cells is estimated to bring, with the cut where one more cell no longer pays. */
export function ProfitChart({ cells }: { cells: Result["cells"] }) {
  const { t } = useWords("campaigns");
  const { figures, money } = useAmounts();
  const worth = cells.curve.filter(({ rate }) => rate >= cells.break_even).at(-1);
  const option = useCallback(
    (frame: Frame) =>
      profit(
        {
          steps: cells.curve.map((one) => ({
            name: one.cell,
            contacts: one.customers_upto,
            profit: one.profit_upto,
          })),
          cut: worth
            ? {
                contacts: worth.customers_upto,
                profit: worth.profit_upto,
                text: t("profit.cut", { customers: figures.count(worth.customers_upto) }),
              }
            : null,
          xTitle: t("profit.x"),
          yTitle: t("profit.y"),
          money: (value) => figures.tightMoney(value.toFixed(0)),
          count: (value) => figures.count(value),
        },
        frame,
      ),
    [cells, worth, t, figures],
  );
  const lead = worth
    ? t("profit.lead", {
        cells: figures.count(cells.roll_out.length),
        customers: figures.count(worth.customers_upto),
        profit: money(worth.profit_upto),
      })
    : t("profit.none");
  return (
    <Section id="profit" title={t("profit.title")} lead={lead}>
      <ChartFigure
        chart={<Chart option={option} height={PROFIT_HEIGHT} label={t("profit.title")} />}
        table={
          <DataTable
            title={t("profit.title")}
            rows={cells.curve}
            rowKey={({ cell }) => cell}
            columns={[
              { key: "cell", title: t("list.cell"), render: ({ cell }) => cell },
              {
                key: "customers",
                title: t("profit.x"),
                numeric: true,
                render: (one) => figures.count(one.customers_upto),
              },
              { key: "profit", title: t("profit.y"), numeric: true, render: (one) => money(one.profit_upto) },
            ]}
          />
        }
      />
    </Section>
  );
}
