"""``shuke concentration``: how few customers bring how much, run by run, and who of them rises or falls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.shared import Language, language, say


def concentration(
    workspace: Annotated[
        Path, typer.Option("--workspace", metavar="DIR", help="The workspace; default: the current folder.")
    ] = Path(),
    run: Annotated[int | None, typer.Option("--run", metavar="N", help="The run; default: the newest.")] = None,
    scheme: Annotated[
        str | None, typer.Option(help="The id of the scheme whose newest run is meant; default: the newest run.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write concentration.json and trend.csv to this folder.")
    ] = None,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell which few customers bring 80 %, how that went over the runs, whose frequency rises or falls, what to do."""
    from shuke.cli.concentration_shown import concentrated
    from shuke.watching.concentration import concentration as found_of
    from shuke.watching.concentration_files import save
    from shuke.workspace import Workspace
    from shuke.workspace.runs import newest, run_of

    spoken, space = language(lang), Workspace(workspace)
    name, chosen = newest(space, scheme) if run is None else run_of(space, run)
    with steps(spoken) as step:
        found = found_of(space, name, chosen, step=step)
    try:
        told = found.summary()
        written = save(found, told, out) if out is not None else []
        shown = json.dumps(told, ensure_ascii=False, indent=2) if as_json else None
        say(shown or "\n".join(concentrated(found, told, written, spoken)))
    finally:
        found.close()
