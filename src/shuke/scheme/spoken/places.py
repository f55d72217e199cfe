"""Where a customer ends up, in words: the composite, cells, code, clusters and the lists of groups."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from shuke.scheme.ahp import weigh
from shuke.scheme.levels import levels_of
from shuke.scheme.model import Clusters, Composite, Group, Judgements, Scheme, Span
from shuke.scheme.spoken.conditions import rule
from shuke.scheme.spoken.names import column, listed, number, said, worded
from shuke.scheme.spoken.scores import terms
from shuke.scheme.tree import tree


def composite(scheme: Scheme, one: Composite, lang: str) -> list[str]:
    """Return how the composite is summed, and where its weights come from."""
    name = column(one.name, lang, scheme)
    titles = listed([column(each, lang, scheme) for each in one.of], lang)
    if one.ahp is not None:
        judged = said("join", lang).join(_judgements(scheme, one.ahp, lang))
        return [
            said(f"ahp.{one.ahp.method}", lang, name=name, scores=titles),
            said("ahp.judged", lang, judged=judged),
            said("ahp.so", lang, name=name, terms=terms(scheme, weigh(one.ahp).weights, lang)),
        ]
    if one.entropy:
        return [said("entropy", lang, name=name, scores=titles)]
    line = said("composite", lang, name=name, terms=terms(scheme, one.weights, lang))
    total = sum(one.weights.values(), Decimal(0))
    return [line] if total == 1 else [line, said("composite_total", lang, total=number(total))]


def cells(scheme: Scheme, lang: str) -> str | None:
    """Return how cells are numbered; None without cells."""
    if scheme.cells is None:
        return None
    rows, columns = scheme.cells.rows, scheme.cells.columns
    figures = {"rows": column(rows, lang, scheme), "columns": column(columns, lang, scheme)}
    down, across = levels_of(scheme, rows), levels_of(scheme, columns)
    if down is None or across is None:
        return said("cells_open", lang, **figures)
    return said("cells", lang, **figures, count=len(down) * len(across), width=len(across))


def code(scheme: Scheme, lang: str) -> str | None:
    """Return how the code is written, and which code is the best; None without a code."""
    if scheme.code is None:
        return None
    digits = scheme.code.digits
    titles = listed([column(each, lang, scheme) for each in digits], lang)
    found = [levels_of(scheme, each) for each in digits]
    if any(one is None for one in found):
        return said(f"code.{scheme.code.best}_open", lang, scores=titles)
    most, least = [max(one or ()) for one in found], [min(one or ()) for one in found]
    ends = (most, least) if scheme.code.best == "highest" else (least, most)
    best, worst = ("".join(map(number, end)) for end in ends)
    return said(f"code.{scheme.code.best}", lang, scores=titles, best=best, worst=worst)


def clusters(scheme: Scheme, one: Clusters, lang: str) -> str:
    """Return how clusters are found and numbered."""
    titles = listed([column(each, lang, scheme) for each in one.of], lang)
    figures = {"scores": titles, "order": column(one.order_by, lang, scheme), "seed": one.seed}
    if isinstance(one.k, Span):
        return said("clusters_chosen", lang, **figures, low=one.k.from_, high=one.k.to)
    return said("clusters", lang, **figures, k=one.k)


def groups(scheme: Scheme, result: str, lang: str) -> list[str]:
    """Return the sentences of one list of groups: one for a ladder of steps, else one per group."""
    all_groups = scheme.groups[result]
    if all(group.at_least is not None or group.rest for group in all_groups):
        rules = said("join", lang).join(
            said(f"in_{result}", lang, group=group.name, title=titled(group, lang), rule=rule(scheme, group, lang))
            for group in all_groups
        )
        lines = [said(f"ladder_{result}", lang, rules=rules)]
    else:
        lines = [said(f"list_{result}", lang)]
        lines += [
            said("group", lang, group=group.name, title=titled(group, lang), rule=rule(scheme, group, lang))
            for group in all_groups
        ]
    return [*lines, said(f"nobody_{result}", lang)] if _leaves_some(scheme, result) else lines


def grace(scheme: Scheme, lang: str) -> list[str]:
    """Return who keeps the tier of the earlier rating; nothing where nobody does."""
    one = scheme.grace
    if one is None:
        return []
    lines = [said("grace.head", lang)]
    if one.margin is not None:
        name = column(scheme.composite.name if scheme.composite else "score", lang, scheme)
        lines.append(said("grace.margin", lang, name=name, margin=number(one.margin)))
    if one.ratings is not None:
        lines.append(said("grace.ratings" if one.margin is None else "grace.then", lang, ratings=one.ratings))
    return [(" " if lang == "en" else "").join(lines)]


def _leaves_some(scheme: Scheme, result: str) -> bool:
    """Tell whether a customer can be in no group of a list."""
    found = None if scheme.groups[result][-1].rest else tree(scheme, result)
    return found is not None and None in found.groups


def titled(group: Group, lang: str) -> str:
    """Return the title of a group in brackets; nothing where it has none, or one that says the same."""
    if group.title is None or worded(group.title, lang) == group.name:
        return ""
    return said("titled", lang, title=worded(group.title, lang))


def _judgements(scheme: Scheme, one: Judgements, lang: str) -> list[str]:
    lines = []
    for row, first in enumerate(one.of):
        for offset, second in enumerate(one.of[row + 1 :]):
            entry = one.entries[row][row + 1 + offset]
            # A judgement below one is said the other way round: it is how people judge.
            greater, lesser = (first, second) if entry >= 1 else (second, first)
            titles = {"first": column(greater, lang, scheme), "second": column(lesser, lang, scheme)}
            times = max(entry, 1 / entry)
            key = "ahp.equal" if times == 1 else "ahp.times"
            lines.append(said(key, lang, **titles, **({} if times == 1 else {"times": _fraction(times)})))
    return lines


def _fraction(value: Fraction) -> str:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return number(exact) if rest == 1 else f"{value.numerator}/{value.denominator}"
