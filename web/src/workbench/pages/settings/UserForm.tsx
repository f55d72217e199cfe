import { Button, Form, Input, Select, Switch } from "antd";
import { useChange } from "../../api/hooks";
import type { User } from "../../api/shapes";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";
import { usePasswordHint } from "./usePasswordHint";

const ROLES = ["admin", "analyst", "sales", "viewer"] as const;

interface Wanted {
  name: string;
  role: string;
  password?: string;
  owner?: string;
  active: boolean;
}

/** A new user, or another role, owner or password for one who is there. */
export function UserForm({ user, onDone }: { user: User | null; onDone: () => void }) {
  const { t, lang } = useWords("settings");
  const hint = usePasswordHint();
  const change = useChange();
  const [form] = Form.useForm<Wanted>();
  const role = Form.useWatch("role", form) ?? user?.role ?? "viewer";
  const required = [{ required: true, message: t("form.required") }];
  const save = ({ name, password, owner, ...wanted }: Wanted) => {
    const body = { ...wanted, owner: owner?.trim() || null, ...(password ? { password } : {}) };
    const onSuccess = onDone;
    if (user)
      change.mutate({ method: "PATCH", path: `users/${encodeURIComponent(user.name)}`, body }, { onSuccess });
    else
      change.mutate(
        { method: "POST", path: "users", body: { ...body, name, language: lang } },
        { onSuccess },
      );
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={save}
      initialValues={{
        name: user?.name,
        role: user?.role ?? "viewer",
        owner: user?.owner,
        active: user?.active ?? true,
      }}
    >
      {user ? null : (
        <Form.Item name="name" label={t("users.name")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="role" label={t("users.role")} extra={t(`role_hint.${role}`)}>
        <Select options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
      </Form.Item>
      <Form.Item name="owner" label={t("users.owner")} extra={t("users.owner_hint")}>
        <Input />
      </Form.Item>
      <Form.Item
        name="password"
        label={t(user ? "users.new_password" : "users.password")}
        extra={user ? t("users.new_password_hint") : hint}
        rules={user ? [] : required}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="active" label={t("users.active")} valuePropName="checked">
        <Switch />
      </Form.Item>
      {change.error ? <Problem error={change.error} /> : null}
      <Button type="primary" htmlType="submit" block loading={change.isPending}>
        {t("form.save")}
      </Button>
    </Form>
  );
}
