"""The page about the built-in schemes, made from their documents: ``python -m shuke.scheme.gallery``."""

from __future__ import annotations

import sys

from shuke.scheme.model import Scheme
from shuke.scheme.parse import library_ids, parse, scheme_text
from shuke.scheme.sentences import sentences

HEAD = """# Built-in schemes

<!-- Made from the documents by `python -m shuke.scheme.gallery`; do not edit. -->

Each is one document; `shuke scheme show ID` reads it aloud, `shuke scheme show ID --as document` prints it, and
`shuke scheme new FILE --from ID` starts one of your own from it
(see [Write a scheme of your own](../how-to/own-scheme.md)).

| scheme | gives | groups |
|---|---|---|
"""


def page() -> str:
    """Return the page as Markdown."""
    schemes = [parse(*scheme_text(name))[0] for name in library_ids()]
    parts = [HEAD + "\n".join(_row(scheme) for scheme in schemes) + "\n"]
    parts += [_section(scheme) for scheme in schemes]
    return "\n".join(parts)


def _row(scheme: Scheme) -> str:
    name = scheme.scheme
    results = ", ".join(f"`{column}`" for column in scheme.results)
    return f"| [`{name}`](#{name}) {scheme.title.en} · {scheme.title.zh} | {results} | {_groups(scheme)} |"


def _groups(scheme: Scheme) -> str:
    if scheme.main in scheme.groups:
        return ", ".join(group.name for group in scheme.groups[scheme.main])
    return "numbered" if scheme.main in {"cell", "cluster"} else "digits"


def _section(scheme: Scheme) -> str:
    lines = [f"## {scheme.scheme}", "", f"**{scheme.title.en} · {scheme.title.zh}**", ""]
    if scheme.source:
        lines += [f"Source: {scheme.source}", ""]
    if scheme.extends:
        lines += [f"Extends [`{scheme.extends}`](#{scheme.extends}).", ""]
    return "\n".join([*lines, *(f"* {sentence}" for sentence in sentences(scheme, "en")), ""])


if __name__ == "__main__":
    sys.stdout.write(page())
