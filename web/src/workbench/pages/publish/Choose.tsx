import { Button, Form, Select } from "antd";
import type { Offered } from "../../api/schema";
import { CloseOutlined, PlusOutlined } from "../../ui/icons";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** Whose customers: lines of a column and a value, which must all hold; none: everybody. */
export function Choose({ columns }: { columns: Offered[] }) {
  const { t } = useWords("publish");
  const open = columns.filter(({ values }) => values.length > 0);
  return (
    <Form.List name="where">
      {(fields, { add, remove }) => (
        <fieldset className="evidence-wide publish-where">
          <legend>{t("form.where")}</legend>
          {fields.map(({ key, name }) => (
            <Line key={key} place={name} columns={open} onRemove={() => remove(name)} />
          ))}
          <Button icon={<PlusOutlined />} onClick={() => add({})}>
            {t("form.more")}
          </Button>
          <p className="quiet small">{t("form.where_hint")}</p>
        </fieldset>
      )}
    </Form.List>
  );
}

function Line({ place, columns, onRemove }: { place: number; columns: Offered[]; onRemove: () => void }) {
  const { t, lang } = useWords("publish");
  const figures = useFigures();
  const form = Form.useFormInstance();
  const name: string | undefined = Form.useWatch(["where", place, "column"], form);
  const chosen = columns.find((one) => one.name === name);
  return (
    <div className="publish-line">
      <Form.Item name={[place, "column"]} noStyle>
        <Select
          allowClear
          aria-label={t("form.column", { number: place + 1 })}
          placeholder={t("form.everybody")}
          options={columns.map((one) => ({ value: one.name, label: said(one.title, lang) || one.name }))}
          onChange={() => form.setFieldValue(["where", place, "value"], undefined)}
        />
      </Form.Item>
      <Form.Item name={[place, "value"]} noStyle>
        <Select
          allowClear
          disabled={!chosen}
          aria-label={t("form.value", { number: place + 1 })}
          placeholder={t("form.value_choose")}
          showSearch
          options={(chosen?.values ?? []).map(({ value, customers }) => ({
            value,
            label: t("form.value_of", { value, customers: figures.count(customers) }),
          }))}
        />
      </Form.Item>
      <Button
        type="text"
        icon={<CloseOutlined />}
        aria-label={t("form.remove", { number: place + 1 })}
        onClick={onRemove}
      />
    </div>
  );
}
