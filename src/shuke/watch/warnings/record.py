"""How good rules were: what they said on a day beside what then came, counted customer by customer.

A customer who was rated on a day was **lost** when they bought nothing for the whole horizon after it, and **lower**
when they stood below their place of that day, or were rated no more, at the last rating within the horizon. Lost ones
are counted among all who were rated, and again among those who had bought within the horizon before the day: only
there a warning is early, and there the plain rule can name nobody. Each customer of each day counts once. Precision:
of those a rule named, how many that came of; recall: of all that it came of, how many the rule named. A plain rule, no
purchase for 90 days, stands beside them on the same customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from shuke.stages.relation import day
from shuke.watch.warnings.evaluate import MARK

PLAIN, PLAIN_DAYS = "plain_90_days", 90
ANY = "any_rule"
TRUTH, LATER = "watched_truth", "watched_later"


@dataclass(frozen=True)
class Score:
    """What one rule said, and what came: ``named`` customers, ``right`` of whom it came, of ``came`` altogether."""

    rule: str
    named: int
    right: int
    came: int
    rated: int

    @property
    def precision(self) -> Fraction | None:
        """The share of those named of whom it came; None where nobody was named."""
        return Fraction(self.right, self.named) if self.named else None

    @property
    def recall(self) -> Fraction | None:
        """The share of those of whom it came that were named; None where it came of nobody."""
        return Fraction(self.right, self.came) if self.came else None

    @property
    def base(self) -> Fraction | None:
        """The share of all rated customers of whom it came: what naming anybody by chance would reach."""
        return Fraction(self.came, self.rated) if self.rated else None

    def plus(self, other: Score) -> Score:
        """Return the sums with those of another day."""
        return Score(
            self.rule,
            self.named + other.named,
            self.right + other.right,
            self.came + other.came,
            self.rated + other.rated,
        )


def truth(as_of: date, horizon: int, orders: str, bought: str) -> str:
    """Return the query of whoever bought within the horizon after a day: ``customer_id``."""
    last = as_of + timedelta(days=horizon)
    span = f"ordered_on > {day(as_of)} AND ordered_on <= {day(last)}"
    return f"SELECT customer_id FROM {orders} WHERE {span} AND {bought} GROUP BY customer_id"


def counted(
    rules: tuple[str, ...], everybody: str, rated: str, *, lower: bool = False, within: int | None = None
) -> str:
    """Return the query of the figures of each rule: named and right, for rules, any of them and the plain one.

    ``everybody`` has the marks of rules, ``rated`` the customers who count. ``watched_truth`` has who bought again;
    ``lower``: what came is in ``watched_later`` instead: ``customer_id``, ``fell``. ``within``: only those count who
    had bought within so many days.
    """
    came = "COALESCE(l.fell, TRUE)" if lower else "t.customer_id IS NULL"
    joined = f"LEFT JOIN {LATER} AS l USING (customer_id)" if lower else f"LEFT JOIN {TRUTH} AS t USING (customer_id)"
    holds = {one: f"{MARK}{one}" for one in rules}
    named = {
        **holds,
        ANY: " OR ".join(holds.values()) or "FALSE",
        PLAIN: f"days_since_purchase > {PLAIN_DAYS}",
    }
    parts = ["COUNT(*)", f"COUNT(CASE WHEN {came} THEN 1 END)"]
    for one in named.values():
        parts += [f"COUNT(CASE WHEN {one} THEN 1 END)", f"COUNT(CASE WHEN ({one}) AND {came} THEN 1 END)"]
    still = "" if within is None else f" WHERE days_since_purchase <= {within}"
    return f"SELECT {', '.join(parts)} FROM {everybody} SEMI JOIN {rated} USING (customer_id) {joined}{still}"


def scores(rules: tuple[str, ...], row: tuple[int, ...]) -> list[Score]:
    """Return the figures of each rule from the row of ``counted``."""
    rated, came, *pairs = map(int, row)
    names = (*rules, ANY, PLAIN)
    return [Score(name, pairs[2 * at], pairs[2 * at + 1], came, rated) for at, name in enumerate(names)]
