"""A scheme read aloud: what it does, in plain sentences of either language."""

from __future__ import annotations

from shuke.scheme.model import Scheme
from shuke.scheme.spoken import metrics, places, scores
from shuke.scheme.spoken.conditions import rule
from shuke.scheme.spoken.names import column, said

__all__ = ["column", "rule", "sentences"]


def sentences(scheme: Scheme, lang: str) -> list[str]:
    """Return the sentences that say the whole scheme: period, metrics, exclusions, scores, composite, results."""
    lines = [_period(scheme, lang)]
    lines += [metrics.own(scheme, name, one, lang) for name, one in scheme.own.items()]
    lines += filter(None, [metrics.tables(scheme, lang)])
    lines += [metrics.exclusion(scheme, one, lang) for one in scheme.exclude]
    lines += [scores.score(scheme, name, lang) for name in scheme.scores]
    if scheme.composite is not None:
        lines += places.composite(scheme, scheme.composite, lang)
    lines += filter(None, [places.cells(scheme, lang), places.code(scheme, lang)])
    if scheme.clusters is not None:
        lines.append(places.clusters(scheme, scheme.clusters, lang))
    for result in scheme.groups:
        lines += places.groups(scheme, result, lang)
        lines += places.grace(scheme, lang) if result == "tier" else []
    return lines


def _period(scheme: Scheme, lang: str) -> str:
    period = scheme.period
    if period.months:
        return said("period_months" if period.months > 1 else "period_month", lang, months=period.months)
    if period.days:
        return said("period_days" if period.days > 1 else "period_day", lang, days=period.days)
    if period.first:
        return said("period_dates", lang, first=period.first, last=period.last)
    return said("period_all", lang)
