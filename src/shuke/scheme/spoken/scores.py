"""Every kind of score in words, with its tie law and what a customer without the figure gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from shuke.scheme.builtin import figure
from shuke.scheme.levels import levels
from shuke.scheme.model import (
    Bands,
    Centre,
    Natural,
    ParetoBands,
    Points,
    Quantiles,
    RankBands,
    Scheme,
    Score,
    Split,
    Standardised,
    Sum,
)
from shuke.scheme.spoken.conditions import interval
from shuke.scheme.spoken.names import column, joined, listed, metric, number, percent, said, unit, worded


def score(scheme: Scheme, name: str, lang: str) -> str:
    """Return what a score is, in one to four sentences."""
    one = scheme.scores[name]
    title = column(name, lang, scheme)
    parts = SPEAKERS[type(one)](scheme, title, one, lang)
    return joined([*parts, *_missing(scheme, one, lang)], lang)


def best_of(scheme: Scheme, one: Any) -> str:
    """Return which end of a score's metric is the better one: the document's word, else the metric's own."""
    if getattr(one, "best", None):
        return str(one.best)
    known = figure(scheme, one.metric)
    return known.best if known is not None else "high"


def terms(scheme: Scheme, weights: Mapping[str, Decimal], lang: str) -> str:
    """Return a weighted sum with the titles of what is summed."""
    return plain_terms(weights, lambda name: column(name, lang, scheme))


def plain_terms(weights: Mapping[str, Decimal], title: Callable[[str], str] = str) -> str:
    """Return a weighted sum: a weight below 0 is taken away, one of 1 is not said."""
    line = ""
    for name, weight in weights.items():
        sign = (" − " if weight < 0 else " + ") if line else ("−" if weight < 0 else "")
        times = "" if abs(weight) == 1 else f"{number(abs(weight))} × "
        line += f"{sign}{times}{title(name)}"
    return line


def clamped(inside: str, at_least: Decimal | None, at_most: Decimal | None) -> str:
    """Return an expression kept between two ends, where there are any."""
    if at_least is not None:
        inside = f"max({number(at_least)}, {inside})"
    return inside if at_most is None else f"min({number(at_most)}, {inside})"


def _quantiles(scheme: Scheme, title: str, one: Quantiles, lang: str) -> list[str]:
    figures = {"name": title, "metric": metric(scheme, one.metric, lang), "quantiles": one.quantiles}
    best = said(f"better.{best_of(scheme, one)}", lang)
    if one.one_order == "apart":
        parts = [said(f"quantiles.apart_{one.metric}", lang, **figures, better=best, others=one.quantiles - 1)]
    elif one.within:
        within = listed([column(each, lang, scheme) for each in one.within], lang)
        parts = [said("quantiles.within", lang, **figures, better=best, within=within)]
    else:
        parts = [said("quantiles.plain", lang, **figures, better=best)]
    parts.append(said(f"ties_{one.ties}", lang))
    if one.sparse == "fewer":
        parts.append(said("quantiles.fewer", lang, quantiles=one.quantiles))
    return parts


def _rank_bands(scheme: Scheme, title: str, one: RankBands, lang: str) -> list[str]:
    better = said(f"better.{best_of(scheme, one)}", lang)
    bands = [
        said("rank.rest", lang, score=number(points))
        if limit is None
        else said("rank.first" if index == 0 else "rank.next", lang, limit=percent(limit), score=number(points))
        for index, (limit, points) in enumerate(one.rank_bands)
    ]
    return [
        said("rank.bands", lang, name=title, metric=metric(scheme, one.metric, lang), better=better)
        + said("join", lang).join(bands)
        + said("stop", lang),
        said("rank.boundary", lang),
        said(f"ties_{one.ties}", lang),
    ]


def _pareto_bands(scheme: Scheme, title: str, one: ParetoBands, lang: str) -> list[str]:
    best = best_of(scheme, one)
    bands = [
        said("pareto.rest", lang, score=number(points))
        if limit is None
        else said(
            f"pareto.{'first' if index == 0 else 'next'}_{best}", lang, limit=percent(limit), score=number(points)
        )
        for index, (limit, points) in enumerate(one.pareto_bands)
    ]
    return [
        said(f"pareto.bands_{best}", lang, name=title, metric=metric(scheme, one.metric, lang))
        + said("join", lang).join(bands)
        + said("stop", lang),
        said("pareto.boundary", lang),
    ]


def _bands(scheme: Scheme, title: str, one: Bands, lang: str) -> list[str]:
    behind = unit(scheme, one.metric, lang)
    bands = []
    for band in one.bands:
        words = "" if band.title is None else said("titled", lang, title=worded(band.title, lang))
        bands.append(said("band", lang, interval=interval(band.range, behind, lang), score=number(band.score)) + words)
    return [
        said("bands", lang, name=title, metric=metric(scheme, one.metric, lang), bands=said("join", lang).join(bands))
    ]


def _split(scheme: Scheme, title: str, one: Split, lang: str) -> list[str]:
    best, figures = best_of(scheme, one), {"name": title, "metric": metric(scheme, one.metric, lang)}
    if isinstance(one.split, Centre) and one.split.pareto is not None:
        return [said(f"split.pareto_{best}", lang, **figures, share=percent(one.split.pareto))]
    if isinstance(one.split, Centre):
        centre = number(one.split.value or 0) + unit(scheme, one.metric, lang)
    else:
        centre = said(f"split.{one.split}", lang)
    return [said(f"split.{best}", lang, **figures, centre=centre)]


def _points(scheme: Scheme, title: str, one: Points, lang: str) -> list[str]:
    figures = {"name": title, "metric": metric(scheme, one.metric, lang), "points": number(one.points)}
    line = said("points.same" if one.points == 1 else "points.each", lang, **figures)
    return [line + _ends(one.at_least, one.at_most, lang) + said("stop", lang)]


def _standardised(scheme: Scheme, title: str, one: Standardised, lang: str) -> list[str]:
    figures = {"name": title, "metric": metric(scheme, one.metric, lang)}
    of = said("standardise.log", lang, **figures) if one.log else figures["metric"]
    better = said(f"better.{best_of(scheme, one)}", lang)
    return [said(f"standardise.{one.standardise}", lang, name=title, of=of, better=better)]


def _natural(scheme: Scheme, title: str, one: Natural, lang: str) -> list[str]:
    figures = {"name": title, "metric": metric(scheme, one.metric, lang)}
    of = said("standardise.log", lang, **figures) if one.log else figures["metric"]
    better = said(f"better.{best_of(scheme, one)}", lang)
    return [said("natural", lang, name=title, of=of, better=better, levels=one.kmeans)]


def _sum(scheme: Scheme, title: str, one: Sum, lang: str) -> list[str]:
    ends = _ends(one.at_least, one.at_most, lang)
    return [said("composite", lang, name=title, terms=terms(scheme, one.sum, lang) + ends)]


def _ends(at_least: Decimal | None, at_most: Decimal | None, lang: str) -> str:
    parts = []
    if at_least is not None:
        parts.append(said("ends.at_least", lang, value=number(at_least)))
    if at_most is not None:
        parts.append(said("ends.at_most", lang, value=number(at_most)))
    return "".join(parts)


def _missing(scheme: Scheme, one: Score, lang: str) -> list[str]:
    known = None if isinstance(one, Sum) else figure(scheme, one.metric)
    if isinstance(one, Sum) or known is None or not known.empty:
        return []
    title = metric(scheme, one.metric, lang)
    if isinstance(one, Points):
        return [said("missing.zero", lang, metric=title)]
    if isinstance(one, Standardised):
        return [said("missing.least", lang, metric=title)]
    if isinstance(one, Split):
        return [said("missing.low", lang, metric=title)]
    return [said("missing.score", lang, metric=title, score=number(min(levels(one) or (Decimal(1),))))]


SPEAKERS: dict[type, Callable[[Scheme, str, Any, str], list[str]]] = {
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
