"""Identifiers that are not in plain form: folded, freed of what a spreadsheet put around them, or blank.

Identifiers are text and stay what they are: white space at the ends goes, full-width characters become half-width
(NFKC), characters that nobody sees go. Letters keep their case, and letters of other alphabets are never folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.ingest.forms.changes import Change
from shuke.ingest.forms.characters import without_invisible
from shuke.ingest.forms.places import Place
from shuke.stages.relation import literal

_SCIENTIFIC = r"[0-9](\.[0-9]+)?[eE][+-][0-9]{1,3}|[0-9]\.[0-9]+[eE][0-9]{1,3}"
_FRACTION = r"[0-9]+\.0+"
_QUOTED = r"'.+|=\s*\".*\""
# ASCII identifiers of this form need a look; all others are as they should be.
_SUSPECT = f"{_SCIENTIFIC}|{_FRACTION}|{_QUOTED}"


@dataclass(frozen=True)
class Read:
    """What an identifier's text says: the identifier or None, the way it was written, and why it is none."""

    value: str | None
    form: str = ""
    reason: str | None = None


def read_identifier(text: str, empty: frozenset[str] = frozenset()) -> Read:
    """Return what an identifier's text says; ``empty`` are words that stand for none, without case."""
    plain = _plain(text)
    form = "" if plain == text else "hidden" if without_invisible(text) != text else "width"
    if quoted := re.fullmatch(r"=\s*\"(.*)\"|'(.+)", plain, re.DOTALL):
        plain, form = _plain(quoted[1] if quoted[1] is not None else quoted[2]), "quoted"
    if plain.casefold() in empty or not plain:
        return Read(None, "placeholder" if plain else form)
    if re.fullmatch(_SCIENTIFIC, plain):
        return Read(None, reason="scientific")
    if re.fullmatch(_FRACTION, plain):
        return Read(plain.partition(".")[0], "fraction")
    return Read(plain, form)


def suspect(column: str, empty: Iterable[str] = ()) -> str:
    """Return the condition that an identifier which is not plain may not be as it should be."""
    words = ", ".join(map(literal, sorted(empty)))
    blank = f" OR LOWER({column}) IN ({words})" if words else ""
    return f"STRLEN({column}) <> LENGTH({column}) OR REGEXP_FULL_MATCH({column}, {literal(_SUSPECT)}){blank}"


def read(
    engine: DuckDB, table: str, odd: str, column: str, place: Place, empty: frozenset[str] = frozenset()
) -> tuple[Change, ...]:
    """Read the identifiers that are not as they should be into ``table``: ``text``, ``value``, ``reason``.

    Return the log of changes. Identifiers that stay as they are do not enter the table.
    """
    found = engine.run(
        f"SELECT {odd}, COUNT(*) FROM {place.relation} "
        f"WHERE {odd} IS NOT NULL AND ({suspect(odd, empty)}) GROUP BY 1 ORDER BY MIN({place.row})"
    )
    changed = [(text, cells, one) for text, cells in found if (one := read_identifier(text, empty)).value != text]
    engine.run(f"CREATE OR REPLACE TEMP TABLE {table} (text VARCHAR, value VARCHAR, reason VARCHAR)")
    if changed:
        columns = [
            [text for text, _, _ in changed],
            [one.value for _, _, one in changed],
            [one.reason and f"{column}_{one.reason}" for _, _, one in changed],
        ]
        engine.run(f"INSERT INTO {table} SELECT UNNEST(?), UNNEST(?::VARCHAR[]), UNNEST(?::VARCHAR[])", columns)
    return tuple(_changes(changed, column, place.header(column)))


def _plain(text: str) -> str:
    """Return a text folded: half-width, nothing invisible, no white space at its ends."""
    return unicodedata.normalize("NFKC", without_invisible(text)).strip()


def _changes(found: Iterable[tuple[str, int, Read]], column: str, header: str) -> list[Change]:
    cells: dict[str, int] = {}
    examples: dict[str, tuple[str, str]] = {}
    for text, count, one in found:
        if one.form and one.reason is None:
            cells[one.form] = cells.get(one.form, 0) + count
            examples.setdefault(one.form, (text, one.value or ""))
    return [Change.of(column, header, form, count, *examples[form]) for form, count in cells.items()]
