"""``shuke goals``: what is wanted by when, where it stands, how sure that is, and which customers make it."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say
from shuke.cli.workspace import HERE, Home
from shuke.days import a_date

app = typer.Typer(
    help="Goals that can be measured: the way, today's value, the verdict.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Day = Annotated[str | None, typer.Option("--day", metavar="DATE", help="As of this day; default: the newest run's.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.command("new")
def new(workspace: Home = HERE, lang: Language = None) -> None:
    """Write goals over the groups of the newest run into the workspace as watch/goals.yaml, to be edited."""
    from shuke.locale import text
    from shuke.watching.goals.document import write_new
    from shuke.workspace import Workspace

    spoken = language(lang)
    say(text("care.wrote", spoken, path=write_new(Workspace(workspace), spoken)))


@app.command("list")
def list_(workspace: Home = HERE, day: Day = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Tell of every goal where it stands: the baseline, the way, today's value with its range, the verdict."""
    from shuke.cli.goals_shown import as_data, told
    from shuke.watching.goals.goals import measure
    from shuke.workspace import Workspace

    spoken = language(lang)
    on, found = measure(Workspace(workspace), a_date(day))
    if as_json:
        say(json.dumps([as_data(one, spoken) for one in found], ensure_ascii=False, indent=2))
        return
    say(told(on, found, spoken))


@app.command("show")
def show(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="The name of the goal.")],
    workspace: Home = HERE,
    day: Day = None,
    most: Annotated[int, typer.Option(min=1, help="Show at most so many customers.")] = 20,
    lang: Language = None,
) -> None:
    """Tell of one goal its way month by month, and the customers who make it, those who changed most first."""
    from shuke.cli.goals_shown import whole
    from shuke.watching.goals.goals import measure
    from shuke.workspace import Workspace

    spoken = language(lang)
    on, found = measure(Workspace(workspace), a_date(day), goal)
    say(whole(on, found[0], most, spoken))
