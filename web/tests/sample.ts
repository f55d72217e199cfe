import type { Distribution, Group } from "../src/data/report";

/** Recency scored by fifths: few days are good. */
export const recency: Distribution = {
  metric: "recency_days",
  score: "r_score",
  best: "low",
  kind: "days",
  bins: [
    { from: "0", to: "9", customers: 5 },
    { from: "10", to: "19", customers: 3 },
    { from: "20", to: "29", customers: 2 },
  ],
  breaks: [
    { score: 3, bound: "9", strict: false, customers: 5, share: 0.5 },
    { score: 2, bound: "14", strict: false, customers: 2, share: 0.2 },
    { score: 1, bound: null, strict: false, customers: 3, share: 0.3 },
  ],
  straddling: 0,
  missing: 0,
};

/** Amounts: much is good. */
export const money: Distribution = {
  metric: "monetary",
  score: "m_score",
  best: "high",
  kind: "money",
  bins: [
    { from: "-50.00", to: "99.99", customers: 1 },
    { from: "100.00", to: "199.99", customers: 4 },
  ],
  breaks: [
    { score: 2, bound: "100.00", strict: false, customers: 4, share: 0.8 },
    { score: 1, bound: null, strict: false, customers: 1, share: 0.2 },
  ],
  straddling: null,
  missing: 0,
};

export function group(given: Partial<Group>): Group {
  return {
    name: "A",
    customers: 1,
    share: 1,
    monetary: "10.00",
    monetary_share: 1,
    average: "10.00",
    purchases: 1,
    average_order: "10.00",
    average_days: "1.00",
    ...given,
  };
}
