"""Someone else's map, pasted as a table, becomes a scheme's document that is linted before anybody gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuke.errors import SchemeError, SchemeErrors, UsageError, Where
from shuke.locale import text as sentence
from shuke.scheme.document import Document
from shuke.scheme.importing.rows import Note, read_rows
from shuke.scheme.importing.scale import MOST, Misfit, Scale, scaled
from shuke.scheme.importing.survey import Survey, survey
from shuke.scheme.importing.table import decode, read_table
from shuke.scheme.importing.words import clean
from shuke.scheme.importing.writing import written
from shuke.scheme.lint import Finding, require_sound
from shuke.scheme.model import Scheme
from shuke.scheme.parse import parse

__all__ = ["Imported", "Survey", "decode", "import_map", "slug"]
MOST_PROBLEMS = 10
LONGEST_ID = 60


@dataclass(frozen=True)
class Imported:
    """A map as a scheme: the document's text and what it means, what was understood, and what was found in it."""

    text: str
    scheme: Scheme
    document: Document
    scale: Scale
    survey: Survey
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]

    def said(self, lang: str) -> list[str]:
        """Return what was understood rather than written, in sentences."""
        return [sentence(f"importing.note.{note.key}", lang, **note.figures) for note in self.notes]


def import_map(
    pasted: str,
    name: str,
    *,
    scores: int | None = None,
    best: str | None = None,
    scheme_id: str | None = None,
    title: str | None = None,
    source: str | None = None,
    file: str | None = None,
    lang: str = "en",
) -> Imported:
    """Return the scheme that a pasted table of segments means, linted; nothing is left out in silence.

    ``name`` is where the text came from, for messages, ``source`` the same for the document, and ``file`` the
    document's name in what the linter says. ``scores`` is how many scores each figure has, when the map does not tell;
    ``best`` is ``high`` or ``low``, the best end of the scores.

    Raises:
        UsageError: an option that cannot be meant.
        SchemeErrors: every cell that cannot be read, with its row and column, or what the linter refuses.
    """
    _options(scores, best, scheme_id)
    notes: list[Note] = []
    try:
        axes, rows, problems = read_rows(read_table(pasted, name), name, notes)
        if problems:
            raise _several(problems, name)
        scale, entries = scaled(axes, rows, name, scores, best, notes)
    except Misfit as misfit:
        raise _several(misfit.problems, name) from None
    found = survey(scale, entries, notes)
    identifier = scheme_id or slug(name)
    heading = clean(title or "") or name
    text = written(scale, found, notes, {"id": identifier, "title": heading, "source": clean(source or name)}, lang)
    scheme, document = parse(text, file or f"{identifier}.yaml")
    findings = require_sound(scheme, document)
    return Imported(text, scheme, document, scale, found, tuple(notes), findings)


def slug(name: str) -> str:
    """Return an id for a scheme from a file's name."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return re.sub(r"[^a-z0-9]+", "-", stem.lower())[:LONGEST_ID].strip("-") or "imported-map"


def _options(scores: int | None, best: str | None, scheme_id: str | None) -> None:
    if scores is not None and not 2 <= scores <= MOST:
        raise UsageError("import_scores_option", value=scores, most=MOST)
    if best not in {None, "high", "low"}:
        raise UsageError("import_best_option", value=best)
    if scheme_id is not None and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", scheme_id):
        raise UsageError("import_id_option", value=scheme_id)


def _several(problems: list[SchemeError], name: str) -> SchemeErrors:
    """Return the problems in the order of their rows; a map wrong everywhere is told by its first ones."""
    ordered = sorted(problems, key=lambda problem: problem.where.row or 0)
    shown = ordered[:MOST_PROBLEMS]
    if len(ordered) > MOST_PROBLEMS:
        shown.append(SchemeError("import_more", Where(file=name), count=len(ordered) - MOST_PROBLEMS))
    return SchemeErrors(shown)
