import { Button, Input, Popover, Select } from "antd";
import { useEffect, useState } from "react";
import type { CustomerColumn } from "../../api/shapes";
import { CloseOutlined, FilterOutlined, SearchOutlined } from "../../ui/icons";
import { said } from "../../words/said";
import { useCellWords } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { conditionWords } from "./conditionWords";
import { FilterEditor } from "./FilterEditor";
import { type Condition, type Question, withCondition } from "./question";

interface FilterBarProps {
  columns: CustomerColumn[];
  question: Question;
  ask: (next: Question, replace?: boolean) => void;
}

/** Search and filters; each filter stands as a label that can be changed or taken away. */
export function FilterBar({ columns, question, ask }: FilterBarProps) {
  const { t } = useWords("customers");
  const change = (column: string, condition: Condition | null) =>
    ask(withCondition(question, column, condition));
  return (
    <div className="filter-bar">
      <Search question={question} ask={ask} />
      {question.where.map((condition) => (
        <Filter
          key={condition.column}
          column={columns.find(({ name }) => name === condition.column)}
          condition={condition}
          onChange={(next) => change(condition.column, next)}
        />
      ))}
      <NewFilter columns={columns} question={question} onChange={change} />
      {question.where.length > 1 ? (
        <Button type="link" onClick={() => ask({ ...question, where: [], page: 1 })}>
          {t("filter.clear")}
        </Button>
      ) : null}
    </div>
  );
}

const PAUSE = 350;

/** Asks once the typing pauses; each letter as a page of its own would fill the way back. */
function Search({ question, ask }: Omit<FilterBarProps, "columns">) {
  const { t } = useWords("customers");
  const [text, setText] = useState(question.search);
  const [asked, setAsked] = useState(question.search);
  if (asked !== question.search) {
    setAsked(question.search);
    setText(question.search);
  }
  useEffect(() => {
    if (text === question.search) return;
    const timer = window.setTimeout(() => ask({ ...question, search: text, page: 1 }, true), PAUSE);
    return () => window.clearTimeout(timer);
  }, [text, question, ask]);
  return (
    <Input
      className="filter-search"
      prefix={<SearchOutlined />}
      allowClear
      type="search"
      placeholder={t("search")}
      aria-label={t("search")}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

interface FilterProps {
  column: CustomerColumn | undefined;
  condition: Condition;
  onChange: (condition: Condition | null) => void;
}

function Filter({ column, condition, onChange }: FilterProps) {
  const { t, lang } = useWords("customers");
  const words = useCellWords();
  const [open, setOpen] = useState(false);
  const title = column ? said(column.title, lang) : condition.column;
  const told = `${title} ${conditionWords(condition, column, t, words)}`;
  const apply = (next: Condition | null) => {
    setOpen(false);
    onChange(next);
  };
  return (
    <span className="filter">
      <Popover
        trigger="click"
        open={open}
        onOpenChange={setOpen}
        content={column ? <FilterEditor column={column} condition={condition} onApply={apply} /> : null}
        placement="bottomLeft"
      >
        <button type="button" className="filter-text">
          {told}
        </button>
      </Popover>
      <button
        type="button"
        className="filter-off"
        aria-label={t("filter.remove", { filter: told })}
        onClick={() => onChange(null)}
      >
        <CloseOutlined />
      </button>
    </span>
  );
}

interface NewFilterProps {
  columns: CustomerColumn[];
  question: Question;
  onChange: (column: string, condition: Condition | null) => void;
}

function NewFilter({ columns, question, onChange }: NewFilterProps) {
  const { t, lang } = useWords("customers");
  const [open, setOpen] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const column = columns.find((one) => one.name === name);
  const condition = question.where.find((one) => one.column === name);
  const close = (next: boolean) => {
    setOpen(next);
    if (next) setName(null);
  };
  const content = (
    <div className="filter-new">
      <Select
        aria-label={t("filter.column")}
        placeholder={t("filter.column")}
        value={name}
        onChange={setName}
        showSearch={{ optionFilterProp: "label" }}
        options={columns.map((one) => ({ value: one.name, label: said(one.title, lang) }))}
      />
      {column ? (
        <FilterEditor
          key={column.name}
          column={column}
          condition={condition}
          onApply={(next) => {
            setOpen(false);
            onChange(column.name, next);
          }}
        />
      ) : null}
    </div>
  );
  return (
    <Popover trigger="click" open={open} onOpenChange={close} content={content} placement="bottomLeft">
      <Button icon={<FilterOutlined />}>{t("filter.add")}</Button>
    </Popover>
  );
}
