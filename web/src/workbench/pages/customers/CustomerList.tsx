import { Pagination, Table, type TableColumnsType } from "antd";
import type { CustomerColumn, CustomerRow, Page } from "../../api/shapes";
import { type CellWords, cellNode, isNumeric } from "../../ui/cells";
import { useNarrow } from "../../ui/useNarrow";
import { said } from "../../words/said";
import { useCellWords } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { CustomerCards } from "./CustomerCards";
import { CustomerLink } from "./CustomerLink";
import { pressed, type Question, SIZES } from "./question";

interface CustomerListProps {
  rows: CustomerRow[];
  columns: CustomerColumn[];
  page: Page;
  question: Question;
  ask: (next: Question) => void;
  busy: boolean;
}

/** One page of customers: a table on a desk, cards on a phone. */
export function CustomerList(props: CustomerListProps) {
  const { rows, columns, page, question, ask } = props;
  const { t } = useWords("customers");
  const narrow = useNarrow();
  return (
    <div className="list">
      {narrow ? <CustomerCards {...{ rows, columns, question, ask }} /> : <CustomerTable {...props} />}
      <Pagination
        className="list-pages"
        align="end"
        current={page.number}
        pageSize={page.size}
        total={page.total}
        simple={narrow}
        showSizeChanger={narrow ? false : { "aria-label": t("page_size") }}
        pageSizeOptions={[...SIZES]}
        onChange={(number, size) => ask({ ...question, page: size === page.size ? number : 1, size })}
      />
    </div>
  );
}

function CustomerTable({ rows, columns, question, ask, busy }: CustomerListProps) {
  const words = useCellWords();
  return (
    <Table<CustomerRow>
      size="middle"
      rowKey="_ref"
      dataSource={rows}
      columns={inOrder(columns).map((column, index) => tableColumn(column, index, question, words))}
      pagination={false}
      loading={busy ? { delay: 400 } : false}
      scroll={{ x: "max-content" }}
      showSorterTooltip={false}
      onChange={(_pages, _filters, sorter) => {
        const key = Array.isArray(sorter) ? undefined : sorter.columnKey;
        const column = columns.find(({ name }) => name === key);
        if (column) ask(pressed(question, column.name, isNumeric(column)));
      }}
    />
  );
}

/** Who it is and where they stand come first; the figures behind it follow in the scheme's order. */
function inOrder(columns: readonly CustomerColumn[]): CustomerColumn[] {
  const weight = ({ kind }: CustomerColumn) => (kind === "id" ? 0 : kind === "place" ? 1 : 2);
  return columns.toSorted((left, right) => weight(left) - weight(right));
}

function tableColumn(
  column: CustomerColumn,
  index: number,
  question: Question,
  words: CellWords,
): TableColumnsType<CustomerRow>[number] {
  const numeric = isNumeric(column);
  const sorted = question.sort[0];
  return {
    key: column.name,
    dataIndex: column.name,
    title: said(column.title, words.lang),
    align: numeric ? "right" : "left",
    className: numeric ? "figures" : "",
    ...(index === 0 ? { fixed: "left" as const } : {}),
    sorter: true,
    sortDirections: numeric ? ["descend", "ascend"] : ["ascend", "descend"],
    sortOrder: sorted === column.name ? "ascend" : sorted === `-${column.name}` ? "descend" : null,
    render: (value, row) => {
      const shown = cellNode(column, value, words);
      return column.kind === "id" ? <CustomerLink row={row}>{shown}</CustomerLink> : shown;
    },
  };
}
