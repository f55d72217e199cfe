"""Personal data typed where nobody expects them: in notes, in names, in columns without a meaning.

Such columns are not kept, so nothing of them is written; that they hold such data is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from shuke.engines.duckdb import DuckDB
from shuke.locale import text
from shuke.privacy.cells import shown_header
from shuke.privacy.headers import kind_of_header
from shuke.shapes import EMAIL, LANDLINE, MOBILE
from shuke.stages.relation import literal

ROWS = 2_000
# Columns in which people type what belongs elsewhere.
FREE = frozenset({None, "notes", "person_name", "company"})
PATTERNS = {
    "mobile": rf"(^|[^0-9.,]){MOBILE}($|[^0-9])",
    "identity_number": r"(^|[^0-9.,])[1-9][0-9]{16}[0-9Xx]($|[^0-9])",
    "card_number": r"(^|[^0-9.,+-])(62|4[0-9]|5[1-5])[0-9]{14,17}($|[^0-9])",
    "email": rf"(^|\s){EMAIL}",
    "landline": rf"(^|[^0-9.,]){LANDLINE}($|[^0-9])",
}


class Column(Protocol):
    """A source column: an expression of the engine and its type."""

    @property
    def expression(self) -> str:
        """The expression."""

    @property
    def type(self) -> str:
        """The type that the engine gives it."""


class Table(Protocol):
    """A table of a source."""

    @property
    def name(self) -> str:
        """The name that is shown for it."""

    @property
    def source(self) -> str:
        """The table expression of the engine."""

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers."""

    @property
    def cells(self) -> Sequence[Column]:
        """The columns, in the order of the headers."""


@dataclass(frozen=True)
class Typed:
    """How many of the first rows hold personal data of a kind in a column; ``kept`` tells whether it is a name."""

    file: str
    column: str
    kind: str
    rows: int
    kept: bool

    @property
    def key(self) -> str:
        """The note that tells it."""
        return f"notes.{'personal_in_names' if self.kept else 'personal_typed'}"

    @property
    def figures(self) -> Mapping[str, object]:
        """What the note tells; the kind by the key of its name."""
        return {
            "file": self.file,
            "column": shown_header(self.column),
            "kind": f"notes.personal.{self.kind}",
            "count": f"{self.rows:,}",
        }


def note(one: Typed, lang: str) -> str:
    """Return the note in a language."""
    return text(one.key, lang, **{**one.figures, "kind": text(str(one.figures["kind"]), lang)})


def typed_personal_data(engine: DuckDB, table: Table, columns: Mapping[str, int]) -> Iterator[Typed]:
    """Yield the columns of a table in which personal data were typed; ``columns`` are those with a meaning."""
    names = {index: name for name, index in columns.items()}
    looked = [
        index
        for index, cell in enumerate(table.cells)
        if cell.type == "VARCHAR"
        and names.get(index, "customer_name") == "customer_name"
        and kind_of_header(table.headers[index]) in FREE
    ]
    if not looked:
        return
    cells = ", ".join(f"{table.cells[index].expression} AS p{index}" for index in looked)
    counts = [
        f"COUNT(*) FILTER (REGEXP_MATCHES(p{index}, {literal(pattern)}))"
        for index in looked
        for pattern in PATTERNS.values()
    ]
    row = engine.run(f"SELECT {', '.join(counts)} FROM (SELECT {cells} FROM {table.source} LIMIT {ROWS})")[0]
    found = iter(row)
    for index in looked:
        for kind in PATTERNS:
            count = next(found)
            if count:
                yield Typed(table.name, table.headers[index], kind, count, index in names)
