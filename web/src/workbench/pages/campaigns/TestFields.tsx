import { Select } from "antd";
import { Section } from "../../../ui/Section";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { CellsField, CommonFields, Field, type FieldsProps, TextField } from "./Fields";
import type { Ground } from "./shapes";

/** What is said of a cell test: its size, cells, offers, who is held out. */
export function TestFields({ draft, change, ground }: FieldsProps & { ground: Ground }) {
  const { t } = useWords("campaigns");
  const figures = useFigures();
  return (
    <Section id="test" title={t("form.test")}>
      <TextField plain label={t("form.name")} value={draft.name} set={(name) => change({ name })} />
      <CellsField draft={draft} change={change} ground={ground} />
      <div className="campaign-row">
        <TextField
          label={t("form.sample")}
          hint={t("form.sample_hint", {
            customers: figures.count(ground.customers),
            opted_out: figures.count(ground.opted_out),
          })}
          value={draft.sample}
          set={(sample) => change({ sample })}
        />
        <Field label={t("form.looks")} hint={t("form.looks_hint")}>
          {(id) => (
            <Select
              id={id}
              value={draft.looks}
              onChange={(looks: number) => change({ looks })}
              options={[1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) }))}
            />
          )}
        </Field>
        <TextField
          label={t("form.expected")}
          hint={t("form.expected_hint")}
          suffix="%"
          value={draft.expected}
          set={(expected) => change({ expected })}
        />
      </div>
      <Field label={t("form.offers")} hint={t("form.offers_hint")}>
        {(id) => (
          <Select
            id={id}
            mode="tags"
            open={false}
            suffixIcon={null}
            value={draft.offers}
            onChange={(offers: string[]) => change({ offers })}
          />
        )}
      </Field>
      <TextField
        plain
        label={t("form.channel")}
        value={draft.channel}
        set={(channel) => change({ channel })}
      />
      <CommonFields draft={draft} change={change} />
    </Section>
  );
}
