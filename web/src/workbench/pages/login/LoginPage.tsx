import { Button, Form, Input } from "antd";
import { useChange } from "../../api/hooks";
import type { Session } from "../../api/shapes";
import { Outside } from "../../shell/Outside";
import { Problem } from "../../states/Problem";
import { LockOutlined, UserOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";

interface Credentials {
  name: string;
  password: string;
}

/** Where somebody with a name and a password comes in. */
export default function LoginPage() {
  const { t } = useWords();
  const enter = useChange<Session>();
  const required = [{ required: true, message: t("form.required") }];
  return (
    <Outside title={t("login.title")} lead={t("login.lead")}>
      <Form<Credentials>
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={(body) => enter.mutate({ method: "POST", path: "session", body })}
      >
        <Form.Item name="name" label={t("login.name")} rules={required}>
          <Input prefix={<UserOutlined />} autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item name="password" label={t("login.password")} rules={required}>
          <Input.Password prefix={<LockOutlined />} autoComplete="current-password" />
        </Form.Item>
        {enter.error ? <Problem error={enter.error} /> : null}
        <Button type="primary" htmlType="submit" block loading={enter.isPending}>
          {t("login.enter")}
        </Button>
      </Form>
    </Outside>
  );
}
