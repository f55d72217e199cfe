"""One source while it is looked at for the second time: its rows in the engine, its place, and what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shuke.engines.duckdb import DuckDB
from shuke.ingest.columns import Meaning
from shuke.ingest.forms.changes import Change
from shuke.ingest.forms.characters import masked
from shuke.ingest.forms.places import Place
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.verdicts import odd
from shuke.stages.relation import literal

Note = tuple[str, Mapping[str, object]]
# Columns that only the second look needs.
HELPERS = ("calculated", "clock_kind")


@dataclass
class Settled:
    """What was made of the cells that were not in plain form, and what should be known about the source.

    ``columns`` are canonical columns that came to light, such as the currency of signs beside amounts; ``answers``
    are the decisions that the cells themselves have made.
    """

    changes: list[Change] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A source's rows in the engine; ``odd`` counts the cells that are not in plain form, by column."""

    engine: DuckDB
    raw: Raw
    meaning: Meaning
    reading: Reading
    place: Place
    held: frozenset[str]
    odd: Mapping[str, int]
    settled: Settled = field(default_factory=Settled)

    @classmethod
    def of(cls, engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading, relation: str) -> Table:
        """Return the table of a source whose plain cells are converted."""
        place = _place(raw, meaning, relation)
        held = engine.columns(relation)
        names = [name for name in held if name.startswith(odd(""))]
        row = engine.run(f"SELECT {', '.join(f'COUNT({name})' for name in names)} FROM {relation}")[0]
        counts = {name.removeprefix(odd("")): int(count) for name, count in zip(names, row, strict=True)}
        return cls(engine, raw, meaning, reading, place, frozenset(held), counts)

    @classmethod
    def in_place(cls, engine: DuckDB, raw: Raw, meaning: Meaning, relation: str) -> Table:
        """Return the table of a source that is read where it stands, all of its cells plain."""
        held = frozenset(engine.columns(relation))
        return cls(engine, raw, meaning, Reading(), _place(raw, meaning, relation), held, {})

    @property
    def relation(self) -> str:
        """The name of the rows in the engine."""
        return self.place.relation

    def forms(self, column: str) -> str:
        """Return the name of the table with the readings of a column's forms."""
        return f"{self.relation}_{column}"

    def take(self, column: str, value: str, condition: str = "TRUE") -> None:
        """Set a column to a value of its forms where a condition on the form holds."""
        self.engine.run(
            f"UPDATE {self.relation} SET {column} = {value} FROM {self.forms(column)} AS found "
            f"WHERE {odd(column)} = found.text AND ({condition})"
        )

    def mark(self, condition: str, reason: str, value: str = "NULL") -> None:
        """Give the rows that have no verdict yet, and for which a condition holds, their verdict."""
        self.engine.run(
            f"UPDATE {self.relation} SET verdict = {literal(reason)}, value = {value} "
            f"WHERE verdict IS NULL AND ({condition})"
        )

    def reject(self, column: str, *, personal: bool = False) -> None:
        """Give the rows without a verdict the reason for which a column's form could not be read."""
        found = self.engine.run(f"SELECT text, reason FROM {self.forms(column)} WHERE reason IS NOT NULL")
        if not found:
            return
        shown = [masked(text) if personal else text for text, _ in found]
        self.engine.run(
            f"UPDATE {self.relation} SET verdict = bad.reason, value = bad.shown FROM "
            "(SELECT UNNEST(?) AS text, UNNEST(?) AS reason, UNNEST(?) AS shown) AS bad "
            f"WHERE {odd(column)} = bad.text AND verdict IS NULL",
            [[text for text, _ in found], [reason for _, reason in found], shown],
        )

    def note(self, key: str, column: str, **figures: object) -> None:
        """Add something that should be known about a column."""
        told = {name: f"{value:,}" if isinstance(value, int) else value for name, value in figures.items()}
        self.settled.notes.append((key, {"column": self.place.header(column), **told}))


def _place(raw: Raw, meaning: Meaning, relation: str) -> Place:
    return Place(
        relation,
        "source_row" if raw.numbered else f"(rowid + {raw.first_row})",
        raw.name,
        raw.sheet,
        {name: raw.headers[index] for name, index in meaning.columns.items()},
        {name: raw.letter(index) for name, index in meaning.columns.items()},
    )
