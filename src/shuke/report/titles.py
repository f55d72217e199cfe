"""What everything in a report is called, in every language: the scheme's own titles before the catalogue's."""

from __future__ import annotations

from shuke.locale import LANGUAGES
from shuke.rating import ALWAYS
from shuke.scheme.model import Scheme
from shuke.scheme.spoken.names import column, worded


def titles(scheme: Scheme) -> dict[str, dict[str, str]]:
    """Return the titles of the metrics, scores, composite and results of a scheme, and of its exclusions."""
    names = [*ALWAYS, *scheme.metrics, *scheme.scores, *scheme.results]
    names += [scheme.composite.name] if scheme.composite else []
    found = {name: {lang: column(name, lang, scheme) for lang in LANGUAGES} for name in dict.fromkeys(names)}
    for one in scheme.exclude:
        if one.title is not None:
            found[one.exclude] = {lang: worded(one.title, lang) for lang in LANGUAGES}
    return found
