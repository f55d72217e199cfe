"""Schemes of the tests' own, for what no built-in scheme does."""

from __future__ import annotations

TITLE = "title: {en: Test, zh: 测试}\nperiod: 12 months\n"

OWN = {
    # A larger amount is not always better: the middle is the best.
    "middle-best": TITLE
    + """
scores:
  m:
    metric: monetary
    bands: [{below: 200, score: 1}, {at_least: 200, below: 900, score: 3}, {at_least: 900, score: 2}]
  f: {metric: frequency, points: 0.5, at_most: 2}
composite: {weights: {m: 1, f: 1}, total: free}
tiers: [{tier: top, at_least: 4}, {tier: next, at_least: 3}, {tier: last}]
""",
    # Tiers by rules over figures, some with no group at all.
    "by-rules": TITLE
    + """
metrics:
  late_gross: {of: gross, period: 90 days, title: {en: Late gross, zh: 近期消费额}}
  ever: {of: frequency, period: all}
  gap: {difference: [monetary, late_gross]}
  abroad: {scaled: monetary, by: 7.123456}
  share: {ratio: [late_gross, frequency]}
scores:
  m: {metric: monetary, quantiles: 3}
tiers:
  - {tier: one, when: {late_gross: {at_least: 300, below: 900}, ever: {at_least: 3}}}
  - {tier: two, when: {any: [{m: 3, recency_days: {at_most: 60}}, {gap: {below: -50}}, {abroad: {above: 9000}}]}}
  - {tier: three, when: {share: {above: 10}}}
""",
    # Sums of sums, kept at ends; a weight below 0; learned weights.
    "sums": TITLE
    + """
scores:
  m: {metric: monetary, standardise: minmax}
  t: {metric: top_order, standardise: zscore}
  r: {metric: recency_days, points: -0.333333, at_least: -40}
  c: {metric: consultations, points: 2.5, at_most: 5}
  inside: {sum: {m: 0.333333, t: 0.111111, r: 0.01}, total: free, at_most: 0.4}
  outside: {sum: {inside: 0.7, c: 0.3}, at_least: 0.05}
composite: {name: index, weights: {outside: 2, m: -0.5}, total: free, title: {en: Index, zh: 指数}}
tiers: [{tier: A, at_least: 1}, {tier: B, at_least: 0.3}, {tier: C}]
""",
    "entropy": TITLE
    + """
scores:
  m: {metric: monetary, standardise: minmax, log: true}
  f: {metric: frequency, standardise: minmax}
composite: {entropy: [m, f]}
tiers: [{tier: A, at_least: 0.6}, {tier: B, at_least: 0.3}, {tier: C}]
""",
    # Equal figures are told apart by ids.
    "by-ids": TITLE
    + """
scores:
  m: {metric: monetary, quantiles: 4, ties: split}
  f: {metric: frequency, quantiles: 3}
composite: {weights: {m: 0.5, f: 0.5}}
tiers: [{tier: A, at_least: 3}, {tier: B}]
""",
    # Steadiness may fall with a larger order: only the amounts that were tried are told.
    "steady": TITLE
    + """
scores:
  s: {metric: stability_cv, quantiles: 4}
  m: {metric: monetary, quantiles: 4}
  d: {metric: refund_rate, bands: [{at_most: 0.02, score: 2}, {above: 0.02, score: 1}]}
composite: {weights: {s: 0.4, m: 0.4, d: 0.2}}
tiers: [{tier: A, at_least: 3}, {tier: B, at_least: 2}, {tier: C}]
""",
    "nested-tiers": TITLE
    + """
scores:
  f: {metric: frequency, quantiles: 3}
  a: {metric: average_order, quantiles: 3}
  m: {metric: monetary, quantiles: 3, within: [a]}
composite: {weights: {f: 0.3, a: 0.3, m: 0.4}}
tiers: [{tier: A, at_least: 2.5}, {tier: B, at_least: 1.6}, {tier: C}]
""",
    "two-dates": TITLE.replace("12 months", "{first: 2023-06-01, last: 2024-11-30}")
    + """
scores: {m: {metric: monetary, quantiles: 4}}
composite: {weights: {m: 1}}
tiers: [{tier: A, at_least: 3}, {tier: B}]
""",
    # Texts and cells of the customer table, cells over quantiles, a pause that may be missing.
    "attributes": TITLE.replace("12 months", "all")
    + """
metrics:
  trade: {attribute: trade, title: {en: Trade, zh: 行业}}
  overdue: {attribute: overdue, type: number, best: low}
scores:
  r: {metric: recency_days, quantiles: 3}
  f: {metric: frequency, quantiles: 4}
  pause: {metric: cycle_days, quantiles: 3}
cells: {rows: f, columns: r}
segments:
  - {segment: shops, when: {trade: [retail, food], pause: 2-3}}
  - {segment: unknown, when: {trade: missing}}
  - {segment: owing, when: {overdue: {above: 0}}}
""",
}
OWN = {name: f"scheme: {name}\n{text}" for name, text in OWN.items()}
