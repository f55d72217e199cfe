"""``shuke privacy``: what people may ask for: what is held of them, a copy, a correction, no marketing any more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.care import TERMINAL, By, moment
from shuke.cli.shared import Language, language, say
from shuke.cli.workspace import HERE, Home, Wait
from shuke.errors import UsageError

app = typer.Typer(
    help="Requests of a person: what is held, a copy, a correction, no marketing. To erase: shuke forget.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Id = Annotated[str, typer.Argument(metavar="ID", help="The customer, as their files name them or as they are kept.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Customers, as their files name them or as kept.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.command("find")
def find(customer: Id, workspace: Home = HERE, as_json: AsJson = False, lang: Language = None) -> None:
    """Tell what is held of a customer: lines, money, days, results, campaigns, what the customer table says."""
    from shuke.cli.privacy_shown import found_json, found_text
    from shuke.errors import NotFound
    from shuke.workspace import Workspace
    from shuke.workspace.correct import attributes
    from shuke.workspace.find import find as find_in
    from shuke.workspace.opted_out import opted_out

    space = Workspace(workspace)
    found, said = find_in(space, customer), attributes(space, customer)
    quiet = bool(opted_out(space) & set(found.customers))
    if not (found.customers or found.campaigns or any(said.values())):
        raise NotFound("person_unknown")
    say(found_json(found, said, quiet) if as_json else found_text(found, said, quiet, language(lang)))


@app.command("export")
def export(
    customer: Id,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The zip file to write, which does not exist yet.")],
    workspace: Home = HERE,
    lang: Language = None,
) -> None:
    """Write everything that is held of a customer as a zip file: one JSON document, and a CSV file of each table."""
    from shuke.locale import text
    from shuke.workspace import Workspace
    from shuke.workspace.held import held, write

    found = held(Workspace(workspace), customer)
    write(found, out)
    rows = sum(len(one.rows) for one in found.tables.values())
    say(text("privacy.exported", language(lang), path=out, tables=len(found.tables), rows=f"{rows:,}"))


@app.command("correct")
def correct(
    customer: Id,
    put: Annotated[
        list[str], typer.Option("--set", metavar="HEADER=VALUE", help="A cell of the customer table. Repeatable.")
    ],
    workspace: Home = HERE,
    wait: Wait = 0,
    lang: Language = None,
) -> None:
    """Put right what the customer table says of a customer; an empty VALUE: nothing is known."""
    from shuke.locale import text
    from shuke.workspace import Workspace
    from shuke.workspace.correct import correct as put_right

    values = cells(put)
    done = put_right(Workspace(workspace), customer, values, wait)
    say(text("privacy.corrected", language(lang), number=done.state.number, cells=len(values)))


@app.command("opt-out")
def opt_out(ids: Ids, workspace: Home = HERE, by: By = TERMINAL, lang: Language = None) -> None:
    """Leave customers out of everything that is made for marketing: lists, tasks, messages, files."""
    from shuke.locale import text
    from shuke.watching.opted_out import opt_out as silence
    from shuke.workspace import Workspace

    done = silence(Workspace(workspace), ids, by, moment())
    counts = {"customers": len(done.customers), "new": done.new, "tasks": done.tasks, "lines": done.lines}
    say(text("privacy.silenced", language(lang), **counts))


@app.command("opt-in")
def opt_in(ids: Ids, workspace: Home = HERE, lang: Language = None) -> None:
    """Leave customers in again whom opt-out has left out."""
    from shuke.errors import NotFound
    from shuke.locale import text
    from shuke.watching.opted_out import opt_in as leave_in
    from shuke.workspace import Workspace
    from shuke.workspace.find import kept_as

    space = Workspace(workspace)
    done = sum(leave_in(space, one) for one in sorted({*ids, *kept_as(space, ids)}))
    if not done:
        raise NotFound("opt_out_unknown")
    say(text("privacy.left_in", language(lang), customers=done))


@app.command("opted-out")
def opted_out(workspace: Home = HERE, as_json: AsJson = False, lang: Language = None) -> None:
    """List who wants no marketing, as it was noted; the customer table may say it of others."""
    from shuke.cli.privacy_shown import quiet_json, quiet_text
    from shuke.desk import Desk
    from shuke.desk.opt_outs import listed
    from shuke.workspace import Workspace
    from shuke.workspace.opted_out import opted_out as everybody

    space = Workspace(workspace)
    with Desk(space.home).reading() as db:
        noted, total = listed(db)
    beside = len(everybody(space)) - total
    say(quiet_json(noted, beside) if as_json else quiet_text(noted, beside, language(lang)))


def cells(given: Sequence[str]) -> dict[str, str | None]:
    """Return ``HEADER=VALUE`` pairs as cells.

    Raises:
        UsageError: a pair has no equals sign, or no header.
    """
    found: dict[str, str | None] = {}
    for pair in given:
        header, sign, value = pair.partition("=")
        if not sign or not header.strip():
            raise UsageError("correct_malformed", value=json.dumps(pair, ensure_ascii=False)[:40])
        found[header.strip()] = value.strip() or None
    return found
