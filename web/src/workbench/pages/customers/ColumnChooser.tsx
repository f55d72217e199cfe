import { Button, Checkbox, Popover } from "antd";
import type { CustomerColumn } from "../../api/shapes";
import { TableOutlined } from "../../ui/icons";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import type { Question } from "./question";
import { isUsual } from "./shown";

interface ColumnChooserProps {
  columns: CustomerColumn[];
  question: Question;
  ask: (next: Question) => void;
}

/** Which columns are shown; the customer's id always is. */
export function ColumnChooser({ columns, question, ask }: ColumnChooserProps) {
  const { t, lang } = useWords("customers");
  const all = columns.map(({ name }) => name);
  const usual = columns.filter(isUsual).map(({ name }) => name);
  const shown = question.columns.length > 0 ? question.columns : usual;
  const choose = (chosen: string[]) => {
    const wanted = columns
      .filter(({ name, kind }) => kind === "id" || chosen.includes(name))
      .map(({ name }) => name);
    ask({ ...question, columns: wanted.join() === usual.join() ? [] : wanted });
  };
  const content = (
    <div className="column-chooser">
      <Checkbox.Group
        className="filter-boxes"
        value={[...shown]}
        onChange={choose}
        options={columns.map((column) => ({
          value: column.name,
          label: said(column.title, lang),
          disabled: column.kind === "id",
        }))}
      />
      <Button size="small" onClick={() => choose(all)}>
        {t("columns_all")}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" content={content} placement="bottomRight">
      <Button icon={<TableOutlined />}>{t("columns")}</Button>
    </Popover>
  );
}
