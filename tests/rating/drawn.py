"""Small order books drawn at random, dense in what goes wrong: ties, edges of the period, ids that look alike."""

from __future__ import annotations

import os
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from oracle import month_slots, period_start

from .books import Row

# Each pair or triple is one customer or several, as trimming and NFKC decide.
LOOK_ALIKE_IDS = (
    *("7", "07", "007", "\uff10\uff10\uff17", " 007 ", "007\u3000"),
    *("c1", "C1", "\uff23\uff11", "C1\t", "\u00a0C1", "C\u2460"),
    *("客户甲", " 客户甲", "客户乙", "a,b", 'say "hi"', "O'Neil", "x\u00e9", "xe\u0301"),
)
TIDY_IDS = ("7", "07", "007", "c1", "C1", "C2", "C10", "a,b", "O'Neil", "z z")
ORDER_IDS = ("1", "2", "3", "01", "\uff11", " 2", "S-1", "s-1", "", "", "  ")
TIDY_ORDER_IDS = ("1", "2", "3", "01", "S-1", "s-1")
AMOUNTS = ("10", "10.00", "20", "-10", "-20", "0", "0.0000", "-0", "0.01", "-0.01", "0.0001", "-0.0001")
LONG_AMOUNTS = ("1.00005", "-1.00005", "0.00005", "-0.00005", "0.00004999", "-0.00004", "+5", ".5", "3.", " 8 ")
AS_OFS = tuple(
    date.fromisoformat(day) for day in ("2024-12-31", "2024-02-29", "2023-02-28", "2024-03-30", "2025-01-30")
)

# A rating takes a fifth of a second; SHUKE_EXAMPLES=500 looks further than the suite has time for.
EXAMPLES = int(os.environ.get("SHUKE_EXAMPLES", "10"))
IN_BRIEF = settings(
    deadline=None,
    max_examples=EXAMPLES,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
# For laws that rate two or more books an example.
IN_PAIRS = settings(IN_BRIEF, max_examples=max(1, EXAMPLES // 2))


def amounts() -> st.SearchStrategy[str]:
    wide = st.decimals(-99_999, 99_999, places=4, allow_nan=False).map(lambda number: f"{number:f}")
    return st.one_of(st.sampled_from(AMOUNTS), st.sampled_from(AMOUNTS), wide)


def days_about(as_of: date) -> st.SearchStrategy[date]:
    """Days on and beside every edge that the semantics names, and others up to two years back."""
    edges = [as_of, period_start(as_of, 12), *(start for start, _ in month_slots(as_of))]
    beside = [edge + timedelta(days=step) for edge in edges for step in (-1, 0, 1)]
    others = st.integers(-5, 730).map(lambda back: as_of - timedelta(days=back))
    return st.one_of(st.sampled_from(beside), others)


def written_days(as_of: date) -> st.SearchStrategy[str]:
    clocks = st.sampled_from(("", "", " 00:00:00", " 23:59:59", "T12:30:00", " 09:05"))
    return st.builds(lambda day, clock: f"{day.isoformat()}{clock}", days_about(as_of), clocks)


@st.composite
def books(draw: st.DrawFn, *, tidy: bool = False, least: int = 1) -> tuple[date, list[Row]]:
    """A day to rate as of, and rows of text: customer, order, date, amount."""
    as_of = draw(st.sampled_from(AS_OFS))
    row = st.tuples(
        st.sampled_from(TIDY_IDS if tidy else LOOK_ALIKE_IDS),
        st.sampled_from(TIDY_ORDER_IDS if tidy else ORDER_IDS),
        days_about(as_of).map(date.isoformat) if tidy else written_days(as_of),
        amounts() if tidy else st.one_of(amounts(), amounts(), st.sampled_from(LONG_AMOUNTS)),
    )
    return as_of, draw(st.lists(row, min_size=least, max_size=100))
