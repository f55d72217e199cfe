"""Published segment maps as schemes, written from the facts of their documentation."""

from __future__ import annotations

HEAD = """scheme: {id}
title: {{en: Map, zh: 客群图}}
scores:
  r_score: {{metric: recency_days, quantiles: {k}}}
  f_score: {{metric: frequency, quantiles: {k}}}
"""
M_SCORE = "  m_score: {{metric: {metric}, quantiles: {k}}}\n"
# The example of the R package rfm 0.2.x: first match wins.
R_PACKAGE = {
    "Champions": "4-5 4-5 4-5",
    "Loyal Customers": "2-5 3-5 3-5",
    "Potential Loyalist": "3-5 1-3 1-3",
    "New Customers": "4-5 1 1",
    "Promising": "3-4 1 1",
    "Need Attention": "2-3 2-3 2-3",
    "About To Sleep": "2-3 1-2 1-2",
    "At Risk": "1-2 2-5 2-5",
    "Can't Lose Them": "1 4-5 4-5",
    "Lost": "1-2 1-2 1-2",
}
# The default of pymc-marketing 0.19: quartiles, 4 the best.
QUARTILES = {
    "Premium Customer": "334 443 444 344 434 433 343 333",
    "Repeat Customer": "244 234 232 332 143 233 243",
    "Top Spender": "424 414 144 314 324 124 224 423 413 133 323 313 134",
    "At Risk Customer": "422 223 212 122 222 132 322 312 412 123 214",
    "Inactive Customer": "411 111 113 114 112 211 311",
}
# The map of eleven segments over 125 codes that many tools share.
ELEVEN = {
    "Champions": "555 554 544 545 454 455 445",
    "Loyal": "543 444 435 355 354 345 344 335",
    "Potential Loyalist": "553 551 552 541 542 533 532 531 452 451 442 441 "
    "431 453 433 432 423 353 352 351 342 341 333 323",
    "New Customers": "512 511 422 421 412 411 311",
    "Promising": "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313",
    "Need Attention": "535 534 443 434 343 334 325 324",
    "About To Sleep": "331 321 312 221 213 231 241 251",
    "At Risk": "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124",
    "Cannot Lose Them": "155 154 144 214 215 115 114 113",
    "Hibernating": "332 322 233 232 223 222 132 123 122 212 211",
    "Lost": "111 112 121 131 141 151",
}
# The grid of recency and frequency with ten segments.
GRID = {
    "Hibernating": "1-2 1-2",
    "At Risk": "1-2 3-4",
    "Can't Lose": "1-2 5",
    "About to Sleep": "3 1-2",
    "Need Attention": "3 3",
    "Loyal": "3-4 4-5",
    "Promising": "4 1",
    "New": "5 1",
    "Potential Loyalist": "4-5 2-3",
    "Champions": "5 4-5",
}


def by_rules(name: str, segments: dict[str, str], k: int) -> str:
    """A map whose segments are spans of scores."""
    names = ("r_score", "f_score", "m_score")
    text = HEAD.format(id=name, k=k)
    if any(len(spans.split()) == 3 for spans in segments.values()):
        text += M_SCORE.format(metric="monetary", k=k)
    text += "segments:\n"
    for segment, spans in segments.items():
        tests = ", ".join(f"{score}: {span}" for score, span in zip(names, spans.split(), strict=False))
        text += f'  - segment: "{segment}"\n    when: {{{tests}}}\n'
    return text


def by_codes(name: str, segments: dict[str, str], k: int, metric: str = "monetary") -> str:
    """A map whose segments are lists of codes."""
    text = HEAD.format(id=name, k=k) + M_SCORE.format(metric=metric, k=k)
    text += "code: {digits: [r_score, f_score, m_score]}\nsegments:\n"
    for segment, codes in segments.items():
        quoted = ", ".join(f'"{code}"' for code in codes.split())
        text += f'  - segment: "{segment}"\n    codes: [{quoted}]\n'
    return text


MAPS = {
    "r-package": by_rules("r-package", R_PACKAGE, 5),
    "quartiles": by_codes("quartiles", QUARTILES, 4, "average_order"),
    "eleven": by_codes("eleven", ELEVEN, 5),
    "grid": by_rules("grid", GRID, 5),
}
