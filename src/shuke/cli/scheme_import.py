"""``shuke scheme import``: someone else's map, pasted as a table, becomes a linted scheme."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say

MOST_READ = 2_000_000


def import_(
    source: Annotated[str, typer.Argument(metavar="FILE|-", help="The pasted table; - reads it from standard input.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The scheme to write; default: print it.")] = None,
    scores: Annotated[int | None, typer.Option(metavar="N", help="How many scores each figure has, e.g. 5.")] = None,
    best: Annotated[str | None, typer.Option(metavar="high|low", help="Which end of the scores is the best.")] = None,
    scheme_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="The scheme's id.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="The scheme's title.")] = None,
    lang: Language = None,
) -> None:
    """Turn a pasted table of segments into a scheme, linted before it is written."""
    from shuke.errors import UsageError, Where
    from shuke.locale import text
    from shuke.scheme.importing import decode, import_map, slug

    spoken = language(lang)
    if out is not None and out.exists():
        raise UsageError("file_exists", Where(file=str(out)))
    data, name = _read(source)
    wanted = scheme_id or slug(out.name if out is not None else "" if source == "-" else name)
    made = import_map(
        decode(data, name),
        name,
        scores=scores,
        best=best,
        scheme_id=wanted,
        title=title or wanted,
        source=text("importing.pasted", spoken) if source == "-" else name,
        file=out.name if out is not None else None,
        lang=spoken,
    )
    lines = made.said(spoken)
    if made.findings:
        lines.append(text("importing.findings", spoken))
        lines += ["  " + finding.render(spoken).replace("\n", "\n    ") for finding in made.findings]
    if out is None:
        say(made.text.rstrip("\n"))
        for line in lines:
            typer.echo(line, err=True)
        return
    _write(out, made.text)
    found = made.survey
    figures = {
        "names": len(found.named),
        "cells": len(made.scale.cells),
        "unnamed": len(found.unnamed),
        "overlapping": len(found.overlapping),
    }
    for line in [text("importing.done", spoken, file=out, **figures), *lines]:
        say(line)


def _read(source: str) -> tuple[bytes, str]:
    """Return the bytes of the map and the name to show for it."""
    from shuke.errors import UsageError, Where

    if source == "-":
        return sys.stdin.buffer.read(MOST_READ), "stdin"
    path = Path(source)
    try:
        with path.open("rb") as file:
            return file.read(MOST_READ), path.name
    except (FileNotFoundError, IsADirectoryError):
        raise UsageError("file_not_found", Where(file=source)) from None
    except OSError as error:
        raise UsageError("file_not_readable", Where(file=source), problem=error.strerror or "") from None


def _write(out: Path, content: str) -> None:
    """Write a new file, whole or not at all; a file that is there meanwhile is left alone."""
    from shuke.errors import UsageError, Where

    try:
        handle, temporary = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(content)
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
            # A link, unlike a renaming, never replaces what is there.
            os.link(temporary, out)
        finally:
            Path(temporary).unlink()
    except FileExistsError:
        raise UsageError("file_exists", Where(file=str(out))) from None
    except OSError as error:
        raise UsageError("file_not_written", Where(file=str(out)), problem=error.strerror or "") from None
