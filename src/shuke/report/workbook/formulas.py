"""Formulas in plain functions that Excel 2010 and later, WPS and LibreOffice all know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuke.report.workbook.customers import Part

PLACES = 6


def cell(row: int, col: int, fix: Literal["both", "row", "col"] = "both") -> str:
    """Return the name of a cell, absolute in both directions or one: ``$B$4``, ``B$4``, ``$B4``."""
    return str(xl_rowcol_to_cell(row, col, row_abs=fix != "col", col_abs=fix != "row"))


def cells(first_row: int, first_col: int, last_row: int, last_col: int) -> str:
    """Return the absolute name of a range: ``$B$4:$B$9``."""
    return str(xl_range_abs(first_row, first_col, last_row, last_col))


def quoted(words: str) -> str:
    """Return a text as a constant in a formula."""
    return '"' + words.replace('"', '""') + '"'


def column(part: Part, col: int, *, header: bool = False) -> str:
    """Return a customers sheet's column as a range, with or without its header row."""
    last = max(part.customers, 1)
    return f"'{part.name}'!{cells(0 if header else 1, col, last, col)}"


def row_of(part: Part, wanted: str) -> str:
    """Return the row at which a customers sheet has an id, 0 when it has not.

    EXACT takes ``ab`` and ``AB`` for two customers and ``*`` for a star, which MATCH does not.
    """
    if not part.customers:
        return "0"
    ids = column(part, 0)
    return f"SUMPRODUCT(EXACT({ids},{wanted})*ROW({ids}))"


@dataclass(frozen=True)
class Lookup:
    """The cells that hold, per customers sheet, the row of the wanted customer."""

    parts: Sequence[Part]
    rows: Sequence[str]

    @property
    def missing(self) -> str:
        """The condition that no customers sheet has the wanted customer."""
        return f"{'+'.join(self.rows)}=0"

    def when_found(self, formula: str) -> str:
        """Return a formula that stays empty while the customer is unknown."""
        return f'=IF({self.missing},"",{formula})'

    def value(self, col: int) -> str:
        """Return the customer's value in a column of the customers sheets, empty while unknown."""
        formula = '""'
        for part, row in reversed(list(zip(self.parts, self.rows, strict=True))):
            formula = f"IF({row}>0,INDEX({column(part, col, header=True)},{row}),{formula})"
        return f"={formula}"


def score(value: str, bounds: str, best: str) -> str:
    """Return the score of a value: one more than the break values it reaches; text is never reached."""
    return f"1+SUMPRODUCT(ISNUMBER({bounds})*({bounds}{'<=' if best == 'high' else '>='}{value}))"


def composite(weights: str, scores: str) -> str:
    """Return the weighted sum."""
    return f"ROUND(SUMPRODUCT({weights},{scores}),{PLACES})"


def tier(names: str, floors: str | None, total: str) -> str:
    """Return the first name whose floor the composite reaches: it follows all those not reached."""
    if floors is None:
        return f"INDEX({names},1)"
    return f"INDEX({names},1+SUMPRODUCT(--(ROUND({floors}-{total},{PLACES})>0)))"
