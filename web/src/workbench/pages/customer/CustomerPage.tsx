import { Link, useParams } from "react-router";
import { useData } from "../../api/hooks";
import type { Customer } from "../../api/shapes";
import { useLink, useRun } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Loading } from "../../states/Loading";
import { cellNode } from "../../ui/cells";
import { ArrowLeftOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { said } from "../../words/said";
import { useCellWords } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { CustomerAhead } from "../ahead/CustomerAhead";
import { NextSteps } from "../day/NextSteps";
import { CustomerMovement } from "../movement/CustomerMovement";
import { NoRun } from "../overview/NoRun";
import { CustomerWarnings } from "../warnings/CustomerWarnings";
import { Care } from "./Care";
import { FigureCards } from "./FigureCards";
import { History } from "./History";
import { Months } from "./Months";
import { Orders } from "./Orders";
import { Scores } from "./Scores";
import { Strategy } from "./Strategy";
import { WaysUp } from "./WaysUp";

/** One customer: what they did, why they stand where they stand, what to do, and what would lift them. */
export default function CustomerPage() {
  const { runs, run } = useRun();
  if (!runs) return <Loading />;
  return run ? <OneCustomer run={run.number} /> : <NoRun />;
}

function OneCustomer({ run }: { run: number }) {
  const { id = "" } = useParams();
  const path = `runs/${run}/customers/${encodeURIComponent(id)}`;
  const customer = useData<Customer>(path);
  return (
    <>
      <Back />
      <Fetched of={customer}>
        {(found) => (
          <>
            <Head customer={found} />
            <FigureCards customer={found} />
            <CustomerWarnings />
            <CustomerAhead path={path} />
            <div className="halves">
              <Scores customer={found} />
              <div className="stack">
                <WaysUp customer={found} />
                <Strategy customer={found} />
              </div>
            </div>
            <Care customer={id} />
            <CustomerMovement path={path} customer={found} />
            <Months customer={found} />
            <div className="halves">
              {found.lines_known ? <Orders path={`${path}/orders`} /> : null}
              <History customer={found} />
            </div>
            <NextSteps steps={["warnings", "tasks"]} />
          </>
        )}
      </Fetched>
    </>
  );
}

function Back() {
  const { t } = useWords("customer");
  const link = useLink();
  return (
    <Link to={link("/customers")} className="back">
      <ArrowLeftOutlined /> {t("back")}
    </Link>
  );
}

function Head({ customer: { row, columns } }: { customer: Customer }) {
  const { lang } = useWords();
  const words = useCellWords();
  const id = columns.find(({ kind }) => kind === "id");
  const places = columns.filter(({ kind }) => kind === "place");
  const texts = columns.filter(
    ({ kind, name, ahead }) => !ahead && (kind === "text" || kind === "date") && row[name] !== null,
  );
  return (
    <PageHead
      title={id ? cellNode(id, row[id.name], words) : row._ref}
      facts={[...places, ...texts].map((column) => [
        said(column.title, lang),
        cellNode(column, row[column.name], words),
      ])}
    />
  );
}
