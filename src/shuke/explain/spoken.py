"""Each reason in a sentence, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from shuke.explain.numbers import amount, listed, plain, say
from shuke.explain.reasons import Ordinal, Pointed, Reason, Scaled, Steps, Summed, limit
from shuke.scheme.builtin import figure
from shuke.scheme.model import Centre, Range, Scheme, Split
from shuke.scheme.sentences import column
from shuke.stages.fitted import PLACES, Value
from shuke.stages.rounding import rounded

SIDES = {0: "low", 1: "high"}


def reason_line(  # noqa: PLR0911 - one way to say each kind
    scheme: Scheme, reason: Reason, currency: str | None, lang: str
) -> str:
    """Return one score in a sentence: the figure, the score, what lies either side."""
    name = column(reason.name, lang, scheme)
    if isinstance(reason, Summed):
        return sum_line(scheme, reason, lang)
    if isinstance(reason, Pointed):
        return _pointed(scheme, reason, name, currency, lang)
    if not isinstance(reason, Steps | Scaled | Ordinal):
        raise TypeError(reason)
    shown = {"metric": column(reason.metric, lang, scheme), "name": name}
    shown["value"] = amount(scheme, reason.metric, reason.value, currency, lang)
    if isinstance(reason, Scaled):
        parts = _scale(scheme, reason, currency, lang)
        return say("reason.plain", lang, **shown, score=plain(reason.score), bounds=_bounds(parts, lang))
    if isinstance(reason, Ordinal):
        parts = [*_within(scheme, reason.within, lang), say("ordinal", lang, rated=reason.rated)]
        score = {"score": reason.score, "greatest": reason.greatest}
        return say("reason.of", lang, **shown, **score, bounds=_bounds(parts, lang))
    bounds = _bounds(_steps(scheme, reason, currency, lang), lang)
    if reason.kind == "split":
        return say("reason.side", lang, **shown, side=say(SIDES[int(reason.score)], lang), bounds=bounds)
    if reason.kind in {"quantiles", "kmeans"}:
        return say(
            "reason.of", lang, **shown, score=plain(reason.score), greatest=plain(reason.greatest), bounds=bounds
        )
    return say("reason.plain", lang, **shown, score=plain(reason.score), bounds=bounds)


def sum_line(scheme: Scheme, reason: Summed, lang: str) -> str:
    """Return a weighted sum with its figures."""
    terms = ""
    for term in reason.terms:
        sign = (" − " if term.weight < 0 else " + ") if terms else ("−" if term.weight < 0 else "")
        shown = {"name": column(term.name, lang, scheme), "score": plain(rounded(Decimal(term.score), PLACES))}
        weight = plain(abs(term.weight))
        terms += sign + (say("term_one", lang, **shown) if weight == "1" else say("term", lang, weight=weight, **shown))
    name, total = column(reason.name, lang, scheme), rounded(reason.total, PLACES)
    # What is shown to 6 places and has more is said to be about that.
    whole = all(rounded(Decimal(one), PLACES) == one for one in (reason.total, *(term.score for term in reason.terms)))
    shown = {"name": name, "terms": terms, "equals": "=" if whole else "≈", "total": plain(total)}
    return say("sum_kept", lang, **shown, score=plain(reason.score)) if reason.kept else say("sum", lang, **shown)


def span_text(scheme: Scheme, metric: str, span: Range, currency: str | None, lang: str) -> str:
    """Return a span of figures in words; days and counts are said as whole numbers."""
    known = figure(scheme, metric)
    if known is not None and known.kind in {"days", "count"}:
        span = _whole(span)
    low, low_closed, high, high_closed = span
    if low is None and high is None:
        return say("span.all", lang)
    ends = {
        "low": "" if low is None else amount(scheme, metric, low, currency, lang),
        "high": "" if high is None else amount(scheme, metric, high, currency, lang),
    }
    if low is not None and low == high:
        return say("span.one", lang, low=ends["low"])
    left = "" if low is None else "at_least" if low_closed else "above"
    right = "" if high is None else "at_most" if high_closed else "below"
    used = {name: end for name, end in ends.items() if end}
    return say(f"span.{'_'.join(filter(None, (left, right)))}", lang, **used)


def _whole(span: Range) -> Range:
    """Return a span of whole numbers by the first and the last of them."""
    low, low_closed, high, high_closed = span
    first = low if low is None else low.to_integral_value(ROUND_CEILING)
    last = high if high is None else high.to_integral_value(ROUND_FLOOR)
    first = first + 1 if first is not None and first == low and not low_closed else first
    last = last - 1 if last is not None and last == high and not high_closed else last
    return Range(first, True, last, True)


def _steps(scheme: Scheme, reason: Steps, currency: str | None, lang: str) -> list[str]:
    parts = _within(scheme, reason.within or {}, lang)
    if not reason.known:
        return [*parts, say("unknown_group", lang)]
    if reason.value is None:
        parts.append(say("without", lang, score=_given(reason, reason.score, lang)))
    elif not reason.rising:
        span = span_text(scheme, reason.metric, reason.span, currency, lang)
        return [*parts, say("band", lang, score=plain(reason.score), span=span)]
    for key, bound, score in (
        ("reached", None if reason.value is None else reason.reached, reason.score),
        ("next", reason.next_bound, reason.next_score),
    ):
        if bound is not None and score is not None:
            how, end = limit(scheme, reason.name, reason.best, bound)
            shown = amount(scheme, reason.metric, end, currency, lang)
            side = "side_" if reason.kind == "split" else ""
            parts.append(say(f"{side}{key}.{how}", lang, score=_given(reason, score, lang), bound=shown))
    return parts + _centre(scheme, reason, currency, lang)


def _given(reason: Steps, score: Value, lang: str) -> str:
    return say(SIDES[int(score)], lang) if reason.kind == "split" else plain(score)


def _centre(scheme: Scheme, reason: Steps, currency: str | None, lang: str) -> list[str]:
    """Return what a split compares with, where that is learned."""
    said = scheme.scores.get(reason.name)
    if not isinstance(said, Split) or reason.centre is None:
        return []
    if isinstance(said.split, Centre):
        if said.split.pareto is None:
            return []
        return [say(f"pareto.{reason.best}", lang, share=f"{plain(said.split.pareto * 100)} %")]
    exact = Fraction(reason.centre)
    places = Decimal(exact.numerator) / Decimal(exact.denominator)
    near = places.quantize(Decimal("0.01"), ROUND_HALF_UP)
    shown = amount(scheme, reason.metric, near, currency, lang)
    return [say(said.split if Fraction(near) == exact else f"{said.split}_about", lang, centre=shown)]


def _within(scheme: Scheme, within: Mapping[str, Value], lang: str) -> list[str]:
    if not within:
        return []
    names = [
        say("within_one", lang, name=column(name, lang, scheme), score=plain(score)) for name, score in within.items()
    ]
    return [say("within", lang, within=listed(names, lang))]


def _pointed(scheme: Scheme, reason: Pointed, name: str, currency: str | None, lang: str) -> str:
    parts = [] if reason.value is not None else [say("without", lang, score=plain(reason.score))]
    if reason.kept is not None:
        end = reason.at_most if reason.kept == "at_most" else reason.at_least
        parts.append(say(f"points.{reason.kept}", lang, end=plain(end or 0)))
    same = reason.points == 1 or reason.value is None
    shown = {} if same else {"points": plain(reason.points), "product": plain(reason.product)}
    return say(
        "points.same" if same else "points.times",
        lang,
        metric=column(reason.metric, lang, scheme),
        value=amount(scheme, reason.metric, reason.value, currency, lang),
        name=name,
        score=plain(reason.score),
        bounds=_bounds(parts, lang),
        **shown,
    )


def _scale(scheme: Scheme, reason: Scaled, currency: str | None, lang: str) -> list[str]:
    if reason.value is None:
        return [say("without_least", lang, score=plain(reason.score))]
    if not reason.width:
        return [say("scale.flat", lang)]

    def shown(value: Decimal) -> str:
        return plain(value) if reason.log is not None else amount(scheme, reason.metric, value, currency, lang)

    parts = []
    value = amount(scheme, reason.metric, reason.value, currency, lang)
    if reason.log is not None:
        parts.append(say("scale.log", lang, value=plain(Decimal(reason.value)), log=plain(reason.log)))
        value = plain(reason.log)
    if reason.method == "minmax":
        end = reason.origin + reason.width if reason.best == "high" else reason.origin - reason.width
        parts.append(say("scale.minmax", lang, worst=shown(reason.origin), best=shown(end)))
    else:
        figures = {"value": value, "mean": shown(reason.origin), "deviation": shown(reason.width)}
        parts.append(say(f"scale.zscore_{reason.best}", lang, **figures))
    return parts


def _bounds(parts: list[str], lang: str) -> str:
    return say("bounds", lang, bounds=say("join", lang).join(parts)) if parts else ""
