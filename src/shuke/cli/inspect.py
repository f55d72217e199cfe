"""``shuke inspect``: what would be read, and nothing changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.reading import reads
from shuke.cli.shared import Language, Sources, language, say
from shuke.locale import text

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading


@reads
def inspect(
    sources: Sources,
    reading: Reading,
    lang: Language = None,
    save_profile: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write down what was decided, as a mapping profile for the next export."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show headers, what each column is taken for, what is open, and the problems that would be met."""
    from shuke.cli.inspection_shown import lines
    from shuke.cli.questions import answer_of
    from shuke.cli.shaping import profile_of
    from shuke.ingest.profile.writing import save_profile as write_profile
    from shuke.inspection import document, inspected

    spoken = language(lang)
    found = []
    for one in inspected(sources, reading, answer_of(spoken) if save_profile else lambda _: None):
        found.append(one)
        if not as_json:
            for line in lines(one, spoken):
                say(line)
    if as_json:
        say(json.dumps([document(one, spoken) for one in found], ensure_ascii=False, indent=2))
    if any(one.stopped for one in found):
        raise typer.Exit(3)
    if save_profile is not None:
        write_profile(profile_of(found, reading), save_profile, spoken)
        if not as_json:
            say(text("terminal.inspect.profile_saved", spoken, file=save_profile))
