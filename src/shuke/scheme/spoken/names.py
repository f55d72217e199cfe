"""Numbers, names and lists as they are said: exact, without trailing zeros, by their titles where there are any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Context, Decimal
from string import Formatter

from shuke.locale import knows, text
from shuke.scheme.builtin import figure
from shuke.scheme.model import Period, Scheme, Words

WIDE = Context(prec=80)
BETWEEN = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9<>=≥≤]|[A-Za-z0-9%][\u4e00-\u9fff]")


def said(key: str, lang: str, /, **figures: object) -> str:
    """Return a sentence of the catalogue of sentences.

    In Chinese a space parts a figure from the text where a Latin letter or a digit would touch a character.
    """
    if lang != "zh" or not figures:
        return text(f"sentences.{key}", lang, **figures)
    line = ""
    for plain, name, _, _ in Formatter().parse(text(f"sentences.{key}", lang)):
        line = _spaced(line, plain)
        line = _spaced(line, str(figures[name])) if name is not None else line
    return line


def _spaced(left: str, right: str) -> str:
    return f"{left} {right}" if BETWEEN.search(left[-1:] + right[:1]) else left + right


def number(value: Decimal | int) -> str:
    """Return a number exactly as it is, without trailing zeros and without an exponent."""
    plain = f"{Decimal(value).normalize(WIDE):f}"
    return "0" if plain == "-0" else plain


def percent(share: Decimal) -> str:
    """Return a share as a percentage, exactly."""
    return f"{number(share * 100)} %"


def worded(words: Words, lang: str) -> str:
    """Return words in one language."""
    return words.zh if lang == "zh" else words.en


def column(name: str, lang: str, scheme: Scheme | None = None) -> str:
    """Return the title of a column: the scheme's own, else the catalogue's, else the name itself."""
    own = _own_title(scheme, name) if scheme is not None else None
    if own is not None:
        return worded(own, lang)
    for topic in ("column", "metric"):
        if knows(f"words.{topic}.{name}"):
            return text(f"words.{topic}.{name}", lang)
    return name


def metric(scheme: Scheme, name: str, lang: str) -> str:
    """Return a metric as it stands inside a sentence: no capital at its beginning."""
    title = column(name, lang, scheme)
    # Only a word of one capital is made small: a title such as "RFM index" keeps its letters.
    first = title.split(" ")[0]
    return title[0].lower() + title[1:] if first[1:].islower() else title


def unit(scheme: Scheme, name: str, lang: str) -> str:
    """Return the unit that is said behind a number of a metric; empty for most."""
    known = figure(scheme, name)
    return said("unit.days", lang) if known is not None and known.kind == "days" else ""


def listed(parts: Sequence[str], lang: str, how: str = "and") -> str:
    """Return parts as one list, the last joined by ``and`` or ``or``."""
    if len(parts) < 2:
        return "".join(parts)
    return said(f"list.{how}", lang, first=said("list.comma", lang).join(parts[:-1]), last=parts[-1])


def joined(sentences: Sequence[str], lang: str) -> str:
    """Return sentences one behind the other."""
    line = sentences[0]
    for sentence in sentences[1:]:
        line = said("list.sentence", lang, first=line, last=sentence)
    return line


def period(days: Period, lang: str) -> str:
    """Return a period as it stands inside a sentence."""
    if days.months:
        return said("span.month" if days.months == 1 else "span.months", lang, months=days.months)
    if days.days:
        return said("span.day" if days.days == 1 else "span.days", lang, days=days.days)
    if days.first:
        return said("span.dates", lang, first=days.first, last=days.last)
    return said("span.all", lang)


def _own_title(scheme: Scheme, name: str) -> Words | None:
    if name in scheme.own:
        return scheme.own[name].title
    if name in scheme.scores:
        return scheme.scores[name].title
    return scheme.composite.title if scheme.composite is not None and scheme.composite.name == name else None
