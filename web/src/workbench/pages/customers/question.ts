/**
 * Which customers are asked for, as the address of the page says it. The address is the only place where it is kept,
 * so that a list can be sent to somebody, kept as a view, and is the same after a reload.
 */

export type Operation = "eq" | "in" | "ge" | "le" | "gt" | "lt" | "between" | "contains" | "null";

export interface Condition {
  column: string;
  operation: Operation;
  values: readonly string[];
}

export interface Question {
  page: number;
  size: number;
  /** Column names, "-" before one for the greatest first; the first counts most. */
  sort: readonly string[];
  search: string;
  where: readonly Condition[];
  /** The columns to show; none named: all of them. */
  columns: readonly string[];
}

export const SIZES = [25, 50, 100, 200] as const;
const USUAL_SIZE = 50;
const OPERATIONS: ReadonlySet<string> = new Set([
  "eq",
  "in",
  "ge",
  "le",
  "gt",
  "lt",
  "between",
  "contains",
  "null",
]);
const LISTS: ReadonlySet<Operation> = new Set(["in", "between"]);

/** Return a condition from `column:operation:value`; null for text that is none. */
export function readCondition(text: string): Condition | null {
  const [, column, operation, value = ""] = /^([^:]+):([a-z]+):([\s\S]*)$/.exec(text) ?? [];
  if (!column || !operation || !OPERATIONS.has(operation)) return null;
  const known = operation as Operation;
  return { column, operation: known, values: LISTS.has(known) ? readList(value) : [value] };
}

/** Return the text of a condition; in lists a value that holds a comma or a quote is quoted, as in a CSV file. */
export function writeCondition({ column, operation, values }: Condition): string {
  const value = LISTS.has(operation) ? values.map(quoted).join(",") : (values[0] ?? "");
  return `${column}:${operation}:${value}`;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function readList(text: string): string[] {
  const found = text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g);
  return [...found].map(([, inQuotes, plain]) => inQuotes?.replaceAll('""', '"') ?? plain ?? "");
}

export function readQuestion(params: URLSearchParams): Question {
  const size = Number(params.get("size"));
  return {
    page: Math.max(1, Math.trunc(Number(params.get("page"))) || 1),
    size: SIZES.find((one) => one === size) ?? USUAL_SIZE,
    sort: params.getAll("sort").filter(Boolean),
    search: params.get("search") ?? "",
    where: params
      .getAll("where")
      .map(readCondition)
      .filter((one) => one !== null),
    columns: params.get("columns")?.split(",").filter(Boolean) ?? [],
  };
}

/** Return the address of a question; what is usual is left out. `before` keeps what does not belong to it (the run). */
export function writeQuestion(question: Question, before = new URLSearchParams()): URLSearchParams {
  const params = new URLSearchParams();
  const run = before.get("run");
  if (run) params.set("run", run);
  if (question.search) params.set("search", question.search);
  for (const one of question.where) params.append("where", writeCondition(one));
  for (const one of question.sort) params.append("sort", one);
  if (question.columns.length > 0) params.set("columns", question.columns.join(","));
  if (question.size !== USUAL_SIZE) params.set("size", String(question.size));
  if (question.page > 1) params.set("page", String(question.page));
  return params;
}

/** The part of a question that says who is meant, as the API takes it. */
export function filterOf({ search, where }: Question): { search: string; where: string[] } {
  return { search, where: where.map(writeCondition) };
}

/** Return the question with another condition on a column instead of those it had; null takes them away. */
export function withCondition(question: Question, column: string, condition: Condition | null): Question {
  const at = question.where.findIndex((one) => one.column === column);
  const others = question.where.filter((one) => one.column !== column);
  if (condition) others.splice(at < 0 ? others.length : at, 0, condition);
  return { ...question, where: others, page: 1 };
}

/** Return the question sorted by a column as its head was pressed: greatest first, least first, not at all. */
export function pressed(question: Question, column: string, numeric: boolean): Question {
  const [first, second] = numeric ? [`-${column}`, column] : [column, `-${column}`];
  const now = question.sort[0];
  const sort = now === first ? [second] : now === second ? [] : [first];
  return { ...question, sort, page: 1 };
}
