"""Rules of a scheme as spreadsheet conditions over the cells that hold what they look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from shuke.report.workbook.formulas import number, quoted, reaches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from shuke.scheme.model import Group, Range, Rule, Test


def condition(
    group: Group, cells: Mapping[str, str], texts: Collection[str], total: str | None, codes: str | None
) -> str:
    """Return the condition of a group alone, as if none came before it.

    ``cells`` hold the names that rules look at; ``texts`` are those whose values are texts; ``total`` is the sum
    that floors are compared with, and ``codes`` the cell with the group's list of codes.
    """
    if group.at_least is not None and total is not None:
        return reaches(total, group.at_least)
    if group.when is not None:
        return rule(group.when, cells, texts)
    if group.codes and codes is not None:
        return f'ISNUMBER(FIND(","&{cells["code"]}&",",{codes}))'
    return "TRUE"


def rule(asked: Rule, cells: Mapping[str, str], texts: Collection[str]) -> str:
    """Return the condition of a rule: one alternative must hold, and of it every test."""
    alternatives = [
        _all(test(cells[name], one, text=name in texts) for name, one in tests.items()) for tests in asked.any
    ]
    return alternatives[0] if len(alternatives) == 1 else f"OR({','.join(alternatives)})"


def test(cell: str, asked: Test, *, text: bool) -> str:
    """Return the condition that the value of a cell passes; an empty cell passes only ``missing``."""
    if asked.given:
        return "TRUE" if asked.missing else f'{cell}<>""'
    parts = [f"EXACT({cell},{quoted(value)})" for value in asked.texts] if text else []
    if not text:
        parts = [f"AND(ISNUMBER({cell}),{between(cell, one)})" for one in asked.ranges]
    if asked.missing:
        parts.append(f'{cell}=""')
    if not parts:
        return "FALSE"
    return parts[0] if len(parts) == 1 else f"OR({','.join(parts)})"


def between(cell: str, span: Range) -> str:
    """Return the condition that the number of a cell lies in an interval."""
    if span.low is not None and span.low == span.high:
        return f"{cell}={number(span.low)}"
    parts = []
    if span.low is not None:
        parts.append(f"{cell}{'>=' if span.low_closed else '>'}{number(span.low)}")
    if span.high is not None:
        parts.append(f"{cell}{'<=' if span.high_closed else '<'}{number(span.high)}")
    return ",".join(parts) or "TRUE"


def _all(parts: Iterable[str]) -> str:
    found = list(parts)
    return found[0] if len(found) == 1 else f"AND({','.join(found)})"
