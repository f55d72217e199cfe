"""``shuke warnings``: who is about to be lost, by rules; kept open until somebody says what came of it."""

from __future__ import annotations

import getpass
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from shuke.cli.shared import Language, language, say
from shuke.cli.workspace import HERE, Home

app = typer.Typer(
    help="Who is about to be lost: rules, open warnings, and what came of them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
RunNumber = Annotated[int | None, typer.Option("--run", metavar="N", help="A run by its number; default: the newest.")]
Number = Annotated[int, typer.Argument(metavar="N", help="A warning by its number.")]
By = Annotated[str | None, typer.Option(metavar="NAME", help="Who does it; default: the user of this machine.")]
OwnerColumn = Annotated[
    str | None,
    typer.Option("--owner-column", metavar="NAME", help="The run's column of salespersons, if the document has none."),
]


@app.command("new")
def new(workspace: Home = HERE, lang: Language = None) -> None:
    """Write the built-in rules into the workspace as watch/warnings.yaml, to be changed."""
    from shuke.locale import text
    from shuke.watching.warnings.document import start
    from shuke.workspace import Workspace

    spoken = language(lang)
    say(text("warnings.written", spoken, path=start(Workspace(workspace))))


@app.command("check")
def check(
    workspace: Home = HERE,
    run: RunNumber = None,
    predictions: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder that shuke predict wrote: p_alive, p_no_purchase.")
    ] = None,
    owner_column: OwnerColumn = None,
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Ask the rules of a run, open and close warnings, and write the messages about them."""
    from shuke.cli.warnings_shown import checked
    from shuke.watching.warnings.check import Wish
    from shuke.watching.warnings.check import check as ask
    from shuke.workspace import Workspace

    spoken = language(lang)
    done = ask(Workspace(workspace), Wish(run, by or _me(), owner_column, predictions))
    say(_json(asdict(done)) if as_json else "\n".join(checked(done, spoken)))


@app.command("list")
def list_(
    workspace: Home = HERE,
    status: Annotated[str, typer.Option(help="open, snoozed, closed or all.")] = "open",
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="Only this salesperson's customers.")] = None,
    rule: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only those with this rule among the reasons.")
    ] = None,
    customer: Annotated[str | None, typer.Option(metavar="ID", help="Only of this customer.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many at most.")] = 50,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """List warnings, the most severe and the most valuable customers first."""
    from shuke.cli.warnings_shown import shown
    from shuke.desk import Desk
    from shuke.errors import UsageError
    from shuke.watching.warnings.document import document_of
    from shuke.watching.warnings.opened import STATUSES, Wanted, listed
    from shuke.workspace import Workspace

    spoken, space = language(lang), Workspace(workspace)
    if status not in STATUSES:
        raise UsageError("warning_status_unknown", value=status, known=", ".join(STATUSES))
    wanted = Wanted(status, None if owner is None else (owner,), rule, None, customer)
    with Desk(space.home).reading() as db:
        found, total = listed(db, wanted, size=limit)
    if as_json:
        say(_json({"total": total, "warnings": [asdict(one) for one in found]}))
    else:
        say("\n".join(shown(found, total, status, document_of(space)[1], spoken)))


@app.command("snooze")
def snooze(
    number: Number,
    until: Annotated[str, typer.Option(metavar="DAY", help="Until this day (2025-01-31), or for so long (14d).")],
    workspace: Home = HERE,
    by: By = None,
    lang: Language = None,
) -> None:
    """Put a warning to rest for some days; then it is told of again, if a rule still holds."""
    from shuke.desk import Desk
    from shuke.locale import text
    from shuke.watching.warnings.opened import snooze as rest
    from shuke.workspace import Workspace

    spoken = language(lang)
    done = rest(Desk(Workspace(workspace).home), number, until, by or _me())
    say(text("warnings.snoozed", spoken, number=number, until=done.snoozed_until))


@app.command("close")
def close(
    number: Number,
    outcome: Annotated[str, typer.Option(help="kept, lost, false_alarm or other.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What happened.")] = "",
    workspace: Home = HERE,
    by: By = None,
    lang: Language = None,
) -> None:
    """Close a warning with what came of it."""
    from shuke.desk import Desk
    from shuke.locale import text
    from shuke.watching.warnings.opened import close as end
    from shuke.workspace import Workspace

    spoken = language(lang)
    done = end(Desk(Workspace(workspace).home), number, outcome, by or _me(), note)
    say(text("warnings.closed", spoken, number=number, outcome=text(f"warnings.outcome.{done.outcome}", spoken)))


@app.command("advise")
def advise(workspace: Home = HERE, run: RunNumber = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Advise thresholds from the gaps between purchases that the data have."""
    from shuke.cli.warnings_shown import advised
    from shuke.watching.warnings.advise import advise as look
    from shuke.watching.warnings.documents import advice_document
    from shuke.workspace import Workspace

    spoken = language(lang)
    found = look(Workspace(workspace), run)
    say(_json(advice_document(found)) if as_json else "\n".join(advised(found, spoken)))


@app.command("record")
def record(
    workspace: Home = HERE,
    last: Annotated[int, typer.Option(min=1, max=1000, help="How many days to judge, the latest first.")] = 24,
    current: Annotated[
        bool, typer.Option("--current", help="Judge the rules as they are now, on every kept run of the scheme.")
    ] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Show precision and recall of past warnings: what came after them in the data, rule by rule."""
    from shuke.cli.warnings_shown import recorded
    from shuke.watching.warnings.documents import record_document
    from shuke.watching.warnings.record import record as judge
    from shuke.workspace import Workspace

    spoken = language(lang)
    found = judge(Workspace(workspace), last=last, current=current)
    say(_json(record_document(found)) if as_json else "\n".join(recorded(found, spoken)))


@app.command("send")
def send(
    workspace: Home = HERE,
    wait: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Wait so long for what is due later; default: not at all.")
    ] = 0,
    again: Annotated[bool, typer.Option("--again", help="Also try again what failed.")] = False,
    trial: Annotated[
        str | None, typer.Option("--try", metavar="CHANNEL", help="Only send a trial message through this channel.")
    ] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Send the messages in the outbox, each until its service accepts it."""
    from shuke.desk import Desk
    from shuke.errors import DataError, NotFound
    from shuke.locale import text
    from shuke.watching.channels import channels_of
    from shuke.watching.outbox import counts, retry
    from shuke.watching.send import probe, told
    from shuke.watching.send import send as deliver
    from shuke.workspace import Workspace

    spoken, space = language(lang), Workspace(workspace)
    channels = channels_of(space)
    if trial is not None:
        channel = channels.get(trial)
        if channel is None:
            raise NotFound("channel_unknown", value=trial, known=", ".join(one.channel for one in channels.channels))
        answer = probe(space, channel)
        if answer.verdict != "accepted":
            raise DataError("channel_refused", channel=trial, problem=told(answer, spoken))
        say(text("warnings.tried", spoken, channel=trial))
        return
    if not channels.channels:
        say("! " + text("warnings.no_channels", spoken))
    if again:
        retry(space)
    done = deliver(space, wait)
    with Desk(space.home).reading() as db:
        found = counts(db)
    if as_json:
        say(_json({**asdict(done), "outbox": found}))
    else:
        say(text("warnings.sent", spoken, **asdict(done)) + "\n" + text("warnings.outbox", spoken, **found))


def _me() -> str:
    """Return the name of whoever runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "terminal"


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
