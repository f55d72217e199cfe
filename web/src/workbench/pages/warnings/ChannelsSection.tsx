import { Button, Tag } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useChange, useData, useStart } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Problem } from "../../states/Problem";
import { SaveOutlined } from "../../ui/icons";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { Editor } from "../schemes/Editor";
import type { Channels, WarningChannel, WarningMessage } from "./shapes";

const START = `channels:
  - channel: sales-group
    kind: dingtalk
    url: {env: SHUKE_SECRET_DINGTALK}
    secret: {env: SHUKE_SECRET_DINGTALK_SIGN}
`;

/** Where the messages go: the channels, whether their secrets are there, what was sent, and what failed and why. */
export function ChannelsSection() {
  const channels = useData<Channels>("warnings/channels");
  return <Fetched of={channels}>{(found) => <Document key={found.text} channels={found} />}</Fetched>;
}

function Document({ channels }: { channels: Channels }) {
  const { t } = useWords("warnings");
  const mayChange = useRight("settings.write");
  const [text, setText] = useState(channels.text ?? START);
  const change = useChange();
  const start = useStart();
  const post = (body: object) => start.mutate({ method: "POST", path: "warnings/messages", body });
  return (
    <Section
      id="channels"
      title={t("channels.title")}
      lead={t("channels.lead")}
      aside={
        mayChange && channels.channels.length > 0 ? (
          <div className="warning-deeds">
            <Button loading={start.isPending} onClick={() => post({ again: true })}>
              {t("channels.send")}
            </Button>
          </div>
        ) : null
      }
    >
      {start.error ? <Problem error={start.error} /> : null}
      {channels.channels.length > 0 ? (
        <ChannelTable rows={channels.channels} onTry={mayChange ? (trial) => post({ trial }) : null} />
      ) : null}
      <Failures />
      <details className="alternative" open={channels.text === null}>
        <summary>{t("channels.document")}</summary>
        {change.error ? <Problem error={change.error} /> : null}
        <div className="warning-editor">
          <Editor
            value={text}
            onChange={setText}
            findings={[]}
            label={t("channels.document")}
            readOnly={!mayChange}
          />
        </div>
        {mayChange ? (
          <Button
            type="primary"
            icon={<SaveOutlined />}
            disabled={text === channels.text}
            loading={change.isPending}
            onClick={() => change.mutate({ method: "PUT", path: "warnings/channels", body: { text } })}
          >
            {t("rules.save")}
          </Button>
        ) : null}
      </details>
    </Section>
  );
}

function ChannelTable({ rows, onTry }: { rows: WarningChannel[]; onTry: ((name: string) => void) | null }) {
  const { t } = useWords("warnings");
  const figures = useFigures();
  return (
    <DataTable
      cards
      title={t("channels.title")}
      rows={rows}
      rowKey={({ channel }) => channel}
      columns={[
        { key: "channel", title: t("channels.name"), render: ({ channel }) => <strong>{channel}</strong> },
        { key: "kind", title: t("channels.kind"), render: ({ kind }) => t(`kind.${kind}`) },
        {
          key: "secrets",
          title: t("channels.secrets"),
          render: ({ secrets }) =>
            secrets.map(({ name, there }) => (
              <Tag key={name} color={there ? "green" : "red"}>
                {name} {t(there ? "channels.there" : "channels.missing")}
              </Tag>
            )),
        },
        {
          key: "waiting",
          title: t("channels.waiting"),
          numeric: true,
          render: (one) => figures.count(one.waiting),
        },
        { key: "sent", title: t("channels.sent"), numeric: true, render: ({ sent }) => figures.count(sent) },
        {
          key: "failed",
          title: t("channels.failed"),
          numeric: true,
          render: (one) => figures.count(one.failed),
        },
        {
          key: "try",
          title: "",
          render: ({ channel }) =>
            onTry ? (
              <Button size="small" onClick={() => onTry(channel)}>
                {t("channels.try")}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

function Failures() {
  const { t, dates } = useWords("warnings");
  const failed = useData<WarningMessage[]>("warnings/messages", { query: { status: "failed", size: 5 } });
  if (!failed.data?.length) return null;
  return (
    <DataTable
      cards
      title={t("channels.failures")}
      rows={failed.data}
      rowKey={({ id }) => id}
      columns={[
        { key: "title", title: t("channels.message"), render: ({ title }) => title },
        { key: "channel", title: t("channels.name"), render: ({ channel }) => channel },
        { key: "problem", title: t("channels.problem"), render: ({ problem }) => problem ?? "–" },
        {
          key: "at",
          title: t("channels.at"),
          render: ({ ended_at }) => (ended_at ? dates.moment(ended_at) : "–"),
        },
      ]}
    />
  );
}
