"""Teams side by side: who keeps, wins and lifts customers better than luck and their start alone would have it."""

from __future__ import annotations

from shuke.watch.teams.compare import Report, compare
from shuke.watch.teams.figures import MEASURES, Cell, Measure, Money, Team

__all__ = ["MEASURES", "Cell", "Measure", "Money", "Report", "Team", "compare"]
