export type { Trending } from "../../api/schema";

export interface ConcentratedRun {
  run: number;
  as_of: string;
  customers: number;
  monetary: string;
  gini: number | null;
  vital: number;
  vital_share: number | null;
  top_fifth_monetary_share: number | null;
  points: [number, number][];
}

export type Kind = "vital" | "others";
export type Trend = "rising" | "falling" | "steady" | "few";

export interface TrendGroup {
  kind: Kind;
  trend: Trend;
  customers: number;
  monetary: string;
  monetary_share: number | null;
}

export interface ConcentrationTold {
  scheme: string;
  currency: string | null;
  result: string;
  runs: ConcentratedRun[];
  trend: boolean;
  command: string | null;
  fewest_repeats: number;
  since: { stayed: number; joined: number; dropped: number } | null;
  groups: TrendGroup[];
  left_out: number;
}
