import { Alert, Button, Input } from "antd";
import { useRef, useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useChange } from "../../api/hooks";
import type { MadeKey, ShownKey } from "../../api/schema";
import { Problem } from "../../states/Problem";
import { DeleteOutlined, DownloadOutlined, InboxOutlined, LockOutlined } from "../../ui/icons";
import { useAsk } from "../../ui/useAsk";
import { useWords } from "../../words/useWords";

/** Larger files are no key. */
const MOST = 4_000;

/** The secrets that both companies share, one for each comparison: made here, or taken from the other one. */
export function KeysSection({ keys }: { keys: ShownKey[] }) {
  const { t } = useWords("overlap");
  const change = useChange<MadeKey>();
  const [purpose, setPurpose] = useState("");
  const [made, setMade] = useState<MadeKey | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const keep = (body: object) =>
    change.mutate({ method: "POST", path: "overlap/keys", body }, { onSuccess: setMade });
  return (
    <Section id="keys" title={t("keys.title")} lead={t("keys.lead")}>
      <div className="overlap-key">
        <Input
          value={purpose}
          maxLength={200}
          aria-label={t("keys.purpose")}
          placeholder={t("keys.purpose")}
          onChange={({ target }) => setPurpose(target.value)}
        />
        <Button
          icon={<LockOutlined />}
          disabled={!purpose.trim()}
          loading={change.isPending}
          onClick={() => keep({ purpose })}
        >
          {t("keys.make")}
        </Button>
        <Button icon={<InboxOutlined />} onClick={() => input.current?.click()}>
          {t("keys.take")}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t("keys.take")}
          onChange={({ target }) => {
            const chosen = target.files?.[0];
            if (chosen)
              void chosen
                .slice(0, MOST)
                .text()
                .then((file) => keep({ file }));
            target.value = "";
          }}
        />
      </div>
      {change.error ? <Problem error={change.error} /> : null}
      {made?.file ? <Once made={{ ...made, file: made.file }} /> : null}
      {keys.length > 0 ? <KeyTable keys={keys} /> : <p className="quiet">{t("keys.none")}</p>}
    </Section>
  );
}

/** The file that is handed to the other company: it is never told again. */
function Once({ made }: { made: MadeKey & { file: string } }) {
  const { t } = useWords("overlap");
  const save = () => {
    const url = URL.createObjectURL(new Blob([`${made.file}\n`], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `shuke-shared-${made.name}.key`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Alert
      type="warning"
      showIcon
      className="overlap-once"
      title={t("keys.once", { name: made.name })}
      description={t("keys.once_hint")}
      action={
        <Button icon={<DownloadOutlined />} onClick={save}>
          {t("keys.save")}
        </Button>
      }
    />
  );
}

function KeyTable({ keys }: { keys: ShownKey[] }) {
  const { t, dates } = useWords("overlap");
  const ask = useAsk();
  const remove = ({ name, purpose }: ShownKey) =>
    ask(
      {
        title: t("keys.remove_title", { name, purpose }),
        text: t("keys.remove_text"),
        yes: t("remove"),
        danger: true,
      },
      { method: "DELETE", path: `overlap/keys/${name}` },
    );
  return (
    <DataTable
      cards
      title={t("keys.title")}
      rows={keys}
      rowKey={({ name }) => name}
      columns={[
        { key: "name", title: t("keys.name"), render: ({ name }) => <code>{name}</code> },
        { key: "purpose", title: t("keys.for"), render: ({ purpose }) => purpose },
        { key: "at", title: t("at"), render: ({ at }) => dates.moment(at) },
        {
          key: "remove",
          title: "",
          render: (one) => (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t("keys.remove", { name: one.name })}
              onClick={() => remove(one)}
            />
          ),
        },
      ]}
    />
  );
}
