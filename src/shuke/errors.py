"""The errors a user can cause, each with what is wrong, where, and what to do.

::

    ShukeError                exit 1   status 500
    ├── BrokenPromise         exit 1   status 500   a bug of ours: an identity does not hold
    ├── UsageError            exit 2   status 400   wrong options
    │   └── NotFound          exit 2   status 404   there is nothing of that name, or not for whoever asks
    ├── DataError             exit 3   status 422   the data cannot be used
    │   └── Undecided         exit 3   status 422   the data can be read in several ways: a question
    └── SchemeError           exit 4   status 422   the scheme is wrong, or asks for data that was not given

One renderer serves the terminal, JSON and pages: the sentences stand in ``locale/*/errors.json`` under the
error's key, as ``KEY.what`` and ``KEY.do``. Values of personal columns never enter ``figures``; should one get there,
or stand in a header, everything that has a personal shape is starred when the message is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from shuke.locale import code, knows, preferred_language, text
from shuke.shapes import scrub

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True)
class Where:
    """The place of a problem as a person finds it: file, sheet, row, column; line and position in a scheme.

    ``letter`` is the column's letter in a spreadsheet, shown behind its header.
    """

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None
    position: int | None = None
    letter: str | None = None

    def render(self, lang: str) -> str:
        """Return the place in words, parts joined by a middle dot; empty when nothing is known."""
        parts = [visible(self.file)] if self.file else []
        for name in ("sheet", "row", "column", "line"):
            value = getattr(self, name)
            if name == "line" and value is not None and self.position is not None:
                value = f"{value}:{self.position}"
            if value is not None:
                value = _scrubbed(visible(str(value)))
                shown = text(f"errors.where.{name}", lang, value=value)
                parts.append(f"{shown} ({self.letter})" if name == "column" and self.letter else shown)
        return " · ".join(parts)


def visible(name: str) -> str:
    """Return a name from outside with what would act on the line it is printed in written as an escape.

    Control characters, marks that turn the direction of writing, and bytes that are no characters.
    """
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", name)


class ShukeError(Exception):
    """The root: a sentence by key, its figures, and the place."""

    exit_code = 1
    http_status = 500

    def __init__(self, key: str, where: Where | None = None, /, **figures: object) -> None:
        super().__init__(key)
        self.key = key
        self.where = where or Where()
        self.figures = figures
        # How options are named to whoever sees it; by itself as at a prompt.
        self.terms: Callable[[str], str] | None = None

    @property
    def code(self) -> str | None:
        """The short code of the message, the same in every language; None where there is none."""
        return code("errors", self.key)

    def render(self, lang: str) -> str:
        """Return one to three lines: the code, what is wrong and where, then what to do."""
        place = " · ".join(part for part in (self.code, self.where.render(lang)) if part)
        what, hint = self.what(lang), self.hint(lang)
        lines = [f"{place}: {what}" if place else what]
        told = "\n".join(lines if hint is None else [*lines, hint])
        return told if self.terms is None else self.terms(told)

    def what(self, lang: str) -> str:
        """Return what is wrong, without its place and code."""
        figures = {name: _worded(name, _scrubbed(value), lang) for name, value in self.figures.items()}
        return text(f"errors.{self.key}.what", lang, **figures)

    def hint(self, lang: str) -> str | None:
        """Return what to do about it, where there is something."""
        return self.told("do", lang) if knows(f"errors.{self.key}.do") else None

    def told(self, part: str, lang: str) -> str:
        """Return one of the sentences of the error by its name: ``do``, or ``here`` for whoever has no terminal."""
        return text(f"errors.{self.key}.{part}", lang, **{name: _scrubbed(one) for name, one in self.figures.items()})

    def __str__(self) -> str:
        return self.render(preferred_language())


def _scrubbed(value: object) -> object:
    return scrub(value) if isinstance(value, str) else value


def _worded(name: str, value: object, lang: str) -> object:
    """Return canonical column names in the reader's words, the name itself behind them; of words by language, one."""
    if isinstance(value, Mapping):
        return value[lang]
    if name == "missing" and isinstance(value, list):
        return ", ".join(str(_worded("name", part, lang)) for part in value)
    if name == "name" and knows(f"words.canonical.{value}"):
        return f"{text(f'words.canonical.{value}', lang)} ({value})"
    return value


class BrokenPromise(ShukeError):  # noqa: N818 - named for what it is
    """An identity that must hold does not: a bug of ours, told instead of a wrong figure."""


def ensure(condition: bool, what: str) -> None:
    """Pass when a promise holds; unlike ``assert`` it is there under ``python -O`` too.

    Raises:
        BrokenPromise: it does not hold.
    """
    if not condition:
        raise BrokenPromise("broken_promise", promise=what)


class UsageError(ShukeError):
    """The options or their combination cannot be meant."""

    exit_code = 2
    http_status = 400


class NotFound(UsageError):  # noqa: N818 - named for what it is
    """There is nothing of that name, or nothing that whoever asks may see; both are told in the same words."""

    http_status = 404


class UsageErrors(UsageError):  # noqa: N818 - named for what it is
    """Several problems of one document that says how to read, collected and shown together."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("profile_problems", count=len(problems))
        self.problems = list(problems)

    def render(self, lang: str) -> str:
        """Return the problems one after another, in the order of their places."""
        return _together(self.problems, lang)

    def what(self, lang: str) -> str:
        """Return the problems, each with its place and what to do."""
        return _together(self.problems, lang)

    def do(self, lang: str) -> str | None:
        """Return nothing more: each problem has said it."""
        del lang
        return None


class DataError(ShukeError):
    """The data cannot be used as it is."""

    exit_code = 3
    http_status = 422


class Undecided(DataError):  # noqa: N818 - named for what it is
    """The data can be read in several ways that give different figures; the decision's name says which is asked.

    A terminal asks; everywhere else the run stops, and names the option that decides: ``--decide NAME=VALUE``, or
    ``--map NAME=HEADER`` where a column is asked for. ``hints`` say of each choice, in words of the catalogue
    ``decisions``, why it is one.
    """

    def __init__(
        self,
        key: str,
        decision: str,
        choices: Sequence[str],
        where: Where | None = None,
        option: Literal["decide", "map"] = "decide",
        hints: Sequence[tuple[str, Mapping[str, object]]] = (),
        /,
        **figures: object,
    ) -> None:
        options = " | ".join(f"--{option} {_quoted(f'{decision}={choice}')}" for choice in choices)
        super().__init__(key, where, decision=decision, options=options, **figures)
        self.decision = decision
        self.choices = tuple(choices)
        self.option = option
        self.hints = tuple(hints)

    def choice(self, number: int, lang: str) -> str:
        """Return one choice (counted from 0) in words, the word to be given as the answer behind it."""
        given = self.choices[number]
        if number < len(self.hints):
            key, figures = self.hints[number]
            return f"{text(f'decisions.{key}', lang, **figures)} ({given})"
        meaning = f"decisions.{self.decision}.{given}"
        return f"{text(meaning, lang)} ({given})" if knows(meaning) else given


def _quoted(word: str) -> str:
    """Return a word as it is written at a prompt: in quotes where the shell would take it apart."""
    return f'"{word}"' if re.search(r"[\s()|&;<>*?$`'\\!]", word) else word


class SchemeError(ShukeError):
    """The scheme is wrong, or asks for data that was not given."""

    exit_code = 4
    http_status = 422


class Problem(Protocol):
    """What can be told of a scheme: an error of its form, or a finding of its lint."""

    @property
    def key(self) -> str:
        """The name of its sentences."""

    @property
    def where(self) -> Where:
        """Its place in the document."""

    def render(self, lang: str) -> str:
        """Return it in words, the place first."""


class SchemeErrors(SchemeError):  # noqa: N818 - named for what it is
    """Several problems of one scheme, collected and shown together."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("scheme_problems", count=len(problems))
        self.problems = list(problems)

    def render(self, lang: str) -> str:
        """Return the problems one after another, in the order of their places."""
        return _together(self.problems, lang)

    def what(self, lang: str) -> str:
        """Return the problems, each with its place and what to do."""
        return _together(self.problems, lang)

    def do(self, lang: str) -> str | None:
        """Return nothing more: each problem has said it."""
        del lang
        return None


def _together(problems: Sequence[Problem], lang: str) -> str:
    ordered = sorted(problems, key=lambda problem: (problem.where.line or 0, problem.where.position or 0))
    return "\n".join(problem.render(lang) for problem in ordered)
