import { Link } from "react-router";
import { DataTable } from "../../../tables/DataTable";
import { useData } from "../../api/hooks";
import type { LookAlike, LookAlikes as Told } from "../../api/shapes";
import { useLink } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { useHigh } from "../../ui/HighPlaces";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { useAttribute } from "./names";

/** The likest of the others, each with what their score is made of. */
export function LookAlikes({ number }: { number: number }) {
  const told = useData<Told>(`runs/${number}/target/customers`, {
    query: { most: 20, high: useHigh() },
    keep: true,
  });
  return <Fetched of={told}>{(found) => <List found={found} />}</Fetched>;
}

function List({ found }: { found: Told }) {
  const { t } = useWords("target");
  const figures = useFigures();
  const title = useAttribute(found.attributes);
  const link = useLink();
  const parts = (one: LookAlike) =>
    one.parts
      .filter(({ value }) => value !== null)
      .map(({ attribute, value, weight }) => `${title(attribute)} ${value} ${signed(weight)}`)
      .join(t("and"));
  return (
    <>
      <p className="lead">{t("parts", { base: signed(found.base), others: figures.count(found.others) })}</p>
      <DataTable
        cards
        title={t("likest")}
        rows={found.likest}
        rowKey={({ customer_id }, index) => `${index} ${customer_id}`}
        columns={[
          {
            key: "customer",
            title: t("column.customer"),
            render: ({ ref, customer_id }) =>
              ref === null ? (
                customer_id
              ) : (
                <Link to={link(`/customers/${encodeURIComponent(ref)}`)}>{customer_id}</Link>
              ),
          },
          { key: "place", title: t("column.place"), render: ({ place }) => place ?? t("not_rated") },
          {
            key: "score",
            title: t("column.score"),
            numeric: true,
            render: ({ score }) => signed(score),
            sort: ({ score }) => Number(score),
          },
          { key: "parts", title: t("column.parts"), render: parts },
        ]}
      />
    </>
  );
}

function signed(text: string): string {
  return text.startsWith("-") ? `−${text.slice(1)}` : `+${text}`;
}
