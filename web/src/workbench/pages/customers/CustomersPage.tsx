import { Button } from "antd";
import { useRun } from "../../runs";
import { useRight } from "../../session";
import { Loading } from "../../states/Loading";
import { Nothing } from "../../states/Nothing";
import { Problem } from "../../states/Problem";
import { PageHead } from "../../ui/PageHead";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { NoRun } from "../overview/NoRun";
import { ColumnChooser } from "./ColumnChooser";
import { CustomerList } from "./CustomerList";
import { ExportButton } from "./ExportButton";
import { FilterBar } from "./FilterBar";
import { GroupStrip } from "./GroupStrip";
import { shownOf } from "./shown";
import { useColumns, useCustomers, useQuestion, useSums } from "./useCustomers";
import { Views } from "./Views";

/** All customers of the chosen run: searched, filtered, sorted and paged by the server. */
export default function CustomersPage() {
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  return run ? <Customers run={run.number} /> : <NoRun />;
}

function Customers({ run }: { run: number }) {
  const { t } = useWords("customers");
  const [question, ask] = useQuestion();
  const mayExport = useRight("customers.export");
  const all = useColumns(run);
  const { rows, page, columns, error, refetch, isFetching } = useCustomers(run, question);
  const clear = () => ask({ ...question, search: "", where: [], page: 1 });
  return (
    <>
      <PageHead
        title={t("title")}
        lead={<Sums run={run} />}
        actions={
          <>
            <Views question={question} />
            {all ? <ColumnChooser columns={all} question={question} ask={ask} /> : null}
            {mayExport ? <ExportButton run={run} question={question} total={page?.total ?? 0} /> : null}
          </>
        }
      />
      {all ? <FilterBar columns={all} question={question} ask={ask} /> : null}
      {all ? <GroupStrip run={run} columns={all} question={question} ask={ask} /> : null}
      {error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : rows && columns && page ? (
        page.total > 0 ? (
          <CustomerList
            {...{ rows, page, question, ask }}
            columns={shownOf(columns, question)}
            busy={isFetching}
          />
        ) : (
          <Nothing
            title={t("nobody")}
            text={t("nobody_hint")}
            action={<Button onClick={clear}>{t("filter.clear")}</Button>}
          />
        )
      ) : (
        <Loading />
      )}
    </>
  );
}

/** How many are asked for, and what they bring. */
function Sums({ run }: { run: number }) {
  const { t } = useWords("customers");
  const figures = useFigures();
  const [question] = useQuestion();
  const { data } = useSums(run, question);
  if (!data) return t("counting");
  const heads = { customers: figures.count(data.customers), share: figures.share(data.share) };
  if (data.monetary === null) return t("sums_heads", heads);
  return t("sums", {
    ...heads,
    money: figures.shortMoney(data.monetary),
    part: figures.share(data.monetary_share),
  });
}
