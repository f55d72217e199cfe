"""``shuke doctor``: what is wrong with an installation or a workspace, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.shared import Language, language, say

if TYPE_CHECKING:
    from shuke.doctor import Finding

MARKS = {"fine": "✓", "look": "!", "wrong": "✗"}


def doctor(
    workspace: Annotated[Path | None, typer.Argument(metavar="[WORKSPACE]", help="A workspace to look at too.")] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every file of the workspace and compare it with its hash.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    lang: Language = None,
) -> None:
    """Look whether everything that is installed works, and whether a workspace is sound; change nothing."""
    import json

    from shuke.doctor import examine

    spoken, found = language(lang), []
    for one in examine(workspace, whole=verify):
        found.append(one)
        if not as_json:
            say(_line(one, spoken))
    if as_json:
        told = [{"check": one.check, "verdict": one.verdict, "message": _sentence(one, spoken)} for one in found]
        say(json.dumps({"findings": told}, ensure_ascii=False, indent=2))
    else:
        say(_summary(found, spoken))
    if any(one.verdict == "wrong" for one in found):
        raise typer.Exit(3)


def _line(one: Finding, lang: str) -> str:
    return f"{MARKS[one.verdict]} {_sentence(one, lang)}"


def _sentence(one: Finding, lang: str) -> str:
    from shuke.errors import ShukeError
    from shuke.locale import knows, text

    told = {name: one.what(lang) if isinstance(one, ShukeError) else one for name, one in one.figures.items()}
    said = text(f"doctor.{one.key}.is", lang, **told)
    if one.verdict == "fine" or not knows(f"doctor.{one.key}.do"):
        return said
    return f"{said}\n  {text(f'doctor.{one.key}.do', lang, **told)}"


def _summary(found: list[Finding], lang: str) -> str:
    from shuke.locale import text

    counts = {verdict: sum(one.verdict == verdict for one in found) for verdict in MARKS}
    return "\n" + text("doctor.summary", lang, **counts)
