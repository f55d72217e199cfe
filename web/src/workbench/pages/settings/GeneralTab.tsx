import { App, Button, Form, Input, InputNumber, Select, Switch } from "antd";
import { Section } from "../../../ui/Section";
import { useChange, useData } from "../../api/hooks";
import type { Settings, Setup } from "../../api/shapes";
import { useRight, useSession } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";

/** What holds for the whole workspace. */
export default function GeneralTab() {
  const { t } = useWords("settings");
  const settings = useData<Settings>("settings");
  return (
    <Section id="general" title={t("general.title")} lead={t("general.lead")}>
      <Fetched of={settings}>{(known) => <SettingsForm known={known} />}</Fetched>
    </Section>
  );
}

/** Whole numbers with their bounds, as the server takes them. */
const NUMBERS = [
  ["retention_days", 1, 3650],
  ["idle_minutes", 1, 1440],
  ["absolute_hours", 1, 720],
  ["export_rows", 0, 10_000_000],
] as const;

function SettingsForm({ known }: { known: Settings }) {
  const { t, lang } = useWords("settings");
  const { notification } = App.useApp();
  const mayChange = useRight("settings.write");
  const change = useChange();
  const offered = useData<Setup>("setup");
  const { workspace } = useSession();
  const said = workspace.currency === known.currency ? "" : workspace.currency;
  const hint = said ? t("general.currency_said", { currency: said }) : t("general.currency_hint");
  const names = new Intl.DisplayNames(lang, { type: "currency" });
  const currencies = [...new Set([known.currency ?? "", ...(offered.data?.currencies ?? [])])].filter(
    Boolean,
  );
  const save = (wanted: Settings) =>
    change.mutate(
      {
        method: "PUT",
        path: "settings",
        body: { ...wanted, owner_column: wanted.owner_column?.trim() || null },
      },
      { onSuccess: () => notification.success({ title: t("general.saved") }) },
    );
  return (
    <Form<Settings>
      layout="vertical"
      requiredMark={false}
      disabled={!mayChange}
      initialValues={known}
      onFinish={save}
    >
      <div className="form-pair">
        <Form.Item name="currency" label={t("general.currency")} extra={hint}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={currencies.map((value) => ({ value, label: `${value} · ${names.of(value) ?? value}` }))}
          />
        </Form.Item>
        <Form.Item name="language" label={t("general.language")} extra={t("general.language_hint")}>
          <Select options={["zh", "en"].map((value) => ({ value, label: t(`language.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="owner_column"
          label={t("general.owner_column")}
          extra={t("general.owner_column_hint")}
        >
          <Input />
        </Form.Item>
        <Form.Item
          name="mask"
          label={t("general.mask")}
          extra={t("general.mask_hint")}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        {NUMBERS.map(([name, min, max]) => (
          <Form.Item
            key={name}
            name={name}
            label={t(`general.${name}`)}
            extra={t(`general.${name}_hint`)}
            rules={[{ required: true, message: t("form.required") }]}
          >
            <InputNumber min={min} max={max} precision={0} className="wide-number" />
          </Form.Item>
        ))}
      </div>
      {change.error ? <Problem error={change.error} /> : null}
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t("form.save")}
      </Button>
    </Form>
  );
}
