"""``shuke teams``: how salespeople, teams or regions did between two runs, beyond luck and what they started with."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say
from shuke.cli.workspace import HERE, Home

AsJson = Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")]
High = Annotated[
    str | None, typer.Option(metavar="PLACES", help="Places of high value, with commas; default: the best one.")
]


def teams(
    by: Annotated[
        str,
        typer.Option(metavar="COLUMN", help="The column that says whose a customer is: salesperson, team, region …"),
    ] = "salesperson",
    first: Annotated[
        int | None,
        typer.Option("--from", metavar="RUN", help="The earlier run; default: the latest of an earlier day."),
    ] = None,
    last: Annotated[int | None, typer.Option("--to", metavar="RUN", help="The later run; default: the newest.")] = None,
    high: High = None,
    handed: Annotated[
        str, typer.Option(help="Whose a customer is who was handed over: earlier, later, or neither.")
    ] = "earlier",
    workspace: Home = HERE,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Compare teams between two runs: upgrades, high-value customers kept, won and lost, and their money."""
    from shuke.cli.teams_shown import shown
    from shuke.watching.teams import teams as found_between

    spoken = language(lang)
    found = found_between(workspace, by, first, last, names(high), handed)
    say(json.dumps(found.document(), ensure_ascii=False, indent=2) if as_json else "\n".join(shown(found, spoken)))


def names(given: str | None) -> tuple[str, ...]:
    """Return names that are parted by commas, Chinese ones too."""
    return tuple(one.strip() for one in (given or "").replace("\N{FULLWIDTH COMMA}", ",").split(",") if one.strip())
