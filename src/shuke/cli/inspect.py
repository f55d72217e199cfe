"""``shuke inspect``: what would be read, and nothing changed."""

from __future__ import annotations

import typer

from shuke.cli.questions import Decide, decisions
from shuke.cli.shared import DateFormat, Encoding, Language, Map, Sheet, Sources, Timezone, language, mapping, say


def inspect(
    sources: Sources,
    map_: Map = None,
    lang: Language = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    timezone: Timezone = None,
    date_format: DateFormat = None,
    decide: Decide = None,
) -> None:
    """Show encoding, header row, what each column is taken for, and the problems that would be met."""
    from shuke.cli.inspection import inspection
    from shuke.ingest.raw import Reading

    reading = Reading(
        mapping=mapping(map_),
        encoding=encoding,
        sheet=sheet,
        timezone=timezone,
        date_format=date_format,
        decisions=decisions(decide),
    )
    problems = False
    spoken = language(lang)
    for line, bad in inspection([*sources], reading, spoken):
        say(line)
        problems = problems or bad
    if problems:
        raise typer.Exit(3)
