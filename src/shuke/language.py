"""The language that somebody asks for."""

from __future__ import annotations

from shuke.errors import UsageError
from shuke.locale import LANGUAGES, preferred_language


def language(lang: str | None) -> str:
    """Return the language to speak.

    Raises:
        UsageError: it is not one of the product's languages.
    """
    if lang is None:
        return preferred_language()
    if lang not in LANGUAGES:
        raise UsageError("language_unknown", value=lang, known=", ".join(LANGUAGES))
    return lang
