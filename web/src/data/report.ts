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
  /** What everything is called: metrics, scores, results, exclusions. */
  titles: Record<string, Bilingual>;
  /** The main result column, such as "tier" or "cell", and its groups. */
  result: string;
  groups: Group[];
  /** Further lists of groups beside the main one. */
  lists: { column: string; groups: Group[] }[];
  crossed: Crossed | null;
  octants: Octants | null;
  ladder: Ladder | null;
  codes: Codes | null;
  clusters: Clusters | null;
  grid: Grid | null;
  concentration: Concentration | null;
  distributions: Distribution[] | null;
  ties: { score: string; metric: string; straddling: number }[];
  weights: Weights | null;
  accounting: Accounting;
  /** What was done with rows that may not be meant, of the policies that somebody chose or that met any row. */
  policies?: PolicyTold[];
  rejected: Rejection[] | null;
  customers: { seen: number; rated: number; not_rated: Record<string, number> };
  notes: Bilingual[] | null;
  /** What was predicted with the rating, if that was asked for. */
  ahead?: Ahead;
}

/** What all customers together are expected to do after the day of the rating. */
export interface Ahead {
  horizon_days: number;
  customers: number;
  /** Which model it is and why, then what is expected, as sentences. */
  said: { en: string[]; zh: string[] };
  expected: { purchases: Decimal; revenue: Decimal; value: Decimal; customers_without_purchase: Decimal };
  /** How many are expected to buy within so many weeks, or a year. */
  buyers: { within: string; customers: Decimal }[];
  ahead: MonthAhead[];
  behind: MonthBehind[];
  /** The past day as of which models were compared. */
  past: string | null;
  compared: {
    model: string;
    title: Bilingual;
    log_loss: number;
    expected_purchases: number;
    actual_purchases: number;
  }[];
  notes: Bilingual[];
}

/** A month that lies ahead, or what is left of it; `low` and `high` are the least and the most that are told of it. */
export interface MonthAhead {
  first: string;
  purchases: Decimal;
  purchases_low: Decimal;
  purchases_high: Decimal;
  revenue: Decimal;
  revenue_low: Decimal;
  revenue_high: Decimal;
}

/** A month that is over. */
export interface MonthBehind {
  month: string;
  purchases: number;
  revenue: Decimal;
}

export interface Source {
  name: string;
  kind?: string | null;
  encoding?: string | null;
  rows_read: number;
  rows_used: number;
  rows_rejected: number;
  rows_merged: number;
  rows_skipped?: number;
  amount_read: Decimal | null;
  amount_used: Decimal | null;
  amount_rejected?: Decimal | null;
}

export interface PolicyTold {
  policy: string;
  value: string;
  title: Bilingual;
  said: Bilingual;
  rows_removed: number;
  amount_removed: Decimal;
  rows_kept: number;
  amount_kept: Decimal;
}

export interface Headline {
  customers: number;
  purchases: number;
  monetary: Decimal;
  gross: Decimal | null;
  /** Of rated customers, as every figure here; those of the others of the period stand beside it. */
  refunds: Decimal | null;
  refunds_not_rated?: Decimal;
  average_order: Decimal | null;
  median_recency_days: number | null;
}

/** A tier, stage, segment, cluster, cell or code; given best first. Numbered ones have no words of their own. */
export interface Group {
  name: string;
  title?: Bilingual | null;
  meaning?: Bilingual | null;
  rule?: Bilingual | null;
  direction?: Bilingual | null;
  measures?: Bilingual | null;
  department?: Bilingual | null;
  success?: Bilingual | null;
  rhythm?: Bilingual | null;
  customers: number;
  share: number | null;
  monetary: Decimal;
  monetary_share: number | null;
  average: Decimal | null;
  purchases: number | null;
  average_order: Decimal | null;
  average_days: Decimal | null;
}

export type Level = number | string;
/** The end of the values that get a score: the last that still belongs, or (`strict`) the first that does not. */
export interface Step {
  score: Level;
  bound: Decimal | null;
  strict: boolean;
  /** No value gets this score. */
  empty?: boolean;
}
/** A score as one direction of a picture. */
export interface Axis {
  score: string;
  metric: string;
  kind: string;
  best: "low" | "high";
  /** Two sides, told as high and low. */
  split: boolean;
  levels: Level[];
  /** From the best end of the metric; null where they differ from group to group. */
  steps: Step[] | null;
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
/** How two lists of groups meet; rows and columns are result columns. */
export interface Crossed {
  row: string;
  column: string;
  cells: Cell[];
}

/** One of the eight corners of three splits; `corner` is 1 for the better side of each axis. */
export interface Corner {
  corner: [number, number, number];
  group: string | null;
  customers: number;
  share: number | null;
  monetary: Decimal;
  monetary_share: number | null;
  average: Decimal | null;
}
export interface Octants {
  axes: (Axis & { centre: string | null })[];
  corners: Corner[];
}

export interface Rung extends Cell {
  number: number;
  share: number | null;
  monetary_share: number | null;
  purchases: number;
  average_order: Decimal | null;
  /** The cell to which one more purchase leads; null where it cannot be told. */
  to: number | null;
}
/** Numbered cells, 1 first; the levels of both axes are given best first. */
export interface Ladder {
  row: Axis;
  column: Axis;
  cells: Rung[];
}

export interface Code {
  code: string;
  customers: number;
  share: number | null;
  monetary: Decimal;
  monetary_share: number | null;
  average: Decimal | null;
  scores: Level[] | null;
  group: string | null;
}
export interface Codes {
  digits: (Axis | { score: string })[];
  best: "highest" | "lowest";
  /** The result whose groups the code decides, if there is one. */
  result: string | null;
  rows: Code[];
}

export interface Clusters {
  of: string[];
  order_by: string;
  seed: number;
  centres: Decimal[][];
  sizes: number[];
  silhouettes: [number, Decimal][];
  metrics: { metric: string; kind: string }[];
  /** Per cluster, the mean of each of the metrics. */
  means: (Decimal | null)[][];
}

export interface Weights {
  name: string;
  source: "given" | "ahp" | "entropy";
  rows: { score: string; weight: Decimal }[];
  judged?: {
    method: string;
    lambda_max: Decimal;
    ci: Decimal;
    ri: Decimal;
    cr: Decimal;
    consistent: boolean;
  };
}

/** Customers from the largest down: share of customers against share of the net amount. */
export interface Concentration {
  points: [number, number][];
  pareto: { monetary_share: number; customers: number; customer_share: number } | null;
  top_fifth_monetary_share: number | null;
  gini: number | null;
  /** Where the classes of a score by contribution end. */
  cuts?: Cut[];
}
export interface Cut {
  group: string;
  bound: Decimal;
  customers: number;
  customer_share: number;
  monetary_share: number;
}

export interface Bin {
  from: Decimal;
  to: Decimal;
  customers: number;
}
export interface Break extends Step {
  customers: number;
  share: number | null;
}
export interface Distribution {
  metric: string;
  /** The score by this metric; null for a metric that only rules look at. */
  score: string | null;
  best: "low" | "high";
  kind: string;
  bins: Bin[];
  breaks: Break[];
  straddling: number | null;
  missing: number;
  /** What a split compares with, exactly. */
  centre?: string | null;
  /** Of a metric that is a text: its most frequent values. */
  values?: { value: string; customers: number }[] | null;
  other_values?: number;
}

export interface Accounting {
  rows_read: number;
  rows_used: number;
  rows_merged: number;
  rows_rejected: Record<string, number>;
  /** Rows of the files that are no records, by kind; beside what was read. */
  rows_skipped?: Record<string, number>;
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
