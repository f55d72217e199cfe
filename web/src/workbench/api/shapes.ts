/** The shapes that every answer of the API is made of. */

export interface ApiProblem {
  code: string;
  message: string;
  where: string | null;
  hint: string | null;
  request: string | null;
}

/** Where a list stands: pages are counted from 1. */
export interface Page {
  number: number;
  size: number;
  total: number;
}

export type JobStatus = "waiting" | "running" | "done" | "failed" | "cancelled";

export interface Job {
  id: string;
  kind: string;
  status: JobStatus;
  step: { key: string; text: string; done: number | null; total: number | null } | null;
  result: Record<string, unknown> | null;
  error: ApiProblem | null;
  created: string;
  started: string | null;
  ended: string | null;
  by: string | null;
}

export interface Session {
  user: { name: string; role: string; language: "en" | "zh"; owner: string | null; theme?: string | null };
  rights: string[];
  workspace: {
    name: string;
    currency: string | null;
    language: string;
    data: { loads: number; rows: number; first: string | null; last: string | null } | null;
    scheme: string | null;
    run: number | null;
  };
  version: string;
}

export interface Setup {
  needed: boolean;
  languages: string[];
  currencies: string[];
}

export interface Run {
  number: number;
  scheme: string;
  title: { en: string; zh: string };
  as_of: string;
  rated: number;
  at: string;
  by: string | null;
  /** The state that counts names it; the others were before a roll-back. */
  current?: boolean;
  newest: boolean;
}

/** A text of the server: in the answer's language, or in both. */
export type Said = string | { en: string; zh: string };

export type ColumnKind = "id" | "money" | "number" | "days" | "date" | "text" | "score" | "place";

/** A column of a run's customers; `values` where there are few enough to choose from. */
export interface CustomerColumn {
  name: string;
  title: Said;
  kind: ColumnKind;
  values?: { name: string; title: Said }[] | null;
}

export type Cell = string | number | null;
/** `_ref` is the word by which the customer is asked for. */
export type CustomerRow = { _ref: string } & Record<string, Cell>;

export interface CustomerGroup {
  name: string | null;
  customers: number;
  monetary: string | null;
  share: number | null;
  monetary_share: number | null;
}

export interface CustomerSums {
  customers: number;
  monetary: string | null;
  share: number | null;
  monetary_share: number | null;
  by: Record<string, CustomerGroup[]>;
}

export interface View {
  id: string | number;
  page: string;
  name: string;
  query: string;
  shared: boolean;
  own?: boolean;
  by?: string | null;
}

type Both = { en: string; zh: string };

export interface Reason {
  kind: string;
  score: string | null;
  points: string | null;
  metric: string | null;
  value: string | null;
  best: string | null;
  of: string | null;
  next: string | null;
  next_points: string | null;
}

export interface Way {
  group: string;
  orders: number;
  amount_each: string;
  at_most: string | null;
  until: string | null;
  score: string | null;
}

export interface Explained {
  results: Record<string, string | null>;
  reasons: Reason[];
  composite?: { name: string; value: string | null } | null;
  /** The result whose groups the ways lead to. */
  ladder: string | null;
  ways_up: Way[];
  next_order?: { amount: string | null; results: Record<string, string | null>; score: string | null } | null;
}

export interface PlaceStrategy {
  column: string;
  place: string | null;
  title?: Both | null;
  meaning?: Both | null;
  direction?: Both | null;
  measures?: Both | null;
  department?: Both | null;
  success?: Both | null;
  rhythm?: Both | null;
  rule?: Both | null;
  next_cell?: number | null;
}

export interface Stood {
  run: number;
  as_of: string;
  scheme: string;
  place: string | null;
  score: string | null;
}

export interface MonthOrders {
  month: string;
  orders: number;
  amount: string;
}

export interface Customer {
  row: CustomerRow;
  columns: CustomerColumn[];
  explanation: Explained;
  sentences: string[];
  strategy: PlaceStrategy[];
  history: Stood[];
  months: MonthOrders[];
  lines_known: boolean;
}

export interface Order {
  order_id: string | null;
  on: string;
  amount: string;
  lines: number;
  kind: "purchase" | "refund" | "zero";
  in_period: boolean;
}

export interface Amount {
  customers: number;
  /** Null where one of the results tells no money. */
  monetary: string | null;
}

export interface ComparedSide {
  scheme: string;
  as_of: string;
  period: [string | null, string];
  result: string;
  rated: number;
}

/** One old place and one new one; null: not rated then, "": in no group. */
export interface MovedCell extends Amount {
  before: string | null;
  after: string | null;
}

export interface Comparison {
  old: ComparedSide;
  new: ComparedSide;
  places: string;
  same_rule: boolean;
  currency: string | null;
  directions: Record<string, Amount>;
  because: Record<string, Record<string, number>>;
  cells: MovedCell[];
  drift: { column: string; psi: number; verdict: string }[];
  notes: Both[];
}

export interface SchemeListed {
  id: string;
  title: Said;
  purpose?: Said | null;
  own?: boolean;
}
