"""``shuke movement``: who moved between two runs of a workspace, and every change split into parts that add up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.shared import Language, language, say

if TYPE_CHECKING:
    from shuke.workspace import Workspace
    from shuke.workspace.content import Run

# Which step of the bar stands for which standing.
BAR = {"read": "read", "corrected": "orders", "time": "metrics", "own": "fit", "others": "place", "add": "done"}


def movement(
    workspace: Annotated[
        Path, typer.Option("--workspace", metavar="DIR", help="The workspace; default: the current folder.")
    ] = Path(),
    old: Annotated[
        int | None, typer.Option("--from", metavar="N", help="The earlier run; default: the one of a day before.")
    ] = None,
    new: Annotated[int | None, typer.Option("--to", metavar="M", help="The later run; default: the newest.")] = None,
    scheme: Annotated[
        str | None, typer.Option(help="The id of the scheme whose newest run is meant; default: the newest run.")
    ] = None,
    customer: Annotated[
        str | None, typer.Option(metavar="ID", help="Tell of this customer alone: every part of every figure.")
    ] = None,
    course: Annotated[
        bool, typer.Option("--course", help="The last runs instead: stability, who falls, how likely, what next.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write who moved, with every part, to this folder.")
    ] = None,
    format_: Annotated[
        list[str] | None, typer.Option("--format", help="csv, parquet or xlsx. Repeatable; default: parquet.")
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--everybody", help="With --out: also those who are where they were.")
    ] = False,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell who moved between two runs, and split each change: own behaviour, time, others, scheme, corrected data."""
    from shuke.cli.movement_shown import moved, one
    from shuke.errors import NotFound, UsageError
    from shuke.watching.movement import movement as between
    from shuke.watching.movement_files import save
    from shuke.watching.movement_told import customer as row_of
    from shuke.watching.movement_told import summary
    from shuke.workspace import Workspace
    from shuke.workspace.find import kept_as
    from shuke.workspace.runs import newest, pair, run_of

    spoken, space = language(lang), Workspace(workspace)
    if course:
        chosen = newest(space, scheme) if new is None else run_of(space, new)
        say(_course(space, chosen, spoken, as_json=as_json))
        return
    if (format_ or everybody) and out is None:
        raise UsageError("compare_format_without_out")
    name, earlier, later = pair(space, old, new, scheme)
    with steps(spoken) as step:
        found = between(space, name, earlier, later, lambda key: step(BAR.get(key, "place")))
    try:
        if customer is not None:
            row = row_of(found, kept_as(space, [customer])[0])
            if row is None:
                raise NotFound("movement_without_customer", old=earlier.number, new=later.number)
            say(
                json.dumps(row, ensure_ascii=False, indent=2, default=str)
                if as_json
                else "\n".join(one(found, row, spoken))
            )
            return
        told = summary(found)
        written = save(found, told, out, format_, everybody=everybody) if out is not None else []
        say(
            json.dumps(told, ensure_ascii=False, indent=2)
            if as_json
            else "\n".join(moved(found, told, written, spoken))
        )
    finally:
        found.close()


def _course(space: Workspace, chosen: tuple[str, Run], lang: str, *, as_json: bool) -> str:
    """Return what there is to tell of the last runs up to one."""
    from shuke.cli.course_shown import shown
    from shuke.watching.course import course as found_of
    from shuke.watching.course_told import summary

    name, run = chosen
    with steps(lang) as step:
        found = found_of(space, name, run, step=step)
    try:
        told = summary(found)
        return json.dumps(told, ensure_ascii=False, indent=2) if as_json else "\n".join(shown(found, told, lang))
    finally:
        found.close()
