"""The figures of runs on which changed schemes are tried, those that were asked for last."""

from __future__ import annotations

from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from shuke.browse import Runs
from shuke.browse.latest import Latest
from shuke.browse.preview import Trial
from shuke.browse.runs import Listed

MOST_OPEN = 4


class Trials:
    """The trials of one workspace; of each run there may be two, for two schemes side by side."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        self._open = Latest[tuple[str, int], Trial](MOST_OPEN)

    def of(self, listed: Listed, copy: int = 0) -> Trial:
        """Return the trial of a run.

        Raises:
            UsageError: the run was written as changes only, or without a table that programs read.
            DataError: a file of the run is damaged.
        """
        key = (listed.run.manifest, copy)
        return self._open.get(key, lambda: Trial(self.runs.space, self.runs.saved(listed)))


LOCK = Lock()


def _trials(request: Request) -> Trials:
    state = request.app.state
    with LOCK:
        found: Trials | None = getattr(state, "trials", None)
        if found is None:
            found = state.trials = Trials(state.context.library.runs)
        return found


HereTried = Annotated[Trials, Depends(_trials)]
