"""``shuke compare``: who moved up or down since last time, from where to where, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.shared import Language, language, say


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD_OUT_DIR", help="The earlier result of shuke score.")],
    new: Annotated[Path, typer.Argument(metavar="NEW_OUT_DIR", help="The later result of shuke score.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the list of who moved and a summary to this folder.")
    ] = None,
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", help="csv, xlsx or parquet. Repeatable; default: parquet and xlsx."),
    ] = None,
    lang: Language = None,
) -> None:
    """Compare two results: who was promoted, demoted, came or went, with how much money, and why."""
    from shuke.cli.compare_shown import compared
    from shuke.errors import UsageError
    from shuke.movement import compare as found_between
    from shuke.result import known_formats

    spoken = language(lang)
    known_formats(format_ or ())
    if format_ and out is None:
        raise UsageError("compare_format_without_out")
    with steps(spoken) as step:
        found = found_between(old, new, step)
        try:
            step("write")
            written = found.save(out, format_, spoken) if out is not None else []
        except BaseException:
            found.close()
            raise
    say("\n".join(compared(found, written, spoken)))
    found.close()
