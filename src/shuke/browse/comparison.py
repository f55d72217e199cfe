"""Two runs side by side, told once: neither changes, so the comparison does not either."""

from __future__ import annotations

from typing import Any

from shuke.browse.latest import Latest
from shuke.browse.runs import Listed, Runs
from shuke.movement import compare

MOST_KEPT = 20


class Comparisons:
    """The comparisons of the runs of one workspace."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs
        self._kept = Latest[tuple[str, str], dict[str, Any]](MOST_KEPT)

    def between(self, old: Listed, new: Listed) -> dict[str, Any]:
        """Return the figures of a comparison, the earlier run first, as ``shuke compare`` writes them.

        Raises:
            UsageError: a run keeps no whole table, or the ids of the two cannot be compared.
            DataError: a file of a run is damaged.
        """
        return self._kept.get((old.run.manifest, new.run.manifest), lambda: self._told(old, new))

    def _told(self, old: Listed, new: Listed) -> dict[str, Any]:
        space = self._runs.space
        found = compare(space.run_folder(old.run), space.run_folder(new.run))
        try:
            told: dict[str, Any] = found.summary["compare"]
            return told
        finally:
            found.close()
