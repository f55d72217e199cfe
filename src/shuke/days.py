"""Days as people write them on a command line or in a call."""

from __future__ import annotations

from datetime import date

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
