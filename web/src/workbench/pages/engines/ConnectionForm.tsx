import { Button, Checkbox, Form, Input, Radio } from "antd";
import { useChange } from "../../api/hooks";
import type { ShownConnection } from "../../api/schema";
import { Problem } from "../../states/Problem";
import { SaveOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";

/** Forms that are the same in every language. */
const EXAMPLE = { url: "postgres://rater@db.example.org/shop", variable: "SHUKE_SECRET_SHOP" } as const;

interface Wanted {
  name: string;
  url: string;
  inside: boolean;
  writes: boolean;
  from: "none" | "typed" | "env" | "kept";
  password?: string;
  password_env?: string;
}

interface ConnectionFormProps {
  before: ShownConnection | null;
  onDone: () => void;
}

/** One connection: where the engine is, where its password is, and what may be done with it. */
export function ConnectionForm({ before, onDone }: ConnectionFormProps) {
  const { t } = useWords("engines");
  const change = useChange<ShownConnection>();
  const [form] = Form.useForm<Wanted>();
  const from = Form.useWatch("from", form);
  const required = [{ required: true, message: t("form.required") }];
  const save = ({ name, url, inside, writes, password, password_env }: Wanted) =>
    change.mutate(
      {
        method: "PUT",
        path: `engines/connections/${encodeURIComponent(name)}`,
        body: {
          url: url.trim(),
          inside,
          writes,
          password: from === "typed" ? password : null,
          password_env: from === "env" ? password_env?.trim() : null,
          keep_password: from === "kept",
        },
      },
      { onSuccess: onDone },
    );
  const sources = [...(before?.password ? ["kept"] : []), "typed", "env", "none"];
  return (
    <Form<Wanted>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="evidence-form engines-form"
      initialValues={{
        name: before?.name,
        url: before?.url,
        inside: before?.inside ?? false,
        writes: before?.writes ?? false,
        from: before?.password ? "kept" : "typed",
      }}
      onFinish={save}
    >
      <Form.Item
        name="name"
        label={t("connections.name")}
        extra={t("form.name_hint")}
        rules={[...required, { pattern: /^[a-z0-9][a-z0-9-]{0,39}$/, message: t("form.name_hint") }]}
      >
        <Input maxLength={40} disabled={before !== null} />
      </Form.Item>
      <Form.Item
        name="url"
        label={t("connections.address")}
        extra={t("form.url_hint")}
        rules={required}
        className="evidence-wide"
      >
        <Input maxLength={400} placeholder={EXAMPLE.url} />
      </Form.Item>
      <Form.Item name="from" label={t("connections.password")} className="evidence-wide">
        <Radio.Group options={sources.map((value) => ({ value, label: t(`form.from.${value}`) }))} />
      </Form.Item>
      {from === "typed" ? (
        <Form.Item name="password" label={t("form.typed")} extra={t("form.typed_hint")} rules={required}>
          <Input.Password maxLength={1_000} autoComplete="new-password" visibilityToggle={false} />
        </Form.Item>
      ) : null}
      {from === "env" ? (
        <Form.Item name="password_env" label={t("form.env")} rules={required}>
          <Input maxLength={100} placeholder={EXAMPLE.variable} />
        </Form.Item>
      ) : null}
      <div className="evidence-wide">
        <Form.Item name="inside" valuePropName="checked" extra={t("form.inside_hint")}>
          <Checkbox>{t("form.inside")}</Checkbox>
        </Form.Item>
        <Form.Item name="writes" valuePropName="checked">
          <Checkbox>{t("form.writes")}</Checkbox>
        </Form.Item>
      </div>
      {change.error ? (
        <div className="evidence-wide">
          <Problem error={change.error} />
        </div>
      ) : null}
      <div className="evidence-wide row-actions">
        <Button type="primary" htmlType="submit" icon={<SaveOutlined />} loading={change.isPending}>
          {t("form.save")}
        </Button>
        <Button onClick={onDone}>{t("form.cancel")}</Button>
      </div>
    </Form>
  );
}
