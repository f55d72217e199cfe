"""What several commands share: options, language, reading settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from shuke.errors import UsageError
from shuke.language import language
from shuke.locale import LANGUAGES, preferred_language

Sources = Annotated[
    list[Path], typer.Argument(metavar="SOURCE...", help="Files or folders: CSV, Excel, ODS, Parquet, zip.")
]
Language = Annotated[str | None, typer.Option("--lang", help="en or zh; default: the system's language.")]


def wanted_language(arguments: Sequence[str]) -> str:
    """Return the language asked for on the command line, as far as it can be told after an error."""
    for index, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else None
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in LANGUAGES:
            return value
    return preferred_language()


def mapping(pairs: Sequence[str] | None) -> dict[str, str]:
    """Return ``NAME=HEADER`` pairs as a mapping.

    Raises:
        UsageError: a pair has no equals sign, or an empty side.
    """
    found = {}
    for pair in pairs or ():
        name, _, header = pair.partition("=")
        if not name.strip() or not header.strip():
            raise UsageError("map_malformed", value=pair)
        found[name.strip()] = header.strip()
    return found


def values(pairs: Sequence[str] | None) -> dict[str, str]:
    """Return ``NAME=VALUE`` pairs as a mapping.

    Raises:
        UsageError: a pair is malformed.
    """
    found = {}
    for pair in pairs or ():
        name, sign, value = pair.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UsageError("missing_malformed", value=pair)
        found[name.strip()] = value.strip()
    return found


def say(line: str) -> None:
    """Print to standard output; a reader of the pipe who has gone ends the command quietly, as is their right."""
    try:
        typer.echo(line)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


__all__ = ["Language", "Sources", "language", "mapping", "say", "values", "wanted_language"]
