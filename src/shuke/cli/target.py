"""``shuke target``: what high-value customers have in common, and who of the others is like them."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from shuke.cli.resources import Number
from shuke.cli.shared import Language, language, say
from shuke.cli.teams import AsJson, High, names
from shuke.cli.workspace import HERE, Home


def target(
    workspace: Home = HERE,
    number: Number = None,
    high: High = None,
    attribute: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Look at this attribute alone, e.g. industry. Repeatable; default: all."),
    ] = None,
    most: Annotated[int, typer.Option(metavar="N", help="How many look-alikes are listed.")] = 20,
    least: Annotated[int, typer.Option(metavar="N", help="Values of fewer customers are not told.")] = 5,
    rate: Annotated[
        float, typer.Option(metavar="SHARE", help="The share of marks that may be luck, on average.")
    ] = 0.05,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Tell the profile of high-value customers, and rank the others by how like them they are, each explained."""
    from shuke.cli.target_shown import shown
    from shuke.watching.target import target as found_in

    spoken = language(lang)
    found = found_in(workspace, number, names(high), tuple(attribute or ()), most, least, rate)
    say(json.dumps(found.document(), ensure_ascii=False, indent=2) if as_json else "\n".join(shown(found, spoken)))
