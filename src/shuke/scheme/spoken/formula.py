"""A scheme as one exact formula: the document's own names, one line per case, nothing rounded and nothing left out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from shuke.scheme.ahp import weigh
from shuke.scheme.builtin import figure
from shuke.scheme.levels import levels, levels_of
from shuke.scheme.model import (
    Attribute,
    Bands,
    Centre,
    Composite,
    Counted,
    Difference,
    Group,
    Interactions,
    Natural,
    OwnMetric,
    ParetoBands,
    Points,
    Quantiles,
    RankBands,
    Ratio,
    Rule,
    Scheme,
    Span,
    Split,
    Standardised,
    Sum,
    Test,
)
from shuke.scheme.spoken.conditions import between
from shuke.scheme.spoken.names import number, period, said
from shuke.scheme.spoken.scores import best_of, clamped, plain_terms

PLACES = {
    "middle": "(2a + e) / 2N",
    "best": "a / N",
    "worst": "(a + e − 1) / N",
    "split": "i / N",
}
# A case: what it gives, and the condition under which it does.
Cases = list[tuple[str, str]]


def formula(scheme: Scheme, lang: str) -> str:
    """Return the whole scheme as one block of text."""
    blocks = [_own(name, one, scheme, lang) for name, one in scheme.own.items()]
    blocks += [_score(scheme, name, lang) for name in scheme.scores]
    if scheme.composite is not None:
        blocks.append(_composite(scheme, scheme.composite, lang))
    if scheme.cells is not None:
        blocks.append(_cells(scheme, lang))
    if scheme.code is not None:
        blocks.append(_code(scheme))
    if scheme.clusters is not None:
        k = scheme.clusters.k
        chosen = f"{k.from_} … {k.to}" if isinstance(k, Span) else str(k)
        figures = {"scores": ", ".join(scheme.clusters.of), "k": chosen, "seed": scheme.clusters.seed}
        blocks.append(said("formula.cluster", lang, **figures, order=scheme.clusters.order_by))
    for result, groups in scheme.groups.items():
        name = "tier_by_score" if result == "tier" and scheme.grace is not None else result
        blocks.append(cases(name, [(group.name, _group(scheme, group)) for group in groups], lang))
        blocks += _grace(scheme, lang) if result == "tier" else []
    blocks += filter(None, [_legend(scheme, lang)])
    return "\n".join(blocks)


def cases(name: str, rows: Cases, lang: str) -> str:
    """Return a name's cases, one below the other; a case without a condition is the rest."""
    if len(rows) == 1 and not rows[0][1]:
        return f"{name} = {rows[0][0]}"
    width = max(len(given) for given, _ in rows)
    lines = []
    for index, (given, condition) in enumerate(rows):
        head = name if index == 0 else " " * len(name)
        tail = said("formula.where", lang, condition=condition) if condition else said("formula.otherwise", lang)
        lines.append(f"{head} = {given.ljust(width)}  {tail}")
    return "\n".join(lines)


def rule_text(rule: Rule) -> str:
    """Return a rule with signs: ``R ≥ 4 ∧ industry ∈ {retail, food}``."""
    alternatives = [" ∧ ".join(test_text(name, test) for name, test in tests.items()) for tests in rule.any]
    return alternatives[0] if len(alternatives) == 1 else " ∨ ".join(f"({one})" for one in alternatives)


def test_text(name: str, test: Test) -> str:
    """Return a test with signs."""
    if not test.is_:
        return between(name, test.range)
    if len(test.is_) == 1 and len(test.ranges) == 1 and not test.missing and not test.given:
        return between(name, test.ranges[0])
    return f"{name} ∈ {{{', '.join(test.is_)}}}"


def _own(name: str, one: OwnMetric, scheme: Scheme, lang: str) -> str:
    if isinstance(one, Counted):
        lines = " ∧ ".join(test_text(column, test) for column, test in one.where.items())
        within = period(one.period or scheme.period, lang)
        key = "formula.counted_where" if lines else "formula.counted"
        return said(key, lang, name=name, of=one.of, period=within, **({"lines": lines} if lines else {}))
    if isinstance(one, Interactions):
        within = period(one.period or scheme.period, lang)
        key = "formula.interactions_average" if one.figure == "average" else "formula.interactions"
        return said(key, lang, name=name, kind=one.interactions, period=within)
    if isinstance(one, Attribute):
        line = said("formula.attribute", lang, name=name, column=one.attribute)
        return line if one.missing is None else line + said("formula.if_empty", lang, value=one.missing)
    if isinstance(one, Ratio):
        return said("formula.ratio", lang, name=name, first=one.ratio[0], second=one.ratio[1])
    if isinstance(one, Difference):
        return f"{name} = {one.difference[0]} − {one.difference[1]}"
    return f"{name} = {number(one.by)} × {one.scaled}"


def _score(scheme: Scheme, name: str, lang: str) -> str:
    one = scheme.scores[name]
    block = WRITERS[type(one)](scheme, name, one, lang)
    known = None if isinstance(one, Sum) else figure(scheme, one.metric)
    if isinstance(one, Sum) or known is None or not known.empty:
        return block
    if isinstance(one, Points):
        given = number(_kept(Decimal(0), one.at_least, one.at_most))
    elif isinstance(one, Standardised):
        given = said("formula.least", lang)
    else:
        given = number(min(levels(one) or (Decimal(1),)))
    return block + "\n" + said("formula.missing", lang, name=name, metric=one.metric, score=given)


def _better(scheme: Scheme, one: Any, lang: str) -> str:
    return said(f"better.{best_of(scheme, one)}", lang)


def _place(scheme: Scheme, one: Any, lang: str, *, above: str = "") -> str:
    ties = getattr(one, "ties", "middle")
    over = one.metric + (f" > {above}" if above else "")
    line = said("formula.place", lang, place=PLACES[ties], metric=over, better=_better(scheme, one, lang))
    within = getattr(one, "within", ())
    return line + (said("formula.within", lang, within=", ".join(within)) if within else "")


def _quantiles(scheme: Scheme, name: str, one: Quantiles, lang: str) -> str:
    if one.one_order == "apart":
        block = cases(name, [("1", f"{one.metric} = 1"), (f"{one.quantiles} − floor({one.quantiles - 1} p)", "")], lang)
        line = block + "\n" + _indented(name, _place(scheme, one, lang, above="1"))
    else:
        line = f"{name} = {one.quantiles} − floor({one.quantiles} p), {_place(scheme, one, lang)}"
    if one.sparse == "fewer":
        line += "\n" + said("formula.fewer", lang, name=name, k=one.quantiles)
    return line


def _rank_bands(scheme: Scheme, name: str, one: RankBands, lang: str) -> str:
    rows = [(number(points), "" if limit is None else f"p < {number(limit)}") for limit, points in one.rank_bands]
    return cases(name, rows, lang) + "\n" + _indented(name, _place(scheme, one, lang))


def _pareto_bands(scheme: Scheme, name: str, one: ParetoBands, lang: str) -> str:
    rows = [
        (number(points), "" if limit is None else f"{one.metric} > 0 ∧ g < {number(limit)}")
        for limit, points in one.pareto_bands
    ]
    key = f"formula.pareto_{best_of(scheme, one)}"
    return cases(name, rows, lang) + "\n" + _indented(name, said(key, lang, metric=one.metric))


def _bands(scheme: Scheme, name: str, one: Bands, lang: str) -> str:
    rows = []
    for band in one.bands:
        open_ended = band.range.low is None and band.range.high is None
        rows.append((number(band.score), "" if open_ended else between(one.metric, band.range)))
    return cases(name, rows, lang)


def _split(scheme: Scheme, name: str, one: Split, lang: str) -> str:
    best = best_of(scheme, one)
    if isinstance(one.split, Centre) and one.split.pareto is not None:
        condition = f"{one.metric} > 0 ∧ g < {number(one.split.pareto)}"
        block = cases(name, [("1", condition), ("0", "")], lang)
        return block + "\n" + _indented(name, said(f"formula.pareto_{best}", lang, metric=one.metric))
    centre = number(one.split.value or 0) if isinstance(one.split, Centre) else f"{one.split}({one.metric})"
    sign = ">" if best == "high" else "<"
    return cases(name, [("1", f"{one.metric} {sign} {centre}"), ("0", "")], lang)


def _points(scheme: Scheme, name: str, one: Points, lang: str) -> str:
    product = one.metric if one.points == 1 else f"{number(one.points)} × {one.metric}"
    return f"{name} = {clamped(product, one.at_least, one.at_most)}"


def _standardised(scheme: Scheme, name: str, one: Standardised, lang: str) -> str:
    best, x = best_of(scheme, one), f"ln(1 + {one.metric})" if one.log else one.metric
    if one.standardise == "minmax":
        above = f"{x} − min" if best == "high" else f"max − {x}"
        return said("formula.scale", lang, name=name, quotient=f"({above}) / (max − min)")
    above = f"{x} − mean" if best == "high" else f"mean − {x}"
    return said("formula.scale", lang, name=name, quotient=f"({above}) / sd")


def _natural(scheme: Scheme, name: str, one: Natural, lang: str) -> str:
    x = f"ln(1 + {one.metric})" if one.log else one.metric
    return said("formula.natural", lang, name=name, of=x, k=one.kmeans, better=_better(scheme, one, lang))


def _sum(scheme: Scheme, name: str, one: Sum, lang: str) -> str:
    return f"{name} = {clamped(plain_terms(one.sum), one.at_least, one.at_most)}"


def _composite(scheme: Scheme, one: Composite, lang: str) -> str:
    if one.ahp is not None:
        return f"{one.name} = {plain_terms(weigh(one.ahp).weights)}"
    if one.entropy:
        terms = " + ".join(f"w({name}) × {name}" for name in one.of)
        return f"{one.name} = {terms}\n" + _indented(one.name, said("formula.entropy", lang))
    return f"{one.name} = {plain_terms(one.weights)}"


def _cells(scheme: Scheme, lang: str) -> str:
    rows, columns = (scheme.cells.rows, scheme.cells.columns) if scheme.cells else ("", "")
    width = levels_of(scheme, columns)
    return said("formula.cell", lang, rows=rows, columns=columns, width="C" if width is None else len(width))


def _code(scheme: Scheme) -> str:
    parts = []
    digits, best = (scheme.code.digits, scheme.code.best) if scheme.code else ((), "highest")
    for name in digits:
        found = levels_of(scheme, name)
        turned = f"({number(max(found) + min(found))} − {name})" if found else f"(max + min − {name})"
        parts.append(turned if best == "lowest" else name)
    return f"code = {' & '.join(parts)}"


def _group(scheme: Scheme, group: Group) -> str:
    if group.when is not None:
        return rule_text(group.when)
    if group.codes:
        return f"code ∈ {{{', '.join(group.codes)}}}"
    if group.at_least is not None:
        name = scheme.composite.name if scheme.composite else "score"
        return f"{name} ≥ {number(group.at_least)}"
    return ""


def _grace(scheme: Scheme, lang: str) -> list[str]:
    """Return who keeps the tier E of the earlier rating."""
    grace = scheme.grace
    if grace is None:
        return []
    kept = []
    if grace.margin is not None:
        name = scheme.composite.name if scheme.composite else "score"
        kept.append(said("formula.grace_margin", lang, name=name, margin=number(grace.margin)))
    if grace.ratings is not None:
        kept.append(said("formula.grace_ratings", lang, ratings=grace.ratings))
    condition = said("formula.grace_or", lang).join(kept)
    rows = [("E", said("formula.grace", lang, condition=condition)), ("tier_by_score", "")]
    lines = [cases("tier", rows, lang)]
    return lines if grace.ratings is None else [*lines, said("formula.grace_below", lang)]


def _legend(scheme: Scheme, lang: str) -> str:
    """Return what the letters mean that stand in the formula."""
    scores = scheme.scores.values()
    places = {one.ties for one in scores if isinstance(one, Quantiles | RankBands)}
    lines = []
    if places:
        lines.append(said("formula.legend_place", lang))
    if "split" in places:
        lines.append(said("formula.legend_split", lang))
    return "\n" + "\n".join(lines) if lines else ""


def _kept(value: Decimal, at_least: Decimal | None, at_most: Decimal | None) -> Decimal:
    value = value if at_least is None else max(value, at_least)
    return value if at_most is None else min(value, at_most)


def _indented(name: str, line: str) -> str:
    return " " * (len(name) + 3) + line


WRITERS: dict[type, Callable[[Scheme, str, Any, str], str]] = {
    Quantiles: _quantiles,
    RankBands: _rank_bands,
    ParetoBands: _pareto_bands,
    Bands: _bands,
    Split: _split,
    Points: _points,
    Standardised: _standardised,
    Natural: _natural,
    Sum: _sum,
}
