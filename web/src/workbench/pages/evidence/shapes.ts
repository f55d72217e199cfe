/** What a back-test and a validation tell, as the server keeps them. */

export interface Both {
  en: string;
  zh: string;
}

export type Ends = readonly [low: number, high: number];

export interface Difference {
  other: string;
  by: number;
  interval: Ends | null;
  /** Null where nobody looked at how much chance makes. */
  real: boolean | null;
}

export type Measure =
  | "best_in_tenth"
  | "best_in_fifth"
  | "revenue_in_tenth"
  | "revenue_in_fifth"
  | "gini"
  | "spearman";

export interface Calibration {
  expected_purchase_days: number;
  actual_purchase_days: number;
  bias: number | null;
  mean_absolute_error: number;
}

export interface Entry {
  contestant: string;
  kind: "scheme" | "model" | "baseline";
  title: Both;
  measures: Record<Measure, number | null>;
  intervals: Partial<Record<Measure, Ends | null>>;
  ahead_of_past_spend: Difference | null;
  kept: { group: number | null; first_tenth: number }[];
  days: { calibration: Calibration | null }[];
}

export interface BacktestDay {
  day: string;
  last: string;
  customers: number;
  bought_later: number;
  later_revenue: string;
}

export interface Backtest {
  number: number;
  at: string;
  horizon_days: number;
  resamples: number;
  days: BacktestDay[];
  league: Entry[];
  verdict: { en: string[]; zh: string[] };
  left_out: { scheme: string; because: Both }[];
  notes: string[];
}

export interface KeptBacktest {
  number: number;
  at: string;
  days: string[];
  orders: number;
  leader: Both;
}

export interface Group {
  name: string;
  customers: number;
  share: number;
  monetary: string | null;
  monetary_share: number | null;
  remark: "empty" | "small" | "large" | null;
  jaccard: number | null;
}

export interface Pair {
  first: string;
  second: string;
  chance: number;
  p: number;
}

export interface Figure {
  name: string;
  origin: "later" | "unused" | "used";
  eta2: number | null;
  p: number | null;
  neighbours: Pair[];
}

export interface Kappa {
  weights: "none" | "linear" | "quadratic";
  value: number;
  interval: Ends;
}

export interface Agreement {
  verdicts: number;
  matched: number;
  same: number;
  table: { rated: string; said: string; customers: number }[];
  kappas: Kappa[];
}

export interface Validation {
  number: number;
  at: string;
  run: number;
  scheme: string;
  as_of: string;
  customers: number;
  later: readonly [string, string] | null;
  groups: Group[];
  figures: Figure[];
  agreement: Agreement | null;
  verdict: { en: string[]; zh: string[] };
  notes: string[];
  titles: { scheme: Both; groups: Record<string, Both>; figures: Record<string, Both> };
}

export interface KeptValidation {
  number: number;
  at: string;
  run: number;
  scheme: string;
  as_of: string;
  later: boolean;
  verdicts: number | null;
}
