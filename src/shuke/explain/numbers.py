"""Figures as a person reads them: money with its sign and two places, others plain; sentences with their spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from string import Formatter

from shuke.locale import text
from shuke.scheme.builtin import figure
from shuke.scheme.model import Scheme, Words
from shuke.scheme.spoken.money import price
from shuke.stages.fitted import Value
from shuke.stages.rounding import WIDE

TOUCHING = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9<>=≥≤¥$€£]|[A-Za-z0-9%][\u4e00-\u9fff]")


def say(key: str, lang: str, /, **figures: object) -> str:
    """Return a sentence of an explanation; in Chinese a space parts a character from a letter or digit beside it."""
    if lang != "zh":
        return text(f"explain.{key}", lang, **figures)
    line = ""
    for plain, name, _, _ in Formatter().parse(text(f"explain.{key}", lang)):
        line = _joined(line, plain)
        line = _joined(line, str(figures[name])) if name is not None else line
    return line


def listed(parts: Sequence[str], lang: str) -> str:
    """Return parts as one list."""
    return say("comma", lang).join(parts)


def worded(words: Words | None, lang: str) -> str:
    """Return words in a language; nothing where there are none."""
    return "" if words is None else (words.zh if lang == "zh" else words.en)


def plain(value: Value) -> str:
    """Return a number without trailing zeros and without an exponent."""
    shown = f"{Decimal(value).normalize(WIDE):f}"
    return "0" if shown == "-0" else shown


def amount(scheme: Scheme, metric: str, value: Value | str | None, currency: str | None, lang: str) -> str:
    """Return a figure of a metric: money with its sign and two places, others plain, a missing one in words."""
    if value is None:
        return say("missing", lang)
    if isinstance(value, str):
        return value
    known = figure(scheme, metric)
    return price(Decimal(value), currency) if known is not None and known.kind == "money" else plain(value)


def _joined(left: str, right: str) -> str:
    return f"{left} {right}" if TOUCHING.search(left[-1:] + right[:1]) else left + right
