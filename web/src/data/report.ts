/** What the report page is given: figures already computed, money and other exact values as decimal text. */

export type Lang = "en" | "zh";
export type Bilingual = { en: string; zh: string };
/** Decimal text such as "-14567.90"; never turned into a float where digits are shown. */
export type Decimal = string;

export interface Report {
  format: number;
  lang: Lang;
  generator: string;
  currency: string | null;
  scheme: { id: string; title: Bilingual; sentences?: { en: string[]; zh: string[] } | null };
  as_of: string;
  period: [string, string] | null;
  sources: Source[];
  headline: Headline;
  groups: Group[];
  grid: Grid | null;
  concentration: Concentration | null;
  distributions: Distribution[] | null;
  accounting: Accounting;
  rejected: Rejection[] | null;
  customers: { seen: number; rated: number; not_rated: Record<string, number> };
  notes: Bilingual[] | null;
}

export interface Source {
  name: string;
  kind?: string | null;
  encoding?: string | null;
  rows_read: number;
  rows_used: number;
  rows_rejected: number;
  rows_merged: number;
  amount_read: Decimal | null;
  amount_used: Decimal | null;
}

export interface Headline {
  customers: number;
  purchases: number;
  monetary: Decimal;
  gross: Decimal | null;
  refunds: Decimal | null;
  average_order: Decimal | null;
  median_recency_days: number | null;
}

/** A tier or a segment; given best first. */
export interface Group {
  name: string;
  title: Bilingual | null;
  meaning: Bilingual | null;
  advice: Bilingual | null;
  rhythm: Bilingual | null;
  rule: Bilingual | null;
  customers: number;
  share: number | null;
  monetary: Decimal;
  monetary_share: number | null;
  average: Decimal | null;
}

export type Level = number | string;
export interface Axis {
  score: string;
  metric: string;
  levels: Level[];
}
export interface Cell {
  row: Level;
  column: Level;
  customers: number;
  monetary: Decimal;
  average: Decimal | null;
}
export interface Grid {
  row: Axis;
  column: Axis;
  cells: Cell[];
}

/** Customers from the largest down: share of customers against share of the net amount. */
export interface Concentration {
  points: [number, number][];
  pareto: { monetary_share: number; customers: number; customer_share: number } | null;
  top_fifth_monetary_share: number | null;
  gini: number | null;
}

export interface Bin {
  from: Decimal;
  to: Decimal;
  customers: number;
}
/** `bound` is the least good value that still gets `score`; null for the lowest score. */
export interface Break {
  score: Level;
  bound: Decimal | null;
  customers: number;
  share: number | null;
}
export interface Distribution {
  metric: string;
  score: string;
  best: "low" | "high";
  kind: string;
  bins: Bin[];
  breaks: Break[];
  straddling: number | null;
}

export interface Accounting {
  rows_read: number;
  rows_used: number;
  rows_merged: number;
  rows_rejected: Record<string, number>;
  rows_before_period: number;
  rows_after_as_of: number;
  amount_read: Decimal;
  amount_used: Decimal;
  amount_merged: Decimal;
  amount_rejected: Decimal;
  amount_before_period: Decimal;
  amount_after_as_of: Decimal;
}

export interface Example {
  source: string;
  row: number | null;
  column: string | null;
  value: string | null;
}
export interface Rejection {
  reason: string;
  rows: number;
  amount: Decimal | null;
  examples: Example[];
}
