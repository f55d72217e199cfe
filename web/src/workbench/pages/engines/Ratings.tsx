import { Button } from "antd";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { address } from "../../api/client";
import type { RatedThere } from "../../api/schema";
import { CheckCircleFilled, DownloadOutlined, WarningFilled } from "../../ui/icons";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** What other engines answered, each with how far it is the embedded engine's answer, to be taken away. */
export function Ratings({ all }: { all: RatedThere[] }) {
  const { t, lang, dates } = useWords("engines");
  const figures = useFigures();
  return (
    <Section id="ratings" title={t("ratings.title")} lead={t("ratings.lead")}>
      <DataTable
        cards
        title={t("ratings.title")}
        rows={all}
        rowKey={({ id }) => id}
        columns={[
          { key: "at", title: t("ratings.at"), render: ({ at }) => dates.moment(at) },
          {
            key: "engine",
            title: t("table.engine"),
            render: (one) =>
              t("ratings.engine", { engine: one.engine, version: one.version, table: one.table }),
          },
          { key: "scheme", title: t("schemes.scheme"), render: ({ title }) => said(title, lang) },
          { key: "as_of", title: t("ratings.as_of"), render: (one) => dates.day(one.as_of) },
          {
            key: "rated",
            title: t("ratings.rated"),
            numeric: true,
            render: ({ rated }) => figures.count(rated),
          },
          { key: "compared", title: t("ratings.compared"), render: (one) => <Equal one={one} /> },
          {
            key: "fetch",
            title: "",
            render: ({ id }) => (
              <Button
                icon={<DownloadOutlined />}
                href={address(`engines/ratings/${encodeURIComponent(id)}/pack`)}
                download
              >
                {t("ratings.download")}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** How many cells of the two rated tables are equal, and in which columns the others stand. */
function Equal({ one: { compared, not_compared, written } }: { one: RatedThere }) {
  const { t, lang } = useWords("engines");
  const figures = useFigures();
  const back = written ? <span className="quiet"> {t("ratings.written", { table: written })}</span> : null;
  if (!compared)
    return (
      <>
        {not_compared ? said(not_compared, lang) : t("ratings.not_asked")}
        {back}
      </>
    );
  const told = t("ratings.equal", {
    equal: figures.count(compared.equal),
    cells: figures.count(compared.cells),
  });
  const columns = Object.entries(compared.differing).map(([column, count]) =>
    t("ratings.differs", { column, cells: figures.count(count) }),
  );
  return (
    <span className={columns.length > 0 ? "engines-not" : "engines-runs"}>
      {columns.length > 0 ? <WarningFilled /> : <CheckCircleFilled />} {[told, ...columns].join(t("stop"))}
      {back}
    </span>
  );
}
