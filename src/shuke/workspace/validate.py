"""The validation of a kept run: later sales are those that the workspace holds by now, and need not be given."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import ACCEPTED, PLAIN
from shuke.ingest.raw import Reading
from shuke.locale import LANGUAGES
from shuke.rating import Step
from shuke.saved import Saved, open_saved
from shuke.scheme.spoken.names import worded
from shuke.stages.orders import Lines
from shuke.validation import Asked, Validation
from shuke.validation.told import figure_title, group_title, save
from shuke.validation.validate import Look
from shuke.workspace.content import Content, Run
from shuke.workspace.home import Workspace
from shuke.workspace.kept import Kept, Kind, keep
from shuke.workspace.relations import order_lines

KIND: Kind = "validations"
# What the groups, the figures and the scheme of a validation are called.
TITLES = "titles.json"


@dataclass(frozen=True)
class Wanted:
    """Which run is looked at, with whose verdicts, and how often customers are drawn anew."""

    run: Run
    verdicts: Path | None = None
    resamples: int = 50


def validate(space: Workspace, wanted: Wanted) -> Validation:
    """Return what the groups of a run are worth, also by what came later as far as the workspace has it.

    Raises:
        UsageError: the run cannot be asked, or the wish cannot be meant.
        DataError: a file of the workspace is damaged, or the verdicts cannot be used.
    """
    content = space.head()[1]
    days = content.days
    later = days is not None and days[1] > wanted.run.as_of
    reading = Reading(zero_orders=content.zero_orders)  # type: ignore[arg-type]
    asked = Asked(later or None, wanted.verdicts, wanted.resamples, reading)
    saved = open_saved(space.run_folder(wanted.run))
    with DuckDB() as engine:
        return Held(engine, saved, asked, space, content).go()


def validate_and_keep(space: Workspace, wanted: Wanted, step: Step, wait: float = 0.0) -> Kept:
    """Validate, and keep what came out.

    Raises:
        UsageError: somebody else is writing, or as of ``validate``.
        DataError: as of ``validate``.
    """
    since = space.head()[1].since
    step("fit")
    found = validate(space, wanted)
    step("write")
    run = wanted.run
    about = {
        "run": run.number,
        "scheme": found.scheme.scheme,
        "as_of": run.as_of,
        "later": found.later is not None,
        "verdicts": None if found.agreement is None else found.agreement.verdicts,
    }
    return keep(space, KIND, about, lambda made: _write(found, made), since=since, wait=wait)


class Held(Look):
    """What is looked at where the later sales are the workspace's own."""

    def __init__(self, engine: DuckDB, saved: Saved, asked: Asked, space: Workspace, content: Content) -> None:
        self.space, self.content = space, content
        super().__init__(engine, saved, asked)

    def later_lines(self) -> tuple[Lines, str, list[str]]:
        """Return every line of the content; its ids are those that the run has."""
        content, segments = self.content, self.space.segments
        segments.check([*(one.orders for one in content.settled), *content.open_lines, *content.opened])
        for name in (ACCEPTED, PLAIN):
            self.engine.name(name, order_lines(segments, content))
        numbered = bool(content.open_lines)
        lines = Lines(ACCEPTED, PLAIN, has_order_id=numbered, blank_order_ids=numbered)
        return lines, str(self.space.home), []


def _write(found: Validation, made: Path) -> None:
    save(found, made)
    scheme = found.scheme
    titles = {
        "scheme": {lang: worded(scheme.title, lang) for lang in LANGUAGES},
        "groups": {one.name: {lang: group_title(scheme, one.name, lang) for lang in LANGUAGES} for one in found.groups},
        "figures": {
            one.name: {lang: figure_title(scheme, one.name, lang) for lang in LANGUAGES} for one in found.figures
        },
    }
    (made / TITLES).write_text(json.dumps(titles, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


__all__ = ["KIND", "TITLES", "Wanted", "validate", "validate_and_keep"]
