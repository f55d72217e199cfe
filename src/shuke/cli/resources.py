"""``shuke resources``: hours of service, support and training split by place under a capacity, value first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say
from shuke.cli.teams import AsJson
from shuke.cli.workspace import HERE, Home

app = typer.Typer(help="Hours of service, support and training split by tier, value first.", no_args_is_help=True)
Number = Annotated[int | None, typer.Option("--run", metavar="RUN", help="The run; default: the newest.")]


@app.command("split")
def split(
    workspace: Home = HERE,
    number: Number = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write resources.json and resources.xlsx to this folder.")
    ] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Split what there is of each resource among the tiers of a run, and tell what one more hour is worth."""
    from shuke.cli.resources_shown import shown
    from shuke.watching.resources import resources, save

    spoken = language(lang)
    found = resources(workspace, number)
    written = save(found, out, spoken) if out is not None else []
    if as_json:
        say(json.dumps(found.document(), ensure_ascii=False, indent=2))
        return
    say("\n".join(shown(found, written, spoken)))


@app.command("new")
def new(workspace: Home = HERE, lang: Language = None) -> None:
    """Write watch/resources.yaml for the tiers of the newest run, to be changed by hand."""
    from shuke.locale import text
    from shuke.watching.resources import new as write

    spoken = language(lang)
    say(text("resources.new", spoken, path=write(workspace, spoken)))
