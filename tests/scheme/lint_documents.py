"""Sound documents that the tests of the linter start from, and a short way to lint a text."""

from __future__ import annotations

from shuke.scheme.lint import Finding, lint
from shuke.scheme.parse import parse

WEIGHTED = """\
scheme: weighted
title: {en: Weighted, zh: 加权}
period: 12 months
scores:
  r_score: {metric: recency_days, quantiles: 5}
  f_score: {metric: frequency, quantiles: 5}
  m_score: {metric: monetary, quantiles: 5}
composite:
  weights: {r_score: 0.3, f_score: 0.3, m_score: 0.4}
tiers:
  - {tier: A, at_least: 4}
  - {tier: B, at_least: 3}
  - {tier: C, at_least: 2}
  - {tier: D}
"""
SCORECARD = """\
scheme: scorecard
title: {en: Scorecard, zh: 评分卡}
metrics:
  deals: {interactions: deal}
scores:
  consulted: {metric: consultations, points: 10, at_most: 50}
  dealt: {metric: deals, points: 5, at_most: 50}
  activity: {sum: {consulted: 1, dealt: 1}, total: free}
  stable: {metric: stability_6m, points: 1}
  amount:
    metric: monetary
    bands:
      - {below: 1000, score: 10}
      - {at_least: 1000, below: 5000, score: 30}
      - {at_least: 5000, score: 50}
  contribution: {sum: {stable: 0.4, amount: 0.6}}
  amount_rank: {metric: monetary, rank_bands: [[0.1, 100], [0.2, 80], [0.4, 50], [rest, 0]]}
  repeat_rank: {metric: repurchase_rate, rank_bands: [[0.1, 50], [0.2, 30], [rest, 0]]}
  value_rank: {sum: {amount_rank: 0.7, repeat_rank: 0.3}}
composite:
  name: total
  weights: {activity: 0.3, contribution: 0.5, value_rank: 0.2}
tiers:
  - {tier: B, at_least: 60}
  - {tier: C, at_least: 40}
  - {tier: D}
"""
RULES = """\
scheme: rules
title: {en: Rules, zh: 规则}
metrics:
  sector: {attribute: sector}
  first_year: {of: gross, period: 12 months}
  all_time: {of: gross, period: all}
  share: {ratio: [first_year, all_time]}
exclude:
  - {exclude: tiny, when: {gross: {below: 10}}}
scores:
  r_score: {metric: recency_days, quantiles: 3}
  f_split: {metric: frequency, split: mean}
segments:
  - {segment: Growing, when: {share: {at_least: 0.5}, sector: [retail, food]}}
  - {segment: Loyal, when: {r_score: 2-3, f_split: high}}
  - {segment: New, when: {any: [{frequency: 1, recency_days: {at_most: 30}}, {r_score: 3, f_split: low}]}}
  - {segment: Rest}
"""
CODED = """\
scheme: coded
title: {en: Coded, zh: 代码}
scores:
  r_score: {metric: recency_days, quantiles: 2}
  f_score: {metric: frequency, quantiles: 2}
  m_score: {metric: monetary, quantiles: 2, within: [r_score, f_score]}
code: {digits: [r_score, f_score, m_score]}
segments:
  - {segment: Best, codes: ["222", "221"]}
  - {segment: Good, codes: ["212", "211"]}
  - {segment: Fading, codes: ["122", "121"]}
  - {segment: Gone, codes: ["112", "111"]}
"""
LADDER = """\
scheme: ladder
title: {en: Ladder, zh: 阶梯}
scores:
  often:
    metric: frequency
    bands:
      - {at_least: 5, score: 3}
      - {at_least: 2, at_most: 4, score: 2}
      - {at_most: 1, score: 1}
  lately:
    metric: recency_days
    bands:
      - {at_most: 30, score: 3}
      - {above: 30, at_most: 90, score: 2}
      - {at_least: 91, score: 1}
cells: {rows: often, columns: lately}
stages:
  - {stage: Core, when: {cell: [1, 2, 4]}}
  - {stage: Sleeping, when: {cell: [3, 6]}}
  - {stage: Young, when: {cell: [5, 7-8]}}
  - {stage: Lost, when: {cell: 9}}
tiers:
  - {tier: A, when: {cell: [1, 2, 4]}}
  - {tier: B, when: {cell: [3, 5, 7]}}
  - {tier: C}
"""
JUDGED = """\
scheme: judged
title: {en: Judged, zh: 判断}
scores:
  r_score: {metric: recency_days, quantiles: 5}
  f_score: {metric: frequency, quantiles: 5}
  m_score: {metric: monetary, quantiles: 5}
composite:
  ahp:
    of: [r_score, f_score, m_score]
    matrix: [["1", "1/2", "1/3"], ["2", "1", "1/2"], ["3", "2", "1"]]
clusters: {of: [r_score, f_score], k: 4, order_by: m_score}
tiers:
  - {tier: A, at_least: 3}
  - {tier: B}
"""
SOUND = {
    "weighted": WEIGHTED,
    "scorecard": SCORECARD,
    "rules": RULES,
    "coded": CODED,
    "ladder": LADDER,
    "judged": JUDGED,
}


def findings(text: str) -> tuple[Finding, ...]:
    """Everything that the linter finds in a text."""
    return lint(*parse(text, "mine.yaml"))


def serious(text: str) -> list[str]:
    """The errors and warnings of a text, in words."""
    return [one.render("en") for one in findings(text) if one.severity != "note"]


def changed(text: str, old: str, new: str) -> str:
    """A text with the one place of ``old`` changed."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)
