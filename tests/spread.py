"""How the tests are spread over processes: what shares something dear stays together, and what takes longest begins.

With ``-n`` and ``--dist loadscope`` a process that has nothing more to do takes the next unit as a whole. A unit is a
file; a folder, where its files share an engine, a browser or rated books; or a single test, where a file holds long
ones that share nothing. The unit that begins last decides how long one process works alone in the end.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Folders whose files share what is made once in a process.
TOGETHER = (
    "browse",
    "campaign",
    "engines",
    "explain",
    "movement",
    "report",
    "sample",
    "story",
    "watch",
    "whatif",
    "workbench",
    "workbook",
)
APART = ("tests/engines/test_spark_cluster.py",)
EACH = ("tests/docs/test_pages_run.py",)
# The longest units, the longest first; the others follow in the order of their folders.
LONGEST = (
    "tests/engines",
    "tests/workbench",
    "tests/story",
    "tests/engines/test_spark_cluster.py",
    "tests/workbook",
    "tests/docs/test_pages_run.py",
    "tests/explain",
    "tests/server/test_work.py",
    "tests/workspace",
    "tests/server",
    "tests/watch",
    "tests/report",
    "tests/rating",
    "tests/ingest",
    "tests/prediction",
)


def unit(test: str) -> str:
    """Return the unit of a test, named by its id."""
    file = test.partition("::")[0]
    if file in EACH:
        return test
    folder = file.rpartition("/")[0]
    return folder if folder.removeprefix("tests/") in TOGETHER and file not in APART else file


def rank(test: str) -> int:
    """Return how early the unit of a test begins: 0 is the first."""
    file = test.partition("::")[0]
    places = [place for place, name in enumerate(LONGEST) if file == name or file.startswith(f"{name}/")]
    # A file that is named itself has a place of its own beside that of its folder.
    return max(places, key=lambda place: len(LONGEST[place]), default=len(LONGEST))


class Units(LoadScopeScheduling):
    """Hands out units in the order in which their first tests were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


def scheduler(config: pytest.Config, log: Producer) -> Units | None:
    """Return what hands out the tests; None where another way of spreading them is asked for."""
    if config.getvalue("dist") != "loadscope":
        return None
    config.option.loadscopereorder = False
    return Units(config, log)
