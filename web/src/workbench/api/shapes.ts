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
