"""The steps of a score as a report shows them: which values of the metric get which score, the best first."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from shuke.report.text import plain
from shuke.scheme.builtin import Figure, figure
from shuke.scheme.model import Centre, Scheme, Split
from shuke.stages.fitted import Breaks, Fit, Nested, Ordered, Value

# A table or picture of more levels than these tells nothing.
MOST_LEVELS = 12


def level(value: Value) -> int | str:
    """Return a score as figures hold it: a whole number, or exact text."""
    return int(value) if value == int(value) else str(plain(Decimal(value)))


def steps(scheme: Scheme, fit: Breaks) -> list[dict[str, Any]]:
    """Return the scores with the end of the values that get them, from the best end of the metric.

    ``bound`` is the last value that still belongs; ``strict``: the values that belong stop just short of it. Both
    say the same of values on the grid of the metric, and the rounder number is told. The rest has no bound; a score
    that no value gets is ``empty``.
    """
    known = figure(scheme, fit.metric)
    step = known.step if known is not None and known.kind != "text" else Decimal(1)
    found: list[dict[str, Any]] = []
    for bound, score in [*fit.steps, (None, fit.last)]:
        if found and found[-1]["score"] == level(score):
            found.pop()
        found.append({"score": level(score), **_end(fit, bound, step)})
    told = {one["score"] for one in found}
    return found + [
        {"score": level(score), "bound": None, "strict": False, "empty": True}
        for score in fit.empty
        if level(score) not in told
    ]


def axis(scheme: Scheme, name: str, fit: Fit) -> dict[str, Any] | None:
    """Return a score as one direction of a picture, its levels the best first; None for one without few levels."""
    if not isinstance(fit, Breaks | Nested | Ordered) or not 2 <= len(fit.levels) <= MOST_LEVELS:
        return None
    known = figure(scheme, fit.metric)
    return {
        "score": name,
        "metric": fit.metric,
        "kind": known.kind if known else "number",
        "best": fit.best,
        "split": isinstance(fit, Breaks) and fit.kind == "split",
        "levels": [level(one) for one in fit.levels],
        "steps": _from_least(steps(scheme, fit), fit, known) if isinstance(fit, Breaks) else None,
    }


def _from_least(found: list[dict[str, Any]], fit: Breaks, known: Figure | None) -> list[dict[str, Any]]:
    """Return steps whose last one ends with the least value there can be: one purchase, not "up to one"."""
    if known is None or known.least is None or known.kind not in {"days", "count"} or fit.best != "high":
        return found
    return [
        {**one, "bound": plain(known.least)} if one["bound"] is None and not one.get("empty") else one for one in found
    ]


def centre(scheme: Scheme, name: str, fit: Breaks) -> str | None:
    """Return what a split compares with, to six places; None for a share of the whole, which is no value."""
    score = scheme.scores[name]
    if fit.centre is None or (isinstance(score, Split) and isinstance(score.split, Centre) and score.split.pareto):
        return None
    exact = Fraction(fit.centre)
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return plain(rounded)


def spans(axis: dict[str, Any]) -> dict[int | str, str]:
    """Return, per level of an axis, which values of the metric have it, in signs: ``≥ 5``, ``31–90``, ``> 360``.

    Levels of a score whose steps differ from group to group have none.
    """
    whole = axis["kind"] in {"days", "count"}
    told: dict[int | str, str] = {}
    better: dict[str, Any] | None = None
    for one in axis["steps"] or []:
        if not one.get("empty"):
            told[one["score"]] = _span(one, better, axis["best"] == "high", whole)
            better = one
    return told


def _span(one: dict[str, Any], better: dict[str, Any] | None, high: bool, whole: bool) -> str:
    reached = ">" if high else "<"
    missed = "<" if high else ">"
    beyond = "" if better is None else f"{missed if not better['strict'] else missed + '='} {better['bound']}"
    if one["bound"] is None:
        return beyond.replace("<=", "≤").replace(">=", "≥")
    if better is None:
        sign = reached if one["strict"] else {">": "≥", "<": "≤"}[reached]
        return f"{sign} {one['bound']}"
    if whole and not one["strict"] and not better["strict"]:
        next_worse = Decimal(better["bound"]) + (-1 if high else 1)
        ends = sorted((Decimal(one["bound"]), next_worse))
        return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"
    ends = sorted((Decimal(one["bound"]), Decimal(better["bound"])))
    return f"{ends[0]}–{ends[1]}"


def _end(fit: Breaks, bound: Value | None, step: Decimal) -> dict[str, Any]:
    if bound is None:
        return {"bound": None, "strict": False}
    exact = Decimal(bound)
    beyond = exact - step if fit.best == "high" else exact + step
    rounder = step < 1 and _places(beyond) + 2 <= _places(exact)
    return {"bound": plain(beyond if rounder else exact), "strict": rounder}


def _places(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))
