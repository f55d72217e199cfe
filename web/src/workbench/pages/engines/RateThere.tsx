import { Button, Checkbox, Form, Input, Select } from "antd";
import { Section } from "../../../ui/Section";
import type { Engines, ShownConnection } from "../../api/schema";
import { PlayCircleOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import { useWork } from "../evidence/useWork";
import { Work } from "../evidence/Work";

/** Names that are the same in every language. */
const EXAMPLE = { table: "public.orders", zone: "Asia/Shanghai", target: "crm.ratings" } as const;

interface Asked {
  connection: string;
  table: string;
  scheme: string;
  interactions?: string;
  customers?: string;
  as_of?: string;
  timezone?: string;
  write_table?: string;
  compare: boolean;
}

/** A rating where the tables lie, by any scheme that runs there; set beside the embedded engine's if wanted. */
export function RateThere({ connections, engines }: { connections: ShownConnection[]; engines: Engines }) {
  const { t } = useWords("engines");
  const work = useWork();
  const [form] = Form.useForm<Asked>();
  const named = Form.useWatch("connection", form);
  const by = Form.useWatch("scheme", form);
  const chosen = connections.find(({ name }) => name === named) ?? connections[0];
  const scheme = engines.schemes.find(({ id }) => id === by);
  const required = [{ required: true, message: t("form.required") }];
  const text = (value: string | undefined) => value?.trim() || null;
  const begin = ({ connection, table, scheme: asked, compare, ...rest }: Asked) =>
    work.begin(`engines/connections/${encodeURIComponent(connection)}/ratings`, {
      table: table.trim(),
      scheme: asked,
      compare,
      as_of: text(rest.as_of),
      timezone: text(rest.timezone),
      interactions: text(rest.interactions),
      customers: text(rest.customers),
      write_table: text(rest.write_table),
    });
  return (
    <Section id="rate" title={t("rate.title")} lead={t("rate.lead")}>
      <Form<Asked>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="evidence-form"
        initialValues={{ connection: connections[0]?.name, compare: true }}
        onFinish={begin}
      >
        <Form.Item name="connection" label={t("rate.connection")} rules={required}>
          <Select
            options={connections.map(({ name, title }) => ({
              value: name,
              label: t("rate.one", { name, title }),
            }))}
          />
        </Form.Item>
        <Form.Item name="scheme" label={t("schemes.scheme")} rules={required}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={engines.schemes.map((one) => ({
              value: one.id,
              label: one.title,
              disabled: (chosen && one.reasons[chosen.engine]) !== null,
            }))}
          />
        </Form.Item>
        <Form.Item name="table" label={t("rate.table")} rules={required}>
          <Input maxLength={200} placeholder={EXAMPLE.table} />
        </Form.Item>
        {scheme?.needs.map((one) => (
          <Form.Item key={one} name={one} label={t(`beside.${one}`)} rules={required}>
            <Input maxLength={200} />
          </Form.Item>
        ))}
        <Form.Item name="as_of" label={t("rate.as_of")}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="timezone" label={t("rate.timezone")}>
          <Input maxLength={64} placeholder={EXAMPLE.zone} />
        </Form.Item>
        {chosen?.writes ? (
          <Form.Item name="write_table" label={t("rate.write")} extra={t("rate.write_hint")}>
            <Input maxLength={200} placeholder={EXAMPLE.target} />
          </Form.Item>
        ) : null}
        <Form.Item
          name="compare"
          valuePropName="checked"
          className="evidence-wide"
          extra={t("rate.compare_hint")}
        >
          <Checkbox>{t("rate.compare")}</Checkbox>
        </Form.Item>
        <Work work={work} />
        <Button type="primary" htmlType="submit" icon={<PlayCircleOutlined />} loading={work.busy}>
          {t("rate.begin")}
        </Button>
      </Form>
    </Section>
  );
}
