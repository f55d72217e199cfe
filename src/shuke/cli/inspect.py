"""``shuke inspect``: what would be read, and nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from shuke.cli.reading import reads
from shuke.cli.shared import Language, Sources, language, say

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading


@reads
def inspect(sources: Sources, reading: Reading, lang: Language = None) -> None:
    """Show encoding, header row, what each column is taken for, and the problems that would be met."""
    from shuke.cli.inspection import inspection

    problems = False
    spoken = language(lang)
    for line, bad in inspection([*sources], reading, spoken):
        say(line)
        problems = problems or bad
    if problems:
        raise typer.Exit(3)
