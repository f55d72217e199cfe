import { Pagination } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useAnswer } from "../../api/hooks";
import type { Order } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

const SIZE = 10;

/** The customer's orders, the latest first. */
export function Orders({ path }: { path: string }) {
  const { t, dates } = useWords("customer");
  const figures = useFigures();
  const [page, setPage] = useState(1);
  const orders = useAnswer<Order[]>(path, { query: { page, size: SIZE }, keep: true });
  return (
    <Section id="orders" title={t("orders.title")}>
      <Fetched of={orders}>
        {({ data, page: shown }) => (
          <>
            <DataTable
              title={t("orders.title")}
              cards
              rows={data}
              rowKey={(order, index) => `${order.order_id} ${order.on} ${index}`}
              columns={[
                {
                  key: "on",
                  title: t("orders.on"),
                  render: ({ on }) => <span className="nowrap">{dates.day(on)}</span>,
                },
                { key: "order", title: t("orders.order"), render: ({ order_id }) => order_id ?? "–" },
                {
                  key: "kind",
                  title: t("orders.kind"),
                  render: (order) => (
                    <>
                      {t(`orders.${order.kind}`)}
                      {order.in_period ? null : <span className="quiet"> {t("orders.outside")}</span>}
                    </>
                  ),
                },
                {
                  key: "amount",
                  title: t("orders.amount"),
                  numeric: true,
                  render: ({ amount }) => figures.money(amount),
                },
              ]}
            />
            {shown && shown.total > SIZE ? (
              <Pagination
                simple
                align="end"
                className="orders-pages"
                current={page}
                pageSize={SIZE}
                total={shown.total}
                onChange={setPage}
              />
            ) : null}
          </>
        )}
      </Fetched>
    </Section>
  );
}
