"""A scheme read aloud: what it does, in plain sentences of either language."""

from __future__ import annotations

from shuke.locale import text
from shuke.scheme.model import Quantiles, Scheme, Tier

DEFAULT_BEST = {"recency_days": "low"}


def sentences(scheme: Scheme, lang: str) -> list[str]:
    """Return the sentences that say the whole scheme: period, each score, the composite, the tiers."""
    lines = [_period(scheme, lang)]
    lines += [_score(name, score, lang) for name, score in scheme.scores.items()]
    terms = " + ".join(
        f"{weight.normalize():f} × {column(name, lang)}" for name, weight in scheme.composite.weights.items()
    )
    lines.append(text("sentences.composite", lang, name=column(scheme.composite.name, lang), terms=terms))
    rules = text("sentences.join", lang).join(
        text("sentences.tier", lang, tier=tier.tier, rule=rule(scheme, tier, lang)) for tier in scheme.tiers
    )
    lines.append(text("sentences.tiers", lang, rules=rules))
    return lines


def rule(scheme: Scheme, tier: Tier, lang: str) -> str:
    """Return the condition of one tier in words."""
    name = column(scheme.composite.name, lang)
    index = scheme.tiers.index(tier)
    upper = scheme.tiers[index - 1].at_least if index else None
    if tier.at_least is None:
        key = "sentences.rule_rest" if upper is None else "sentences.rule_below"
        return text(key, lang, name=name, upper="" if upper is None else f"{upper.normalize():f}")
    low = f"{tier.at_least.normalize():f}"
    if upper is None:
        return text("sentences.rule_from", lang, name=name, low=low)
    return text("sentences.rule_between", lang, name=name, low=low, upper=f"{upper.normalize():f}")


def column(name: str, lang: str) -> str:
    """Return the title of a column, or its own name where the catalogue has none."""
    try:
        return text(f"words.column.{name}", lang)
    except KeyError:
        return name


def _period(scheme: Scheme, lang: str) -> str:
    period = scheme.period
    if period.months:
        return text("sentences.period_months", lang, months=period.months)
    if period.first:
        return text("sentences.period_dates", lang, first=period.first, last=period.last)
    return text("sentences.period_all", lang)


def _score(name: str, score: Quantiles, lang: str) -> str:
    best = score.best or DEFAULT_BEST.get(score.metric, "high")
    return text(
        f"sentences.quantiles_{best}",
        lang,
        name=column(name, lang),
        metric=text(f"words.metric.{score.metric}", lang),
        quantiles=score.quantiles,
        ties=text(f"sentences.ties_{score.ties}", lang),
    )
