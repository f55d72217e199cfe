"""What the report of a run shows, as the pages read it: taken from the report that was written with the run."""

from __future__ import annotations

import json
from typing import Any

from shuke.browse.runs import Listed, Runs
from shuke.errors import DataError, Where
from shuke.report.page import DATA

REPORT = "report.html"
BEGINS, ENDS = DATA.replace("</script>", ""), "</script>"


def overview(runs: Runs, listed: Listed) -> dict[str, Any]:
    """Return the figures behind a run's report.

    Raises:
        DataError: the report is missing or was changed.
    """
    path = runs.file(listed, REPORT)
    _, found, rest = path.read_text(encoding="utf-8").partition(BEGINS)
    if not found:
        raise DataError("result_damaged", Where(file=str(path)))
    figures: dict[str, Any] = json.loads(rest.partition(ENDS)[0])
    return figures
