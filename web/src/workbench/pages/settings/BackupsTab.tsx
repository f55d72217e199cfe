import { Button, Checkbox } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { address } from "../../api/client";
import { useData, useStart } from "../../api/hooks";
import type { Backup } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { Problem } from "../../states/Problem";
import { SaveOutlined } from "../../ui/icons";
import { useAsk } from "../../ui/useAsk";
import { useWords } from "../../words/useWords";

const MEGABYTE = 1_048_576;

/** The workspace in one file, made while people work, and proved to be restorable. */
export default function BackupsTab() {
  const { t } = useWords("settings");
  const backups = useData<Backup[]>("backups", { query: { size: 200 } });
  const start = useStart();
  const [withKey, setWithKey] = useState(false);
  return (
    <Section
      id="backups"
      title={t("backups.title")}
      lead={t("backups.lead")}
      aside={
        <div className="row-actions">
          <Checkbox checked={withKey} onChange={(event) => setWithKey(event.target.checked)}>
            {t("backups.with_key")}
          </Checkbox>
          <Button
            type="primary"
            icon={<SaveOutlined />}
            loading={start.isPending}
            onClick={() => start.mutate({ method: "POST", path: "backups", body: { with_key: withKey } })}
          >
            {t("backups.make")}
          </Button>
        </div>
      }
    >
      {start.error ? <Problem error={start.error} /> : null}
      <Fetched of={backups}>
        {(all) =>
          all.length > 0 ? (
            <BackupTable backups={all} />
          ) : (
            <Nothing title={t("backups.none")} text={t("backups.none_hint")} />
          )
        }
      </Fetched>
      <p className="quiet small">{t("backups.restore")}</p>
    </Section>
  );
}

function BackupTable({ backups }: { backups: Backup[] }) {
  const { t, lang, dates } = useWords("settings");
  const megabytes = new Intl.NumberFormat(lang, {
    style: "unit",
    unit: "megabyte",
    maximumFractionDigits: 1,
  });
  const ask = useAsk();
  const start = useStart();
  const path = (name: string) => `backups/${encodeURIComponent(name)}`;
  const remove = ({ name }: Backup) =>
    ask(
      {
        title: t("backups.remove_title", { name }),
        text: t("backups.remove_text"),
        yes: t("backups.remove"),
        danger: true,
      },
      { method: "DELETE", path: path(name) },
    );
  return (
    <>
      {start.error ? <Problem error={start.error} /> : null}
      <DataTable
        cards
        title={t("backups.title")}
        rows={backups}
        rowKey={({ name }) => name}
        columns={[
          {
            key: "name",
            title: t("backups.name"),
            render: ({ name }) => <span className="file-name">{name}</span>,
          },
          { key: "created", title: t("backups.created"), render: ({ created }) => dates.moment(created) },
          {
            key: "size",
            title: t("backups.size"),
            numeric: true,
            render: ({ size }) => megabytes.format(size / MEGABYTE),
          },
          {
            key: "actions",
            title: "",
            render: (one) => (
              <span className="row-actions">
                <Button size="small" href={address(path(one.name))} download>
                  {t("backups.fetch")}
                </Button>
                <Button
                  size="small"
                  onClick={() =>
                    start.mutate({ method: "POST", path: `${path(one.name)}/verification`, body: {} })
                  }
                >
                  {t("backups.verify")}
                </Button>
                <Button size="small" danger onClick={() => remove(one)}>
                  {t("backups.remove")}
                </Button>
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
