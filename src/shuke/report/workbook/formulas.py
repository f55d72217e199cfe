"""Formulas in plain functions that Excel 2010 and later, WPS and LibreOffice all know."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuke.report.workbook.customers import Part

PLACES = 6
# So many decimals of a sum are told apart; behind them binary arithmetic has its rounding.
FINE = 12


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

    def value(self, col: int, *, blank: bool = False) -> str:
        """Return the customer's value in a column of the customers sheets, empty while unknown.

        ``blank``: the cell can be empty, which a reference alone would give as 0.
        """
        formula = '""'
        for part, row in reversed(list(zip(self.parts, self.rows, strict=True))):
            found = f"INDEX({column(part, col, header=True)},{row})"
            found = f'IF({found}="","",{found})' if blank else found
            formula = f"IF({row}>0,{found},{formula})"
        return f"={formula}"


def number(value: Decimal | int) -> str:
    """Return a number as a constant in a formula."""
    return f"{Decimal(value):f}"


def step_score(value: str, bounds: str, scores: str, best: str) -> str:
    """Return the score of a value: bounds stand from the best end on, each score behind its bound, the last alone."""
    return f"INDEX({scores},1+SUMPRODUCT(--({bounds}{'>' if best == 'high' else '<'}{value})))"


def nested_score(value: str, key: str, keys: str, bounds: str, best: str) -> str:
    """Return the score of a value inside the group that ``key`` names: one more than the bounds it reaches there."""
    reached = f"({bounds}{'<=' if best == 'high' else '>='}{value})"
    return f"1+SUMPRODUCT(({keys}={key})*ISNUMBER({bounds})*{reached})"


def clamped(formula: str, at_least: str | None, at_most: str | None) -> str:
    """Return a formula kept between two cells, where there are any."""
    if at_least is not None:
        formula = f"MAX({formula},{at_least})"
    return formula if at_most is None else f"MIN({formula},{at_most})"


def or_else(value: str, formula: str, instead: str) -> str:
    """Return a formula over a value that may be missing."""
    return f"IF(ISNUMBER({value}),{formula},{instead})"


def reaches(total: str, floor: Decimal) -> str:
    """Return the condition that a sum computed in binary is at least a floor that is exact."""
    return f"ROUND({number(floor)}-({total}),{FINE})<=0"


def first_that_holds(names: str, holds: str) -> str:
    """Return the first name whose condition holds; empty where none does."""
    return f'IFERROR(INDEX({names},MATCH(1,{holds},0)),"")'
