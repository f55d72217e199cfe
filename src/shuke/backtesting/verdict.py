"""What a back-test comes to, in plain sentences of either language."""

from __future__ import annotations

from shuke.backtesting.found import SPEND, Backtest, Difference, Entry
from shuke.locale import text
from shuke.scheme.model import Words

# Of more schemes than these only the best is compared with the baselines by name.
MOST_NAMED = 6
# Of so many orders, or more, the first owes part of its lead to luck.
MANY = 12


def verdict(found: Backtest, lang: str) -> list[str]:
    """Return the verdict as sentences: the named schemes, the leader beside past spend, how many are behind."""
    lines = []
    named = [one for one in found.entries if one.name in found.named]
    best = found.entries[0]
    if 2 <= len(named) <= MOST_NAMED:
        lines += [_pair(found, named[0], other, lang) for other in named[1:]]
    spend = found.entry(SPEND)
    if spend is not None and best.name == SPEND:
        lines.append(
            text("backtest.verdict.spend_leads", lang, title=_said(best.title, lang), share=points(best.headline))
        )
    elif spend is not None and len(named) != 1:
        lines.append(_pair(found, best, spend, lang))
    lines += [_pair(found, one, spend, lang) for one in named if spend is not None and len(named) == 1]
    behind = [one.over_leader for one in found.entries[1:] if one.over_leader is not None]
    if found.resamples and len(behind) > 1:
        real = sum(1 for one in behind if one.real)
        figures = {"title": _said(best.title, lang), "real": real, "others": len(behind), "chance": len(behind) - real}
        lines.append(text("backtest.verdict.behind", lang, **figures))
        if len(behind) >= MANY:
            lines.append(text("backtest.verdict.by_luck", lang, orders=len(found.entries)))
    return lines


def difference(found: Backtest, first: Entry, second: Entry) -> Difference:
    """Return by how much one contestant is ahead of another, as far as their draws were kept beside each other."""
    for one in found.pairs:
        if (one.first, one.second) == (first.name, second.name):
            return one.difference
    return Difference(second.name, first.headline - second.headline, None)


def _pair(found: Backtest, first: Entry, second: Entry, lang: str) -> str:
    """Return one comparison in one sentence."""
    one = difference(found, first, second)
    key = "unknown" if one.interval is None else "real" if one.real else "chance"
    low, high = one.interval or (0.0, 0.0)
    judged = text(f"backtest.verdict.{key}", lang, low=signed(low), high=signed(high))
    return text(
        "backtest.verdict.pair" if len(found.days) == 1 else "backtest.verdict.pair_of_days",
        lang,
        horizon=found.horizon,
        days=len(found.days),
        first=_said(first.title, lang),
        second=_said(second.title, lang),
        one=points(first.headline),
        other=points(second.headline),
        judged=judged,
    )


def points(share: float | None) -> str:
    """Return a share in per cent."""
    return "–" if share is None or share < 0 else f"{share * 100:.0f} %"


def signed(share: float) -> str:
    """Return a difference of shares in points, with its sign."""
    return f"{share * 100:+.1f}".replace("-", "−")


def _said(words: Words, lang: str) -> str:
    return words.zh if lang == "zh" else words.en
