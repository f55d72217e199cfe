import { Input, Select } from "antd";
import type { ReactNode } from "react";
import { useId } from "react";
import { useWords } from "../../words/useWords";
import type { Draft } from "./draft";
import type { Ground } from "./shapes";

export interface FieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

interface FieldProps {
  label: string;
  hint?: string;
  children: (id: string) => ReactNode;
}

/** A labelled field with what is to be known of it below. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div className="campaign-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint ? <span className="quiet">{hint}</span> : null}
    </div>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
  hint?: string;
  suffix?: string;
  plain?: boolean;
}

/** A field for a number or a few words. */
export function TextField({ label, value, set, hint, suffix, plain = false }: TextFieldProps) {
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(id) => (
        <Input
          id={id}
          value={value}
          maxLength={80}
          {...(plain ? {} : { inputMode: "decimal" as const })}
          {...(suffix ? { suffix } : {})}
          onChange={({ target }) => set(plain ? target.value : target.value.trim())}
        />
      )}
    </Field>
  );
}

/** Which columns make the cells. */
export function CellsField({ draft, change, ground }: FieldsProps & { ground: Ground }) {
  const { t } = useWords("campaigns");
  return (
    <Field label={t("form.cells")} hint={t("form.cells_hint")}>
      {(id) => (
        <Select
          id={id}
          mode="multiple"
          value={draft.cells}
          onChange={(cells: string[]) => change({ cells })}
          optionFilterProp="label"
          options={ground.columns.map(({ name, title, levels }) => ({
            value: name,
            label: t("form.column", { title, levels }),
          }))}
        />
      )}
    </Field>
  );
}

export function CommonFields({ draft, change }: FieldsProps) {
  const { t } = useWords("campaigns");
  return (
    <div className="campaign-row">
      <TextField
        label={t("form.held_out")}
        hint={t("form.held_out_hint")}
        suffix="%"
        value={draft.heldOut}
        set={(heldOut) => change({ heldOut })}
      />
      <TextField
        label={t("form.seed")}
        hint={t("form.seed_hint")}
        value={String(draft.seed)}
        set={(seed) => change({ seed: Math.max(0, Number.parseInt(seed, 10) || 0) })}
      />
    </div>
  );
}
