"""What is predicted of one customer of a run, as far as who asks may see them."""

from __future__ import annotations

from dataclasses import dataclass

from shuke.browse.columns import ID
from shuke.browse.customer import find
from shuke.browse.scope import Scope
from shuke.browse.tables import Table
from shuke.predicted.kept import TABLE, Ahead
from shuke.prediction.make import COLUMNS
from shuke.stages.relation import literal
from shuke.workspace.kept import Kept


@dataclass(frozen=True)
class Foreseen:
    """A prediction of a run, and what it says of one customer."""

    kept: Kept
    ahead: Ahead


def foreseen(table: Table, scope: Scope, word: str) -> Foreseen | None:
    """Return what is predicted of a customer; None where nothing is, of the run or of them.

    Raises:
        NotFound: there is no such customer among those who can be seen.
        DataError: a file is damaged.
    """
    _, values = find(table, scope, word)
    if table.ahead is None:
        return None
    customer_id = dict(zip(table.columns, values, strict=True))[ID]
    # The file was compared with its hash when the table was opened.
    source = f"read_parquet({literal(str(table.ahead.folder / TABLE))})"
    there = [row[0] for row in table.ask(f"DESCRIBE SELECT * FROM {source}")]
    names = [name for name in COLUMNS if name in there]
    rows = table.ask(f"SELECT {', '.join(names)} FROM {source} WHERE {ID} = ?", [customer_id])
    if not rows:
        return None
    row = {**dict.fromkeys(COLUMNS), **dict(zip(names, rows[0], strict=True))}
    return Foreseen(table.ahead, Ahead(row, table.ahead.document("summary.json")))
