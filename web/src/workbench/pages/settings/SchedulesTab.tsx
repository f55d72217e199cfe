import { Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useChange, useData } from "../../api/hooks";
import type { Schedule, SchemeListed } from "../../api/shapes";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { Problem } from "../../states/Problem";
import { PlusOutlined } from "../../ui/icons";
import { useAsk } from "../../ui/useAsk";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";

const EVERY = ["day", "week", "month", "quarter", "year"] as const;

/** Ratings that come again by themselves. */
export default function SchedulesTab() {
  const { t } = useWords("settings");
  const mayChange = useRight("settings.write");
  const schedules = useData<Schedule[]>("schedules", { query: { size: 200 } });
  const schemes = useData<SchemeListed[]>("schemes", { query: { size: 200 } });
  const [open, setOpen] = useState(false);
  return (
    <Section
      id="schedules"
      title={t("schedules.title")}
      lead={t("schedules.lead")}
      aside={
        mayChange ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
            {t("schedules.add")}
          </Button>
        ) : null
      }
    >
      <Fetched of={schedules}>
        {(all) =>
          all.length > 0 ? (
            <ScheduleTable schedules={all} schemes={schemes.data ?? []} />
          ) : (
            <Nothing title={t("schedules.none")} text={t("schedules.none_hint")} />
          )
        }
      </Fetched>
      <Modal
        open={open}
        title={t("schedules.add")}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <ScheduleForm schemes={schemes.data ?? []} onDone={() => setOpen(false)} />
      </Modal>
    </Section>
  );
}

function ScheduleTable({ schedules, schemes }: { schedules: Schedule[]; schemes: SchemeListed[] }) {
  const { t, lang, dates } = useWords("settings");
  const mayChange = useRight("settings.write");
  const ask = useAsk();
  const remove = ({ id }: Schedule) =>
    ask(
      {
        title: t("schedules.remove_title"),
        text: t("schedules.remove_text"),
        yes: t("schedules.remove"),
        danger: true,
      },
      { method: "DELETE", path: `schedules/${id}` },
    );
  const title = (id: string | null) =>
    id === null ? t("schedules.own_scheme") : said(schemes.find((one) => one.id === id)?.title, lang) || id;
  return (
    <DataTable
      cards
      title={t("schedules.title")}
      rows={schedules}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "every",
          title: t("schedules.every"),
          render: ({ every, at }) => (
            <strong>{t("schedules.when", { every: t(`every.${every}`), at })}</strong>
          ),
        },
        { key: "zone", title: t("schedules.zone"), render: ({ zone }) => zone },
        { key: "scheme", title: t("schedules.scheme"), render: ({ scheme }) => title(scheme) },
        {
          key: "folder",
          title: t("schedules.inbox"),
          render: ({ folder }) => (folder ? <code>{folder}</code> : t("schedules.no_inbox")),
        },
        { key: "due", title: t("schedules.due"), render: ({ due }) => dates.moment(due) },
        {
          key: "remove",
          title: "",
          render: (one) =>
            mayChange ? (
              <Button size="small" danger onClick={() => remove(one)}>
                {t("schedules.remove")}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

interface Wanted {
  every: string;
  at: string;
  zone: string;
  scheme: string | null;
  inbox?: string;
}

function ScheduleForm({ schemes, onDone }: { schemes: SchemeListed[]; onDone: () => void }) {
  const { t, lang } = useWords("settings");
  const change = useChange();
  const zones = Intl.supportedValuesOf("timeZone");
  const save = ({ inbox, scheme, ...wanted }: Wanted) =>
    change.mutate(
      {
        method: "POST",
        path: "schedules",
        body: { ...wanted, scheme: scheme ?? null, inbox: inbox?.trim() || null },
      },
      { onSuccess: onDone },
    );
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Form<Wanted>
      layout="vertical"
      requiredMark={false}
      initialValues={{ every: "month", at: "06:00", zone: here, scheme: null }}
      onFinish={save}
    >
      <div className="form-pair">
        <Form.Item name="every" label={t("schedules.every")} extra={t("schedules.every_hint")}>
          <Select options={EVERY.map((value) => ({ value, label: t(`every.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="at"
          label={t("schedules.at")}
          rules={[{ required: true, message: t("form.required") }]}
        >
          <Input type="time" />
        </Form.Item>
      </div>
      <Form.Item name="zone" label={t("schedules.zone")}>
        <Select showSearch options={zones.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Form.Item name="scheme" label={t("schedules.scheme")}>
        <Select
          allowClear
          placeholder={t("schedules.own_scheme")}
          options={schemes.map((one) => ({ value: one.id, label: said(one.title, lang) || one.id }))}
        />
      </Form.Item>
      <Form.Item name="inbox" label={t("schedules.inbox")} extra={t("schedules.inbox_hint")}>
        <Input maxLength={64} />
      </Form.Item>
      {change.error ? <Problem error={change.error} /> : null}
      <Button type="primary" htmlType="submit" block loading={change.isPending}>
        {t("form.save")}
      </Button>
    </Form>
  );
}
