import { Button } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import type { ShownConnection } from "../../api/schema";
import { useRight } from "../../session";
import { Nothing } from "../../states/Nothing";
import { DeleteOutlined, EditOutlined, PlayCircleOutlined, PlusOutlined } from "../../ui/icons";
import { useAsk } from "../../ui/useAsk";
import { useWords } from "../../words/useWords";
import { useWork } from "../evidence/useWork";
import { Work } from "../evidence/Work";
import { ConnectionForm } from "./ConnectionForm";

/** The engines that an administrator connected, by name; each can be tried, and none shows its password. */
export function Connections({ all }: { all: ShownConnection[] }) {
  const { t } = useWords("engines");
  const mayChange = useRight("settings.write");
  const [edited, setEdited] = useState<ShownConnection | "new" | null>(null);
  return (
    <Section
      id="connections"
      title={t("connections.title")}
      lead={t("connections.lead")}
      aside={
        mayChange ? (
          <Button icon={<PlusOutlined />} onClick={() => setEdited("new")}>
            {t("connections.add")}
          </Button>
        ) : null
      }
    >
      {edited ? (
        <ConnectionForm
          key={edited === "new" ? "" : edited.name}
          before={edited === "new" ? null : edited}
          onDone={() => setEdited(null)}
        />
      ) : null}
      {all.length > 0 ? (
        <ConnectionTable all={all} onEdit={mayChange ? setEdited : null} />
      ) : (
        <Nothing
          title={t("connections.none")}
          text={t(mayChange ? "connections.none_hint" : "connections.none_ask")}
        />
      )}
    </Section>
  );
}

interface ConnectionTableProps {
  all: ShownConnection[];
  onEdit: ((one: ShownConnection) => void) | null;
}

function ConnectionTable({ all, onEdit }: ConnectionTableProps) {
  const { t } = useWords("engines");
  const work = useWork();
  const told = work.job?.status === "done" ? work.job.result : null;
  const password = ({ password: kept, ready }: ShownConnection) => {
    if (kept === null) return t("connections.no_password");
    const where = kept === "file" ? t("connections.in_file") : kept;
    return ready ? where : t("connections.not_there", { where });
  };
  return (
    <>
      <DataTable
        cards
        title={t("connections.title")}
        rows={all}
        rowKey={({ name }) => name}
        columns={[
          { key: "name", title: t("connections.name"), render: ({ name }) => name },
          { key: "engine", title: t("table.engine"), render: ({ title }) => title },
          {
            key: "address",
            title: t("connections.address"),
            render: ({ address }) => <code className="engines-address">{address}</code>,
          },
          { key: "password", title: t("connections.password"), render: password },
          {
            key: "writes",
            title: t("connections.writes"),
            render: ({ writes }) => t(writes ? "table.yes" : "table.no"),
          },
          ...(onEdit
            ? [
                {
                  key: "do",
                  title: "",
                  render: (one: ShownConnection) => (
                    <Doing
                      one={one}
                      onEdit={onEdit}
                      onTry={() => work.begin(`engines/connections/${one.name}/trial`, {})}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      <Work work={work} />
      {told ? (
        <p role="status">
          {t("connections.answers", {
            name: String(told.connection),
            engine: `${told.engine} ${told.version}`,
          })}
        </p>
      ) : null}
    </>
  );
}

interface DoingProps {
  one: ShownConnection;
  onEdit: (one: ShownConnection) => void;
  onTry: () => void;
}

function Doing({ one, onEdit, onTry }: DoingProps) {
  const { t } = useWords("engines");
  const ask = useAsk();
  const remove = () =>
    ask(
      {
        title: t("connections.remove_title", { name: one.name }),
        text: t("connections.remove_text"),
        yes: t("connections.remove"),
        danger: true,
      },
      { method: "DELETE", path: `engines/connections/${one.name}` },
    );
  const label = (what: string) => t("connections.of", { what, name: one.name });
  return (
    <div className="row-actions">
      <Button icon={<PlayCircleOutlined />} onClick={onTry} aria-label={label(t("connections.try"))}>
        {t("connections.try")}
      </Button>
      <Button
        type="text"
        icon={<EditOutlined />}
        aria-label={label(t("connections.edit"))}
        onClick={() => onEdit(one)}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={label(t("connections.remove"))}
        onClick={remove}
      />
    </div>
  );
}
