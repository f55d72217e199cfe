import { App, Button, Form, Input } from "antd";
import { Section } from "../../../ui/Section";
import { useChange } from "../../api/hooks";
import { useSession } from "../../session";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";
import { usePasswordHint } from "./usePasswordHint";

interface Passwords {
  old: string;
  wanted: string;
}

/** What everybody may change of themselves. */
export default function AccountTab() {
  const { t } = useWords("settings");
  const { user } = useSession();
  const { notification } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const change = useChange();
  const hint = usePasswordHint();
  const required = [{ required: true, message: t("form.required") }];
  const save = ({ old, wanted }: Passwords) =>
    change.mutate(
      { method: "PUT", path: "me/password", body: { old, new: wanted } },
      {
        onSuccess: () => {
          form.resetFields();
          notification.success({ title: t("account.saved") });
        },
      },
    );
  return (
    <Section id="account" title={t("account.title", { name: user.name })} lead={t("account.lead")}>
      <Form form={form} layout="vertical" requiredMark={false} className="narrow-form" onFinish={save}>
        <Form.Item name="old" label={t("account.old")} rules={required}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="wanted" label={t("account.new")} extra={hint} rules={required}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {change.error ? <Problem error={change.error} /> : null}
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t("account.save")}
        </Button>
      </Form>
    </Section>
  );
}
