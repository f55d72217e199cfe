"""An explanation in words, for a person, in either language."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from shuke.explain.reasons import Explanation, Reason
from shuke.explain.ways import Way
from shuke.locale import text
from shuke.scheme.sentences import column, rule
from shuke.stages.fit import Value
from shuke.stages.metrics import METRICS

SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "HKD": "HK$"}


def amount(value: Value, metric: str, currency: str | None) -> str:
    """Return a figure as a person reads it: money with its sign and two places, others plain."""
    if METRICS[metric].kind == "money":
        return price(Decimal(value), currency)
    return f"{Decimal(value).normalize():f}"


def price(value: Decimal, currency: str | None, *, exact: bool = True) -> str:
    """Return money with thousands and two places; with all it has where it has more and ``exact`` is meant."""
    places = max(2, -int(value.normalize().as_tuple().exponent)) if exact else 2
    value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "-" if value < 0 else ""
    return f"{sign}{SIGNS.get(currency or '', f'{currency} ' if currency else '')}{abs(value):,.{places}f}"


def lines(told: Explanation, lang: str) -> list[str]:
    """Return the explanation as lines of text."""
    tier = next(one for one in told.scheme.tiers if one.tier == told.tier)
    title = tier.title.model_dump()[lang] if tier.title else ""
    out = [
        text(
            "explain.head" if title else "explain.head_plain",
            lang,
            customer=told.customer_id,
            tier=told.tier,
            title=title,
            rule=rule(told.scheme, tier, lang),
        ),
        text("explain.as_of", lang, as_of=told.as_of.isoformat(), scheme=told.scheme.title.model_dump()[lang]),
        "",
    ]
    out += [f"  {reason_line(reason, told.currency, lang)}" for reason in told.reasons]
    out += ["", f"  {sum_line(told, lang)}", "", text("explain.ways", lang)]
    if told.ways:
        out += [f"  {way_line(way, told.currency, lang)}" for way in told.ways]
    else:
        key = (
            "ways_unknown"
            if not told.ways_known
            else ("at_top" if told.tier == told.scheme.tiers[0].tier else "no_way")
        )
        out.append("  " + text(f"explain.{key}", lang))
    return out


def reason_line(reason: Reason, currency: str | None, lang: str) -> str:
    """Return one score in a sentence: the figure, the score, the break values either side."""
    bounds = []
    if reason.reached is not None and reason.score > 1:
        key = f"explain.reached_{reason.best}"
        bounds.append(text(key, lang, bound=amount(reason.reached, reason.metric, currency), score=reason.score))
    if reason.next_bound is not None:
        key = f"explain.next_{reason.best}"
        shown = amount(reason.next_bound, reason.metric, currency)
        bounds.append(text(key, lang, bound=shown, score=reason.next_score))
    return text(
        "explain.reason",
        lang,
        metric=text(f"words.metric.{reason.metric}", lang),
        value=amount(reason.value, reason.metric, currency),
        name=column(reason.name, lang),
        score=reason.score,
        greatest=reason.greatest,
        bounds=text("explain.join", lang).join(bounds),
    )


def sum_line(told: Explanation, lang: str) -> str:
    """Return the weighted sum with its figures."""
    terms = " + ".join(f"{reason.weight.normalize():f} × {reason.score}" for reason in told.reasons if reason.weight)
    return f"{column(told.scheme.composite.name, lang)} = {terms} = {told.composite.normalize():f}"


def way_line(way: Way, currency: str | None, lang: str) -> str:
    """Return one way up in a sentence."""
    kind = "any" if way.amount_each == Decimal("0.01") else "amount"
    key = f"explain.way_{'one' if way.orders == 1 else 'many'}_{kind}"
    until = text("explain.until", lang, day=way.until.isoformat()) if way.until else ""
    return text(
        key,
        lang,
        orders=way.orders,
        amount=price(way.amount_each, currency),
        until=until,
        tier=way.tier,
        score=f"{way.score.normalize():f}",
    )


def plain(value: Value | None) -> str | None:
    """Return a number as text without trailing zeros; None for none."""
    return None if value is None else f"{Decimal(value).normalize():f}"


def document(told: Explanation) -> dict[str, Any]:
    """Return the explanation for programs; decimals are text."""
    return {
        "customer_id": told.customer_id,
        "scheme": told.scheme.scheme,
        "as_of": told.as_of.isoformat(),
        "tier": told.tier,
        "score": f"{told.composite.normalize():f}",
        "reasons": [
            {
                "score": reason.name,
                "metric": reason.metric,
                "value": plain(reason.value),
                "points": reason.score,
                "of": reason.greatest,
                "reached": plain(reason.reached),
                "next": plain(reason.next_bound),
                "weight": plain(reason.weight),
            }
            for reason in told.reasons
        ],
        "ways_up": [
            {
                "tier": way.tier,
                "orders": way.orders,
                "amount_each": str(way.amount_each),
                "until": way.until.isoformat() if way.until else None,
                "score": plain(way.score),
            }
            for way in told.ways
        ],
    }
