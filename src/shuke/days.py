"""Days as people write them on a command line or in a call."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from shuke.errors import UsageError


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


def latest_day(as_of: date | None = None) -> date:
    """Return the last day that a row can bear: the day after today, or after the as-of date if that is later.

    It is tomorrow somewhere on Earth for half of every day, so tomorrow is no mistake.
    """
    today = datetime.now(UTC).date()
    day = max(as_of or today, today)
    return min(day, date.max - timedelta(days=1)) + timedelta(days=1)
