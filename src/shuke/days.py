"""Days as people write them on a command line or in a call."""

from __future__ import annotations

from datetime import date, datetime

from shuke.errors import UsageError

# So much of what is no day is repeated.
LONGEST = 40


def a_date(value: str | None) -> date | None:
    """Return the day an ISO text names.

    Raises:
        UsageError: the text is not an ISO date.
    """
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError("date_malformed", value=value) from None


def the_day(value: object) -> date | None:
    """Return the day that a caller means: an ISO text, a day, or the day of a moment, such as one of pandas or NumPy.

    Raises:
        UsageError: it is none of these.
    """
    if isinstance(value, datetime):
        return value.date()
    return value if value is None or isinstance(value, date) else a_date(str(value)[:LONGEST])
