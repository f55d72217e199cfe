"""Names of tables as people give them: parts with dots, a part in double quotation marks as it stands."""

from __future__ import annotations

import re

from shuke.errors import UsageError, Where

PART = r'"(?:[^"]|"")+"|[^".]+'


def parts_of(name: str) -> list[str]:
    """Return the parts of a table's name.

    Raises:
        UsageError: it is none.
    """
    if not re.fullmatch(rf"(?:{PART})(?:\.(?:{PART}))*", name) or "\0" in name:
        raise UsageError("table_name_malformed", Where(file=name))
    return [part[1:-1].replace('""', '"') if part.startswith('"') else part.strip() for part in re.findall(PART, name)]
