"""``shuke products``: what each place buys and asks for, and what those who left had done before."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from shuke.cli.resources import Number
from shuke.cli.shared import Language, language, say
from shuke.cli.teams import AsJson
from shuke.cli.workspace import HERE, Home


def products(
    workspace: Home = HERE,
    number: Number = None,
    first: Annotated[
        int | None,
        typer.Option(
            "--from", metavar="RUN", help="The earlier run for who left; default: the latest of an earlier day."
        ),
    ] = None,
    least: Annotated[int, typer.Option(metavar="N", help="Numbers of fewer customers are not told.")] = 5,
    rate: Annotated[
        float, typer.Option(metavar="SHARE", help="The share of marks that may be luck, on average.")
    ] = 0.05,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Tell what each tier buys and asks for beyond luck, and what went with leaving: association, not cause."""
    from shuke.cli.products_shown import shown
    from shuke.watching.products import products as found_in

    spoken = language(lang)
    found = found_in(workspace, number, first, least, rate)
    say(json.dumps(found.document(), ensure_ascii=False, indent=2) if as_json else "\n".join(shown(found, spoken)))
