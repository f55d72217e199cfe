import { Button, Form, Input, InputNumber, Modal, Select, Typography } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useChange, useData } from "../../api/hooks";
import type { MadeToken, Token } from "../../api/shapes";
import { useSession } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { Problem } from "../../states/Problem";
import { PlusOutlined } from "../../ui/icons";
import { useAsk } from "../../ui/useAsk";
import { useWords } from "../../words/useWords";

/** The roles, each with those that hold nothing beyond it. */
const BELOW: Record<string, readonly string[]> = {
  admin: ["admin", "analyst", "viewer"],
  analyst: ["analyst", "viewer"],
  sales: ["sales"],
  viewer: ["viewer"],
};

/** Keys with which programs use the API; each is shown once. */
export default function TokensTab() {
  const { t } = useWords("settings");
  const tokens = useData<Token[]>("tokens", { query: { size: 200 } });
  const [open, setOpen] = useState(false);
  return (
    <Section
      id="tokens"
      title={t("tokens.title")}
      lead={t("tokens.lead")}
      aside={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
          {t("tokens.add")}
        </Button>
      }
    >
      <Fetched of={tokens}>
        {(all) =>
          all.length > 0 ? (
            <TokenTable tokens={all} />
          ) : (
            <Nothing title={t("tokens.none")} text={t("tokens.none_hint")} />
          )
        }
      </Fetched>
      <Modal
        open={open}
        title={t("tokens.add")}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <TokenForm onDone={() => setOpen(false)} />
      </Modal>
    </Section>
  );
}

function TokenTable({ tokens }: { tokens: Token[] }) {
  const { t, dates } = useWords("settings");
  const ask = useAsk();
  const remove = ({ id, label }: Token) =>
    ask(
      {
        title: t("tokens.remove_title", { label }),
        text: t("tokens.remove_text"),
        yes: t("tokens.remove"),
        danger: true,
      },
      { method: "DELETE", path: `tokens/${id}` },
    );
  return (
    <DataTable
      cards
      title={t("tokens.title")}
      rows={tokens}
      rowKey={({ id }) => id}
      columns={[
        { key: "label", title: t("tokens.label"), render: ({ label }) => <strong>{label}</strong> },
        { key: "user", title: t("users.name"), render: ({ user }) => user },
        { key: "role", title: t("users.role"), render: ({ role }) => t(`role.${role}`) },
        { key: "created", title: t("tokens.created"), render: ({ created }) => dates.day(created) },
        {
          key: "expires",
          title: t("tokens.expires"),
          render: ({ expires }) => (expires ? dates.day(expires) : t("tokens.never")),
        },
        { key: "used", title: t("tokens.used"), render: ({ used }) => dates.moment(used) },
        {
          key: "remove",
          title: "",
          render: (token) => (
            <Button size="small" danger onClick={() => remove(token)}>
              {t("tokens.remove")}
            </Button>
          ),
        },
      ]}
    />
  );
}

function TokenForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords("settings");
  const { user } = useSession();
  const make = useChange<MadeToken>();
  if (make.data)
    return (
      <div className="dialog">
        <p>{t("tokens.once")}</p>
        <Typography.Text code copyable className="token">
          {make.data.token}
        </Typography.Text>
        <Button type="primary" block onClick={onDone}>
          {t("form.close")}
        </Button>
      </div>
    );
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ role: user.role === "admin" ? "viewer" : user.role, days: 90 }}
      onFinish={(body) =>
        make.mutate({ method: "POST", path: "tokens", body: { ...body, days: body.days ?? null } })
      }
    >
      <Form.Item
        name="label"
        label={t("tokens.label")}
        rules={[{ required: true, message: t("form.required") }]}
      >
        <Input maxLength={128} placeholder={t("tokens.label_hint")} />
      </Form.Item>
      <Form.Item name="role" label={t("users.role")}>
        <Select options={(BELOW[user.role] ?? []).map((value) => ({ value, label: t(`role.${value}`) }))} />
      </Form.Item>
      <Form.Item name="days" label={t("tokens.days")} extra={t("tokens.days_hint")}>
        <InputNumber min={1} max={3650} precision={0} />
      </Form.Item>
      {make.error ? <Problem error={make.error} /> : null}
      <Button type="primary" htmlType="submit" block loading={make.isPending}>
        {t("tokens.make")}
      </Button>
    </Form>
  );
}
