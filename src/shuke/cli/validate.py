"""``shuke validate``: whether the groups of a kept rating are different, stable, usable, and what salespeople say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.questions import settled
from shuke.cli.reading import reads
from shuke.cli.shared import Language, language, say

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading
    from shuke.validation import Validation


@reads
def validate(
    folder: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="A folder that shuke score wrote.")],
    reading: Reading,
    later: Annotated[
        list[Path] | None,
        typer.Option(metavar="SOURCE", help="Sales that go on after the as-of date. Repeatable."),
    ] = None,
    verdicts: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A table with customer_id and what people call the customer.")
    ] = None,
    resamples: Annotated[
        int, typer.Option(metavar="N", help="How often customers are drawn anew and grouped again; 0: not at all.")
    ] = 50,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write validation.json to this folder.")] = None,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell whether groups differ, also in what came later, whether they are stable and usable, and what people say."""
    from shuke.cli.validate_shown import validated
    from shuke.validation import Asked
    from shuke.validation import validate as look
    from shuke.validation.told import document, save

    spoken = language(lang)

    def run(reading: Reading) -> tuple[Validation, list[Path]]:
        found = look(folder, Asked(list(later) if later else None, verdicts, resamples, reading))
        return found, save(found, out) if out is not None else []

    found, written = settled(run, reading, spoken)
    if as_json:
        say(json.dumps(document(found), ensure_ascii=False, indent=2))
    else:
        say("\n".join(validated(found, written, spoken)))
