import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { type ReactNode, useState } from "react";
import type { CustomerColumn } from "../../api/shapes";
import { isNumeric, valueTitle } from "../../ui/cells";
import { useWords } from "../../words/useWords";
import type { Condition, Operation } from "./question";
import { times } from "./times";

interface FilterEditorProps {
  column: CustomerColumn;
  condition: Condition | undefined;
  onApply: (condition: Condition | null) => void;
}

/** What is typed into the editor before it becomes a condition. */
export interface Draft {
  chosen: readonly string[];
  from: string;
  to: string;
  text: string;
}

/** Beyond these a list of boxes is longer than the screen. */
const MOST_BOXES = 14;

export type Shape = "choice" | "range" | "text";

export function shapeOf(column: CustomerColumn): Shape {
  if (column.values && column.values.length > 0) return "choice";
  return isNumeric(column) || column.kind === "date" ? "range" : "text";
}

/** Return what an editor starts with for a condition that stands already. */
export function draftOf(condition: Condition | undefined): Draft {
  const empty: Draft = { chosen: [], from: "", to: "", text: "" };
  if (!condition) return empty;
  const { operation, values } = condition;
  const [first = "", second = ""] = values;
  if (operation === "in" || operation === "eq")
    return { ...empty, chosen: values, from: first, to: first, text: first };
  if (operation === "between") return { ...empty, from: first, to: second };
  if (operation === "ge" || operation === "gt") return { ...empty, from: first };
  if (operation === "le" || operation === "lt") return { ...empty, to: first };
  return operation === "contains" ? { ...empty, text: first } : empty;
}

/** Return the condition that a draft asks for; null when it asks for nothing. */
export function conditionOf(column: CustomerColumn, draft: Draft): Condition | null {
  const made = (operation: Operation, ...values: readonly string[]) => ({
    column: column.name,
    operation,
    values,
  });
  const shape = shapeOf(column);
  if (shape === "choice") return draft.chosen.length > 0 ? made("in", ...draft.chosen) : null;
  if (shape === "text") return draft.text.trim() ? made("contains", draft.text.trim()) : null;
  if (draft.from && draft.to)
    return draft.from === draft.to ? made("eq", draft.from) : made("between", draft.from, draft.to);
  if (draft.from) return made("ge", draft.from);
  return draft.to ? made("le", draft.to) : null;
}

/** Asks for values of one column, in the way that suits what the column holds. */
export function FilterEditor({ column, condition, onApply }: FilterEditorProps) {
  const { t } = useWords("customers");
  const [draft, setDraft] = useState(() => draftOf(condition));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const editors: Record<Shape, ReactNode> = {
    choice: <ChoiceEditor column={column} draft={draft} change={change} />,
    range: <RangeEditor column={column} draft={draft} change={change} />,
    text: (
      <Input
        autoFocus
        aria-label={t("filter.contains")}
        placeholder={t("filter.contains")}
        value={draft.text}
        onChange={(event) => change({ text: event.target.value })}
      />
    ),
  };
  return (
    <form
      className="filter-editor"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(conditionOf(column, draft));
      }}
    >
      {editors[shapeOf(column)]}
      <Button type="primary" htmlType="submit" block>
        {t("filter.apply")}
      </Button>
    </form>
  );
}

interface PartProps {
  column: CustomerColumn;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

function ChoiceEditor({ column, draft, change }: PartProps) {
  const { t, lang } = useWords("customers");
  const options = (column.values ?? []).map(({ name }) => ({
    value: name,
    label: valueTitle(column, name, lang),
  }));
  if (options.length <= MOST_BOXES)
    return (
      <Checkbox.Group
        className="filter-boxes"
        options={options}
        value={[...draft.chosen]}
        onChange={(chosen) => change({ chosen })}
      />
    );
  return (
    <Select
      mode="multiple"
      autoFocus
      aria-label={t("filter.values")}
      placeholder={t("filter.values")}
      options={options}
      showSearch={{ optionFilterProp: "label" }}
      value={[...draft.chosen]}
      onChange={(chosen: string[]) => change({ chosen })}
    />
  );
}

/** A share is typed in per cent: the decimal point moves, and no digit passes through a float. */
const PERCENT = 2;

function RangeEditor({ column, draft, change }: PartProps) {
  const { t } = useWords("customers");
  const scale = column.kind === "share" ? PERCENT : 0;
  if (column.kind === "date")
    return (
      <div className="filter-range">
        {(["from", "to"] as const).map((end) => (
          <Input
            key={end}
            type="date"
            aria-label={t(`filter.${end}`)}
            value={draft[end]}
            onChange={(event) => change({ [end]: event.target.value })}
          />
        ))}
      </div>
    );
  return (
    <div className="filter-range">
      {(["from", "to"] as const).map((end) => (
        <InputNumber<string>
          key={end}
          stringMode
          autoFocus={end === "from"}
          aria-label={t(`filter.${end}`)}
          placeholder={t(`filter.${end}`)}
          value={draft[end] ? times(draft[end], scale) : null}
          suffix={column.kind === "share" ? "%" : null}
          onChange={(value) => change({ [end]: value === null ? "" : times(String(value), -scale) })}
        />
      ))}
    </div>
  );
}
