import { Tooltip } from "antd";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import type { Engine, Engines, SchemeThere } from "../../api/schema";
import { CheckCircleFilled, MinusCircleOutlined } from "../../ui/icons";
import { useNarrow } from "../../ui/useNarrow";
import { useWords } from "../../words/useWords";

/** What each engine can do, and which scheme runs on it; both as the code says it. */
export function Capabilities({ found: { engines, schemes } }: { found: Engines }) {
  const { t } = useWords("engines");
  const narrow = useNarrow();
  return (
    <>
      <EngineTable engines={engines} />
      <Section id="schemes" title={t("schemes.title")} lead={t("schemes.lead")}>
        {narrow ? (
          <SchemesShort engines={engines} schemes={schemes} />
        ) : (
          <SchemeTable engines={engines} schemes={schemes} />
        )}
      </Section>
    </>
  );
}

/** On a phone: the schemes that run everywhere by name alone, and of each other one where it does not run. */
function SchemesShort({ engines, schemes }: Engines) {
  const { t } = useWords("engines");
  const lacking = (one: SchemeThere) => engines.filter(({ name }) => one.reasons[name]);
  const everywhere = schemes.filter((one) => lacking(one).length === 0);
  return (
    <>
      <details className="alternative">
        <summary>{t("schemes.everywhere", { count: everywhere.length })}</summary>
        <ul className="engines-schemes">
          {everywhere.map(({ id, title }) => (
            <li key={id}>{title}</li>
          ))}
        </ul>
      </details>
      {schemes
        .filter((one) => lacking(one).length > 0)
        .map((one) => (
          <details key={one.id} className="alternative">
            <summary>{one.title}</summary>
            <ul className="engines-schemes">
              {lacking(one).map(({ name, title }) => (
                <li key={name}>{t("schemes.not_on", { engine: title, reason: one.reasons[name] })}</li>
              ))}
            </ul>
          </details>
        ))}
    </>
  );
}

function SchemeTable({ engines, schemes }: Engines) {
  const { t } = useWords("engines");
  return (
    <DataTable
      cards
      title={t("schemes.title")}
      rows={schemes}
      rowKey={({ id }) => id}
      columns={[
        { key: "scheme", title: t("schemes.scheme"), render: ({ title }) => title },
        {
          key: "needs",
          title: t("schemes.needs"),
          render: ({ needs }) => needs.map((one) => t(`beside.${one}`)).join(t("comma")) || "–",
        },
        ...engines.map(({ name, title }) => ({
          key: name,
          title,
          render: (one: SchemeThere) => <Runs reason={one.reasons[name] ?? null} />,
        })),
      ]}
    />
  );
}

/** Whether a scheme runs somewhere, and why not; the reason stands in words for whoever has no pointer. */
function Runs({ reason }: { reason: string | null }) {
  const { t } = useWords("engines");
  if (reason === null)
    return (
      <span className="engines-runs">
        <CheckCircleFilled /> {t("schemes.runs")}
      </span>
    );
  return (
    <Tooltip title={reason}>
      <span className="engines-not">
        <MinusCircleOutlined /> {reason}
      </span>
    </Tooltip>
  );
}

function EngineTable({ engines }: { engines: Engine[] }) {
  const { t } = useWords("engines");
  return (
    <Section id="engines" title={t("table.title")} lead={t("table.lead")}>
      <DataTable
        cards
        title={t("table.title")}
        rows={engines}
        rowKey={({ name }) => name}
        columns={[
          { key: "engine", title: t("table.engine"), render: ({ title }) => title },
          {
            key: "url",
            title: t("table.url"),
            render: ({ schemes }) =>
              schemes.length > 0 ? (
                <code>{schemes.map((one) => `${one}://`).join(" ")}</code>
              ) : (
                t("table.files")
              ),
          },
          {
            key: "installed",
            title: t("table.installed"),
            render: ({ installed, extra }) =>
              installed ? t("table.yes") : <code>{`pip install "shuke[${extra}]"`}</code>,
          },
          {
            key: "state",
            title: t("table.state"),
            render: (one) => t(one.one_snapshot ? "table.one_state" : "table.account"),
          },
          {
            key: "lacks",
            title: t("table.lacks"),
            render: ({ lacks }) => lacks.map((one) => t(`lacks.${one}`)).join(t("comma")) || "–",
          },
        ]}
      />
    </Section>
  );
}
