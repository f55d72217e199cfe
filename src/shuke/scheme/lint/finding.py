"""What the linter finds: a stable code, a place, a sentence and what to do about it, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from shuke.errors import Where
from shuke.locale import LANGUAGES, knows, text
from shuke.scheme.lint.codes import CODES

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Phrase:
    """A piece of a sentence that each language says its own way: a catalogue key and its figures."""

    key: str
    figures: Mapping[str, object] = field(default_factory=dict)

    def render(self, lang: str) -> str:
        """Return the piece in words."""
        return text(self.key, lang, **{name: said(value, lang) for name, value in self.figures.items()})


@dataclass(frozen=True)
class Finding:
    """One thing that is found in a scheme; ``key`` names its sentences in the catalogue ``lint``."""

    code: str
    severity: Severity
    key: str
    where: Where
    figures: Mapping[str, object] = field(default_factory=dict)

    def message(self, lang: str) -> str:
        """Return what is found, in one sentence or two."""
        spoken = text(f"lint.{self.key}.what", lang, **self._said(lang))
        caution = self.figures.get("caution")
        return spoken + text("lint.gap", lang) + said(caution, lang) if caution else spoken

    def fix(self, lang: str) -> str:
        """Return what to do about it."""
        return text(f"lint.{self.key}.do", lang, **self._said(lang))

    def render(self, lang: str) -> str:
        """Return two lines: the place, the code and what is found; then what to do."""
        severity = text(f"lint.severity.{self.severity}", lang)
        place, message = self.where.render(lang), self.message(lang)
        return text("lint.head", lang, place=place, code=self.code, severity=severity, message=message) + (
            f"\n{self.fix(lang)}"
        )

    def document(self) -> dict[str, Any]:
        """Return the finding for programs: plain values, the sentences in every language."""
        return {
            "code": self.code,
            "severity": self.severity,
            "key": self.key,
            "line": self.where.line,
            "column": self.where.position,
            "message": {lang: self.message(lang) for lang in LANGUAGES},
            "fix": {lang: self.fix(lang) for lang in LANGUAGES},
        }

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The place among the findings of a document: by line, position, code."""
        return self.where.line or 0, self.where.position or 0, self.code, self.message("en")

    def _said(self, lang: str) -> dict[str, str]:
        return {name: said(value, lang) for name, value in self.figures.items()}


def said(value: object, lang: str) -> str:
    """Return a figure in words: lists joined, numbers without trailing zeros."""
    if isinstance(value, Phrase):
        return value.render(lang)
    if isinstance(value, tuple | list):
        return text("lint.join", lang).join(said(one, lang) for one in value)
    return plain(value) if isinstance(value, Decimal) else str(value)


def plain(value: Decimal) -> str:
    """Return a number without trailing zeros or an exponent; an infinite one by its sign."""
    if value.is_infinite():
        return "−∞" if value < 0 else "∞"
    return f"{value.normalize():f}" if value else "0"


def named(name: str) -> Phrase | str:
    """Return a metric's, score's or column's title with its name, or the name alone where there is no title."""
    for kind in ("metric", "column"):
        if knows(f"words.{kind}.{name}"):
            return Phrase("lint.titled", {"title": Phrase(f"words.{kind}.{name}"), "name": name})
    return name


def finding(key: str, where: Where, **figures: object) -> Finding:
    """Return the finding that a key of the table of codes stands for."""
    code, severity = CODES[key]
    return Finding(code, severity, key, where, {name: value for name, value in figures.items() if value is not None})
