"""Every sentence a person reads, in every language, from one set of JSON catalogues.

A key is ``topic.name``; the topic is the file: ``text("words.metric.frequency", "zh")`` reads
``locale/zh/words.json``. Placeholders are written ``{name}``. What depends on whether a figure is one stands beside it
in both forms: ``{rows} {rows|row is|rows are} left``. The pages read the same files.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh")
# What is said of one and of several, by the figure that decides it.
FORMS = re.compile(r"\{(\w+)\|([^|{}]*)\|([^|{}]*)\}")


def text(key: str, lang: str, /, **figures: object) -> str:
    """Return the sentence under ``key`` in ``lang`` with its placeholders filled.

    Raises:
        KeyError: the catalogue has no such key; a test walks all of them.
    """
    topic, name = key.split(".", 1)
    template = catalogue(topic, lang)[name]
    return filled(template, figures) if figures else template


def filled(template: str, figures: Mapping[str, object]) -> str:
    """Return a template with its placeholders filled, in the forms for one or for several."""
    if "|" in template:
        template = FORMS.sub(lambda found: found[2] if str(figures[found[1]]) == "1" else found[3], template)
    return template.format_map(figures)


def knows(key: str) -> bool:
    """Tell whether the catalogues hold ``key``."""
    topic, name = key.split(".", 1)
    return name in catalogue(topic, LANGUAGES[0])


@cache
def catalogue(topic: str, lang: str) -> dict[str, str]:
    """Return one catalogue: flat keys to templates."""
    raw = files(__name__).joinpath(lang, f"{topic}.json").read_text(encoding="utf-8")
    return dict(_flat(json.loads(raw)))


def code(family: str, key: str) -> str | None:
    """Return the code of a message that the catalogues hold under ``key``, the same in every language.

    ``family`` is ``errors``, ``reasons`` (why a row is rejected) or ``notes`` (what was done or should be known).
    """
    return _codes()[family].get(key)


def key_of(family: str, code_: str | None) -> str | None:
    """Return the first key of a family that has a code; None where none has."""
    return next((key for key, known in _codes()[family].items() if known == code_), None)


@cache
def _codes() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(files(__name__).joinpath("codes.json").read_text(encoding="utf-8"))
    return found


def preferred_language(environ: os._Environ[str] | dict[str, str] | None = None) -> str:
    """Return the language the environment asks for: ``SHUKE_LANG``, then the POSIX locale, else English."""
    environ = os.environ if environ is None else environ
    for name in ("SHUKE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        wish = environ.get(name, "").lower()
        if wish:
            return "zh" if wish.startswith("zh") else "en"
    return "en"


def _flat(tree: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in tree.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{name}.")
        else:
            rows.append((prefix + name, value))
    return rows
