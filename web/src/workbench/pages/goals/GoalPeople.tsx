import { Button, Pagination } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { DataTable } from "../../../tables/DataTable";
import { useAnswer } from "../../api/hooks";
import type { GoalPart, ShownGoal } from "../../api/schema";
import { useLink } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

const SIZE = 20;
const MONEY = new Set(["spend", "spend_per_customer"]);

/** The customers who make a goal's value, shown when they are asked for; whose part changed most come first. */
export function GoalPeople({ goal }: { goal: ShownGoal }) {
  const { t } = useWords("goals");
  const [open, setOpen] = useState(false);
  return (
    <div className="goal-people">
      <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t("people.hide") : t("people.show")}
      </Button>
      {open ? <People goal={goal} /> : null}
    </div>
  );
}

function People({ goal }: { goal: ShownGoal }) {
  const { t, dates } = useWords("goals");
  const link = useLink();
  const part = usePart(goal);
  const [page, setPage] = useState(1);
  const people = useAnswer<GoalPart[]>(`goals/${encodeURIComponent(goal.goal)}/customers`, {
    query: { page, size: SIZE },
    keep: true,
  });
  return (
    <Fetched of={people}>
      {({ data, page: shown }) => (
        <>
          <DataTable
            cards
            title={t("people.title")}
            rows={data}
            rowKey={({ customer }, index) => `${customer} ${index}`}
            columns={[
              {
                key: "customer",
                title: t("people.customer"),
                render: ({ customer, ref }) =>
                  ref ? <Link to={link(`/customers/${encodeURIComponent(ref)}`)}>{customer}</Link> : customer,
              },
              {
                key: "before",
                title: dates.day(goal.since),
                numeric: true,
                render: ({ before }) => part(before),
              },
              { key: "now", title: dates.day(goal.day), numeric: true, render: ({ now }) => part(now) },
            ]}
          />
          {shown && shown.total > SIZE ? (
            <Pagination
              simple
              align="end"
              current={page}
              pageSize={SIZE}
              total={shown.total}
              showSizeChanger={false}
              onChange={setPage}
            />
          ) : null}
        </>
      )}
    </Fetched>
  );
}

/** Return the writer of one customer's part: money, days, or whether they left or are counted. */
function usePart({ measure }: ShownGoal): (text: string | null) => string {
  const { t } = useWords("goals");
  const figures = useFigures();
  return (text) => {
    if (text === null) return "–";
    if (MONEY.has(measure)) return figures.money(text);
    if (measure === "churn") return text === "1" ? t("people.left") : t("people.stayed");
    if (measure === "customers") return text === "1" ? t("people.counted") : "–";
    return figures.count(Number(text));
  };
}
