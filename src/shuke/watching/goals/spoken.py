"""Figures of goals as people read them, and the customers of a goal in the order in which they changed it."""

from __future__ import annotations

from decimal import Decimal

from shuke.locale import text
from shuke.watch.goals.model import MONEY, Goal
from shuke.watching.goals.measured import Stands

CENT, TENTH = Decimal("0.01"), Decimal("0.1")
EXACT = Decimal("0.000001")


def figure(goal: Goal, value: Decimal | None, lang: str, *, each: bool = False) -> str:
    """Return a value of a goal's measure; ``each``: of one customer, where a share is yes or no."""
    if value is None:
        return text("goals.nobody", lang)
    if goal.measure == "churn":
        return str(int(value)) if each else f"{(value * 100).quantize(TENTH)} %"
    if goal.measure in MONEY:
        return f"{value.quantize(CENT):,}"
    return f"{value.quantize(Decimal(1) if each or goal.measure == 'customers' else TENTH):,}"


def plain(value: Decimal | None) -> str | None:
    """Return a value for programs: plain digits, six decimals at most."""
    return None if value is None else f"{value.quantize(EXACT).normalize():f}"


def most_changed(one: Stands) -> list[tuple[str, Decimal | None, Decimal | None]]:
    """Return the customers who make a value with their parts then and now, whoever changed most first."""
    nothing = Decimal(0)
    found = [(customer, before, now) for customer, (before, now) in one.people.items()]
    return sorted(found, key=lambda row: (-abs((row[2] or nothing) - (row[1] or nothing)), row[0]))
