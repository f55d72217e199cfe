"""Rows that are no records: totals, headers repeated on every page, footers, blank rows, and other tables below.

Only rows that were refused, and rows whose customer has the name of a total, are looked at; a clean source is not
read again. A total is left out when its amount is exactly the sum of the rows above it, from the beginning or
from the last total; one that is not is a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import Where, ensure
from shuke.ingest.columns import Meaning, simplify
from shuke.ingest.decisions import ask, decided
from shuke.ingest.layout.find import known
from shuke.ingest.layout.labels import FOOTER, SEPARATOR, TOTAL_CELL, TOTALS
from shuke.ingest.layout.shift import check_shift
from shuke.ingest.raw import Raw, Reading
from shuke.stages.relation import literal

SUSPECTS = "suspect_rows"
NOTED_ROWS = 5
MOST_REFUSED = 200_000
Note = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Source:
    """One converted source: its table, what its columns mean, and the relation of its lines."""

    engine: DuckDB
    raw: Raw
    meaning: Meaning
    reading: Reading
    relation: str

    @property
    def where(self) -> Where:
        """The place of the table."""
        return Where(file=self.raw.name, sheet=self.raw.sheet)

    @property
    def row(self) -> str:
        """The number of a line's row as a person counts it."""
        return "source_row" if self.raw.numbered else f"line + {self.raw.first_row}"

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        return self.engine.run(statement)


def set_apart(source: Source) -> tuple[Note, ...]:
    """Give rows that are no records the verdict that says what they are, and return what is to be told of them.

    Raises:
        Undecided: a row is called a total and is none by its amount, or another table begins below.
        DataError: from some row on, the cells stand in other columns.
    """
    labels = ", ".join(map(literal, TOTALS))
    suspicious = ("verdict IS NOT NULL", f"customer_id IN ({labels})")
    # Asked one after the other, each is answered from the statistics of a clean table's blocks.
    if not any(source.run(f"SELECT 1 FROM {source.relation} WHERE {one} LIMIT 1") for one in suspicious):
        return ()
    _look(source, _fewer(source, suspicious))
    found = f"SELECT line, kind FROM {SUSPECTS} WHERE kind IS NOT NULL AND kind <> 'total'"
    source.run(f"CREATE OR REPLACE TEMP TABLE no_records AS {found}")
    _other_tables(source)
    _totals(source)
    check_shift(source.engine, source.raw, source.meaning, source.relation, SUSPECTS)
    source.run(
        f"UPDATE {source.relation} SET verdict = no_records.kind, value = NULL FROM no_records "
        f"WHERE {source.relation}.rowid = no_records.line"
    )
    return _notes(source)


def _fewer(source: Source, suspicious: tuple[str, str]) -> tuple[str, str]:
    """Return what is suspicious where very many rows were refused: only rows that lack what every record has."""
    if source.run(f"SELECT COUNT(verdict) FROM {source.relation}")[0][0] <= MOST_REFUSED:
        return suspicious
    return "verdict IN ('customer_id_blank', 'date_blank', 'amount_blank')", suspicious[1]


def _look(source: Source, suspicious: tuple[str, str]) -> None:
    """Keep the suspicious rows with all their cells, and what kind of row each looks like."""
    raw = source.raw
    width = len(raw.cells) - len(source.meaning.parts)
    cells = ", ".join(f"{cell.trimmed} AS s{index}" for index, cell in enumerate(raw.cells[:width]))
    row = ", source_row" if raw.numbered else ""
    found = f"SELECT rowid AS line, verdict, customer_id, ordered_at, amount{row} FROM {source.relation} WHERE"
    # The engine looks words up faster than it compares them one by one, but not behind an OR.
    refused, named = suspicious
    source.run(
        "CREATE OR REPLACE TEMP TABLE suspect_lines AS SELECT * FROM "
        f"({found} {refused} UNION ALL {found} {named} AND ({refused}) IS NOT TRUE) ORDER BY line"
    )
    asked = "SELECT line FROM suspect_lines ORDER BY line"
    records = raw.at([place for (place,) in source.run(asked)], asked)
    source.run(f"CREATE OR REPLACE TEMP TABLE suspect_cells AS SELECT {cells} FROM {records} ORDER BY place")
    counts = source.run("SELECT (SELECT COUNT(*) FROM suspect_cells), (SELECT COUNT(*) FROM suspect_lines)")[0]
    ensure(counts[0] == counts[1], f"the rows of {raw.name} are the same when they are looked at again")
    names = [f"s{index}" for index in range(width)]
    joined = f"CONCAT_WS({literal(SEPARATOR)}, {', '.join(names)})"
    filled = " + ".join(f"CAST({name} IS NOT NULL AS INTEGER)" for name in names)
    date, amount = (source.meaning.columns.get(name) for name in ("ordered_at", "amount"))
    blank_amount = f"s{amount} IS NULL" if amount is not None and amount < width else "TRUE"
    total = (
        f"REGEXP_MATCHES(whole, {literal(TOTAL_CELL)}) AND (s{date} IS NULL OR customer_id IN "
        f"({', '.join(map(literal, TOTALS))}) OR ordered_at IS NULL AND amount IS NOT NULL) "
        f"AND (amount IS NOT NULL OR s{date} IS NULL AND {blank_amount})"
    )
    footer = f"ordered_at IS NULL AND amount IS NULL OR filled <= 2 AND {blank_amount}"
    source.run(
        f"CREATE OR REPLACE TEMP TABLE {SUSPECTS} AS SELECT *, CASE WHEN filled = 0 THEN 'skipped_blank' "
        f"WHEN {_is_header(raw, width)} THEN 'skipped_repeated_header' WHEN {total} THEN 'total' "
        f"WHEN ({footer}) AND verdict IS NOT NULL AND REGEXP_MATCHES(whole, {literal(FOOTER)}) THEN 'skipped_footer' "
        f"END AS kind FROM (SELECT *, {joined} AS whole, {filled} AS filled FROM suspect_cells "
        "POSITIONAL JOIN suspect_lines)"
    )


def _is_header(raw: Raw, width: int) -> str:
    """Return the condition that all cells of a row say what a header row says."""
    conditions = []
    for line in raw.header_rows:
        names = [(index, name.strip()) for index, name in enumerate(line[:width]) if name and name.strip()]
        if not names:
            continue
        same = " AND ".join(f"COALESCE(s{index}, {literal(name)}) = {literal(name)}" for index, name in names)
        others = "".join(
            f" AND s{index} IS NULL" for index in range(width) if index not in {*dict(names), *raw.known.values()}
        )
        conditions.append(f"{same}{others} AND 2 * filled >= {len(names)}")
    return f"({' OR '.join(conditions)})" if conditions else "FALSE"


def _other_tables(source: Source) -> None:
    """Leave out the rows of another table that begins below, if that is what was decided.

    Raises:
        Undecided: another table begins below, and nothing was decided.
    """
    width = len(source.raw.cells) - len(source.meaning.parts)
    cells = ", ".join(f"s{index}" for index in range(width))
    own = {simplify(header) for header in source.raw.headers}
    for line, row, *names in source.run(
        f"SELECT line, {source.row}, {cells} FROM {SUSPECTS} WHERE kind IS NULL AND filled >= 2 "
        "AND verdict IS NOT NULL AND NOT REGEXP_MATCHES(whole, '[0-9]') ORDER BY line LIMIT 100"
    ):
        there = [name or "" for name in names]
        if known(there) < 2 or {simplify(name) for name in there if name} <= own:
            continue
        answer = decided(source.reading, "tables")
        if answer is None:
            place = Where(file=source.raw.name, sheet=source.raw.sheet, row=int(row))
            ask("tables", "another_table", place, headers=", ".join(name for name in there if name))
        if answer == "first":
            source.run(
                f"INSERT INTO no_records SELECT rowid, 'skipped_other_table' FROM {source.relation} "
                f"WHERE rowid >= {line} AND rowid NOT IN (SELECT line FROM no_records)"
            )
            source.run(f"DELETE FROM {SUSPECTS} WHERE line >= {line}")
        return


def _totals(source: Source) -> None:
    """Leave out the rows of totals whose amount is that of the rows above them.

    Raises:
        Undecided: there is one whose amount is another, and nothing was decided.
    """
    totals = source.run(f"SELECT line, {source.row}, amount, whole FROM {SUSPECTS} WHERE kind = 'total' ORDER BY line")
    answer = decided(source.reading, "total-rows") if totals else None
    if not totals or answer == "keep":
        return
    source.run(f"CREATE OR REPLACE TEMP TABLE total_rows AS SELECT line FROM {SUSPECTS} WHERE kind = 'total'")
    sums: dict[int, Decimal | None] = dict(
        source.run(
            f"SELECT total_rows.line, SUM(lines.amount) FROM (SELECT rowid AS place, amount FROM {source.relation} "
            "WHERE rowid NOT IN (SELECT line FROM total_rows) AND rowid NOT IN (SELECT line FROM no_records)) AS lines "
            "ASOF JOIN total_rows ON lines.place < total_rows.line GROUP BY 1"
        )
    )
    running, previous, of_label = Decimal(0), Decimal(0), dict[str, Decimal]()
    # A row whose months became rows is one total, the sum of them.
    for row, group in groupby(totals, key=lambda total: total[1]):
        lines = list(group)
        running += sum((sums.get(line) or Decimal(0) for line, *_ in lines), Decimal(0))
        amounts = [amount for _, _, amount, _ in lines if amount is not None]
        amount = sum(amounts, Decimal(0)) if amounts else None
        label = _label(lines[0][3])
        expected = {running, running - previous, running - of_label.get(label, Decimal(0))}
        if answer is None and amount is not None and amount not in expected:
            place = Where(file=source.raw.name, sheet=source.raw.sheet, row=int(row))
            figures = {"amount": amount, "sum": running - previous, "all": running}
            shown = {name: _shown(figure) for name, figure in figures.items()}
            ask("total-rows", "total_differs", place, label=label, **shown)
        previous = of_label[label] = running
    source.run("INSERT INTO no_records SELECT line, 'skipped_total' FROM total_rows")


def _shown(amount: Decimal) -> str:
    """Return an amount as people write it: at least two decimals, more only where they are not zero."""
    whole, _, decimals = f"{amount:,.4f}".partition(".")
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def _label(whole: str) -> str:
    """Return the word by which a row is a total."""
    words = (
        "小计",
        "小計",
        "合计",
        "合計",
        "总计",
        "總計",
        "汇总",
        "累计",
        "总和",
        "subtotal",
        "sub-total",
        "sub total",
    )
    plain = whole.replace(" ", "").replace("\u3000", "").casefold()
    return next((word for word in words if word.replace(" ", "") in plain), "total")


def _notes(source: Source) -> tuple[Note, ...]:
    """Return for each kind of row that is no record how many there are, and in which rows the first of them stand."""
    number = "source_row" if source.raw.numbered else f"{source.relation}.rowid + {source.raw.first_row}"
    counted = source.run(
        f"SELECT kind, COUNT(*), LIST({number} ORDER BY line)[:{NOTED_ROWS}] FROM no_records "
        f"JOIN {source.relation} ON {source.relation}.rowid = line GROUP BY kind ORDER BY kind"
    )
    return tuple((kind, _counted(count, rows)) for kind, count, rows in counted)


def titles(raw: Raw) -> tuple[Note, ...]:
    """Return what is to be told of the rows above the headers."""
    return (("skipped_title", _counted(len(raw.titles), list(raw.titles)[:NOTED_ROWS])),) if raw.titles else ()


def _counted(count: int, rows: list[int]) -> dict[str, object]:
    return {"count": count, "rows": ", ".join(map(str, rows)) + (" …" if count > len(rows) else "")}
