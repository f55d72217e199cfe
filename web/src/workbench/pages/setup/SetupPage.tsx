import { Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChange, useData } from "../../api/hooks";
import type { Session, Setup } from "../../api/shapes";
import { Outside } from "../../shell/Outside";
import { Fetched } from "../../states/Fetched";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";

interface Wishes {
  secret: string;
  name: string;
  password: string;
  language: "en" | "zh";
  currency: string;
}

/** The first visit to a workspace: its first administrator, its language and its currency. */
export default function SetupPage() {
  const { t } = useWords();
  const setup = useData<Setup>("setup");
  return (
    <Outside wide title={t("setup.title")} lead={t("setup.lead")}>
      <Fetched of={setup}>{(offered) => <SetupForm offered={offered} />}</Fetched>
    </Outside>
  );
}

function SetupForm({ offered }: { offered: Setup }) {
  const { t, lang } = useWords();
  const { i18n } = useTranslation();
  const begin = useChange<Session>();
  const required = [{ required: true, message: t("form.required") }];
  const names = new Intl.DisplayNames(lang, { type: "currency" });
  return (
    <Form<Wishes & { again: string }>
      layout="vertical"
      size="large"
      requiredMark={false}
      initialValues={{ name: "admin", language: lang }}
      onFinish={({ again: _, ...body }) => begin.mutate({ method: "POST", path: "setup", body })}
    >
      <Form.Item name="secret" label={t("setup.secret")} extra={t("setup.secret_hint")} rules={required}>
        <Input autoComplete="off" autoFocus spellCheck={false} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="name" label={t("setup.name")} rules={required}>
          <Input autoComplete="username" />
        </Form.Item>
        <Form.Item name="language" label={t("setup.language")}>
          <Select
            options={offered.languages.map((value) => ({ value, label: t(`language.${value}`) }))}
            onChange={(chosen: string) => void i18n.changeLanguage(chosen)}
          />
        </Form.Item>
      </div>
      <div className="form-pair">
        <Form.Item
          name="password"
          label={t("setup.password")}
          extra={t("password_hint", { shortest: offered.password.shortest })}
          rules={[...required, { min: offered.password.shortest, message: t("password_short") }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t("setup.again")}
          dependencies={["password"]}
          rules={[
            ...required,
            ({ getFieldValue }) => ({
              validator: (_, value: string) =>
                !value || value === getFieldValue("password")
                  ? Promise.resolve()
                  : Promise.reject(new Error(t("setup.differs"))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </div>
      <Form.Item
        name="currency"
        label={t("setup.currency")}
        extra={t("setup.currency_hint")}
        rules={required}
      >
        <Select
          placeholder={t("setup.currency_choose")}
          showSearch={{ optionFilterProp: "label" }}
          options={offered.currencies.map((value) => ({
            value,
            label: `${value} · ${names.of(value) ?? value}`,
          }))}
        />
      </Form.Item>
      {begin.error ? <Problem error={begin.error} /> : null}
      <Button type="primary" htmlType="submit" block loading={begin.isPending}>
        {t("setup.begin")}
      </Button>
    </Form>
  );
}
