import { Button, Form, Input, InputNumber, Select } from "antd";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { SchemeListed } from "../../api/shapes";
import { PlayCircleOutlined } from "../../ui/icons";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import { useWork } from "./useWork";
import { Work } from "./Work";

interface Asked {
  schemes?: string[];
  splits?: (string | undefined)[];
  horizon_days?: number | null;
}

/** What is asked: which schemes, on which past days, looking how far ahead. */
export function BacktestForm() {
  const { t, lang } = useWords("backtest");
  const schemes = useData<SchemeListed[]>("schemes");
  const work = useWork();
  const begin = ({ schemes: chosen = [], splits = [], horizon_days }: Asked) =>
    work.begin("backtests", {
      schemes: chosen,
      splits: splits.filter((day) => day),
      horizon_days: horizon_days ?? null,
    });
  return (
    <Section id="ask" title={t("form.title")} lead={t("form.lead")}>
      <Form<Asked>
        layout="vertical"
        requiredMark={false}
        className="evidence-form"
        initialValues={{ splits: [undefined] }}
        onFinish={begin}
      >
        <Form.Item name="schemes" label={t("form.schemes")} className="evidence-wide">
          <Select
            mode="multiple"
            allowClear
            placeholder={t("form.all")}
            showSearch={{ optionFilterProp: "label" }}
            options={(schemes.data ?? []).map(({ id, title }) => ({
              value: id,
              label: said(title, lang) || id,
            }))}
          />
        </Form.Item>
        <Form.List name="splits">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <Form.Item key={key} name={name} label={t("form.split", { number: name + 1 })}>
                  <Input type="date" />
                </Form.Item>
              ))}
              <div className="evidence-days">
                <Button onClick={() => add()}>{t("form.more")}</Button>
                {fields.length > 1 ? (
                  <Button onClick={() => remove(fields.length - 1)}>{t("form.fewer")}</Button>
                ) : null}
              </div>
            </>
          )}
        </Form.List>
        <Form.Item name="horizon_days" label={t("form.horizon")}>
          <InputNumber min={1} max={3660} placeholder={t("form.horizon_all")} />
        </Form.Item>
        <Work work={work} />
        <Button type="primary" htmlType="submit" icon={<PlayCircleOutlined />} loading={work.busy}>
          {t("form.begin")}
        </Button>
      </Form>
    </Section>
  );
}
