"""What data can leave open, and who decides: every question has a name, and its answers have names too.

A question is raised as ``Undecided`` where it is met. The answer comes in with ``Reading.decisions``: from
``--decide NAME=VALUE``, from a person at the terminal, or from a mapping profile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NoReturn

from shuke.errors import Undecided, UsageError, Where
from shuke.ingest.layout.region import FORM
from shuke.ingest.raw import Reading

# Decision -> the answers there are.
DECISIONS: Mapping[str, tuple[str, ...]] = {
    "statuses": ("exclude", "keep"),
    "overlap": ("union", "add"),
    "many-rejected": ("go-on", "stop"),
    "drift": ("go-on", "stop"),
    # A row is called a total, and its amount is not that of the rows above it: leave it out, or take it as a record.
    "total-rows": ("skip", "keep"),
    # Another table begins below or beside: read the first alone, or all rows and columns as one.
    "tables": ("first", "all"),
    # Several sheets of one workbook have the same headers.
    "sheets": ("all", "first"),
    # What the amounts are written in, where a header or a title says a unit, or all of them are whole hundreds.
    "amount-unit": ("yuan", "fen", "hundred", "thousand", "ten-thousand", "million", "hundred-million"),
    # One column per month: a row for each month, dated by its last or first day, or the columns as they are.
    "unpivot": ("month-end", "month-start", "keep"),
    # What encoding a text is in that is no Unicode and no GB18030.
    "encoding": ("gb18030", "big5", "shift-jis", "euc-kr", "windows-1252"),
    # What becomes of single bytes that are no characters.
    "stray-bytes": ("reject-rows", "keep-marked"),
    # Whether full-width commas set columns apart.
    "fullwidth-comma": ("delimiter", "text"),
    # Whether a point or a comma marks the decimals of amounts.
    "number-style": ("point", "comma"),
    # In which order dates write day, month and year.
    "date-order": ("ymd", "dmy", "mdy"),
    # Whether large whole numbers in a column of dates count seconds since 1970.
    "epoch": ("read", "reject"),
    # Whether amounts and dates in Chinese numerals are read; rejected unless somebody says so.
    "chinese-numerals": ("reject", "read"),
    # Which day a month or a quarter without one means; rejected unless somebody says so.
    "partial-dates": ("reject", "first-day", "last-day"),
    # What becomes of a few rows that are dated far ahead of all others, where no as-of date is given.
    "future-dates": ("reject", "keep"),
    # What numbers mean that stand beside percentages in a column of a customer's attribute: 0.35 or 35.
    "rate-scale": ("share", "percent"),
}
# Decision -> the form of its answers, where they cannot be listed.
FREE: Mapping[str, str] = {
    # The row of the headers, two rows as 3-4, or none.
    "header": r"none|[1-9][0-9]{0,6}(-[1-9][0-9]{0,6})?",
    # The part of the sheet to read, B3:F120 or B:F or 3:120.
    "range": FORM,
    # The year of months that stand in the headers without one.
    "year": r"(19|20)[0-9]{2}",
}


# Those about the shape of the order lines, which say nothing of the tables beside them.
OF_LINES = frozenset({"header", "range", "tables", "total-rows", "amount-unit", "unpivot", "year"})


def beside(decisions: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that go for the tables beside the order lines too."""
    return {name: value for name, value in decisions.items() if name not in OF_LINES}


def decided(reading: Reading, name: str) -> str | None:
    """Return the answer that was given to a decision, or None."""
    if name not in reading.decisions:
        return None
    return reading.decisions[name]


def ask(name: str, key: str, where: Where, /, *, choices: Sequence[str] = (), **figures: object) -> NoReturn:
    """Stop with the question ``name``, told by the sentence ``errors.KEY``.

    ``choices`` are the likely answers where the answers cannot be listed.

    Raises:
        Undecided: always.
    """
    raise Undecided(key, name, choices or DECISIONS[name], where, **figures)


class Heard(dict[str, str]):
    """Answers, with a note of which of them were asked for."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        super().__init__(answers)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)


def valid(question: Undecided, choice: str) -> bool:
    """Tell whether a choice is an answer as it stands, not only the form of one."""
    free = FREE.get(question.decision) if question.option == "decide" else None
    return free is None or re.fullmatch(free, choice) is not None


def check_decisions(decisions: Mapping[str, str]) -> None:
    """Pass answers to questions that exist.

    Raises:
        UsageError: there is no such question, or no such answer to it.
    """
    for name, value in decisions.items():
        if name in FREE:
            if not re.fullmatch(FREE[name], value):
                raise UsageError("decision_malformed", name=name, value=value, known=FREE[name])
            continue
        if name not in DECISIONS:
            raise UsageError("decision_unknown", name=name, known=", ".join([*DECISIONS, *FREE]))
        if value not in DECISIONS[name]:
            raise UsageError("decision_malformed", name=name, value=value, known=", ".join(DECISIONS[name]))


def with_answer(reading: Reading, question: Undecided, answer: str) -> Reading:
    """Return the settings with an answer among them, where its option would have put it."""
    if question.option == "map":
        return replace(reading, mapping={**reading.mapping, question.decision: answer})
    return replace(reading, decisions={**reading.decisions, question.decision: answer})
