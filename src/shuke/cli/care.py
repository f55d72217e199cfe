"""``shuke care``: how often whom, the tasks of it, what became of them, as a list, a calendar and a table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.shared import Language, language, say
from shuke.cli.workspace import HERE, Home
from shuke.days import a_date
from shuke.errors import UsageError

if TYPE_CHECKING:
    from shuke.watching.care.doing import Hand, Settled
    from shuke.watching.care.tasks import Task

app = typer.Typer(
    help="Care plans: dated tasks for every customer, and what became of them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Number = Annotated[int, typer.Argument(metavar="TASK", help="The number of the task.")]
Run = Annotated[int | None, typer.Option(metavar="NUMBER", help="The run; default: the newest.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="A note that is kept with the task.")]
By = Annotated[str, typer.Option(metavar="NAME", help="Who says so.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day on.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to this day.")]
Owner = Annotated[str | None, typer.Option(metavar="NAME", help="Only of this owner.")]
Customer = Annotated[str | None, typer.Option(metavar="ID", help="Only of this customer.")]
States = Annotated[
    list[str] | None, typer.Option("--status", help="open, done, missed, skipped or withdrawn. Repeatable.")
]
TERMINAL = "terminal"


@app.command("new")
def new(workspace: Home = HERE, lang: Language = None) -> None:
    """Write the built-in care plan into the workspace as watch/care.yaml, to be edited."""
    from shuke.locale import text
    from shuke.watching.care.documents import write_new
    from shuke.workspace import Workspace

    spoken = language(lang)
    say(text("care.wrote", spoken, path=write_new(Workspace(workspace), spoken)))


@app.command("strategy")
def strategy(
    workspace: Home = HERE,
    run: Run = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the table to this Excel file.")] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Show what is done for each group: direction, measures, department, success measure, rhythm."""
    from shuke.cli.care_shown import strategy_json, strategy_table
    from shuke.locale import text
    from shuke.store.durable import replace
    from shuke.watching.care.book import book
    from shuke.watching.care.run import rated
    from shuke.workspace import Workspace

    spoken = language(lang)
    found = rated(Workspace(workspace), run)
    say(strategy_json(found.strategy) if as_json else strategy_table(found.strategy, spoken))
    if out is not None:
        replace(out, book(found.saved.scheme, found.strategy, spoken))
        if not as_json:
            say(text("care.wrote", spoken, path=out))


@app.command("plan")
def plan(
    workspace: Home = HERE,
    run: Run = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day of tasks; default: after the run's.")
    ] = None,
    owner_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column of owners, where the plan names none.")
    ] = None,
    by: By = TERMINAL,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Make the dated tasks of a run; what was made before is kept in step with it. Again changes nothing."""
    from shuke.cli.care_shown import planned
    from shuke.watching.care.planned import plan as make
    from shuke.workspace import Workspace

    spoken = language(lang)
    told = make(Workspace(workspace), by, moment(), run, owner=owner_column, start=a_date(start))
    say(json.dumps(asdict(told), ensure_ascii=False, indent=2) if as_json else planned(told, spoken))


@app.command("tasks")
def tasks(
    workspace: Home = HERE,
    first: From = None,
    last: To = None,
    status: States = None,
    owner: Owner = None,
    customer: Customer = None,
    most: Annotated[int, typer.Option(min=1, help="Show at most so many.")] = 100,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """List tasks, the earliest day first."""
    from shuke.cli.care_shown import listed

    spoken = language(lang)
    asked = Question(first, last, status, owner, customer)
    found, total = asked.answer(workspace, most)
    say(
        json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2)
        if as_json
        else listed(found, total, spoken)
    )


@app.command("done")
def done(
    task: Number,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day on which it was done; default: its day.")
    ] = None,
    note: Note = None,
    by: By = TERMINAL,
    workspace: Home = HERE,
    lang: Language = None,
) -> None:
    """Say that a task is done."""
    _settled(workspace, task, "done", _hand(by, note), lang, a_date(on))


@app.command("missed")
def missed(task: Number, note: Note = None, by: By = TERMINAL, workspace: Home = HERE, lang: Language = None) -> None:
    """Say that a task was missed."""
    _settled(workspace, task, "missed", _hand(by, note), lang)


@app.command("skip")
def skip(task: Number, note: Note = None, by: By = TERMINAL, workspace: Home = HERE, lang: Language = None) -> None:
    """Say that a task is left out on purpose."""
    _settled(workspace, task, "skipped", _hand(by, note), lang)


@app.command("reopen")
def reopen(task: Number, note: Note = None, by: By = TERMINAL, workspace: Home = HERE, lang: Language = None) -> None:
    """Open a task again that was settled."""
    from shuke.cli.care_shown import changed
    from shuke.desk import Desk
    from shuke.watching.care.doing import reopen as again

    with Desk(home_of(workspace)).changing() as db:
        found = again(db, task, _hand(by, note))
    say(changed(found, language(lang)))


@app.command("move")
def move(
    task: Number,
    day: Annotated[str, typer.Argument(metavar="DATE", help="The day to lay it on.")],
    anyway: Annotated[bool, typer.Option("--anyway", help="Also on a day that is free, or full.")] = False,
    note: Note = None,
    by: By = TERMINAL,
    workspace: Home = HERE,
    lang: Language = None,
) -> None:
    """Lay a task on another day."""
    from shuke.cli.care_shown import changed
    from shuke.desk import Desk
    from shuke.watching.care.doing import move as lay
    from shuke.watching.care.run import rated
    from shuke.workspace import Workspace

    spoken, on = language(lang), a_date(day)
    space = Workspace(workspace)
    known = rated(space)
    with Desk(space.home).changing() as db:
        moved = lay(db, task, on or date.min, _hand(by, note), known.plan, known.strategy, anyway=anyway)
    say(changed(moved, spoken))


@app.command("hand")
def hand(
    owner: Annotated[str, typer.Argument(metavar="NAME", help="Who looks after it from now on.")],
    task: Annotated[list[int] | None, typer.Option(metavar="NUMBER", help="This task. Repeatable.")] = None,
    all_of: Annotated[str | None, typer.Option(metavar="NAME", help="Every open task of this owner.")] = None,
    note: Note = None,
    by: By = TERMINAL,
    workspace: Home = HERE,
    lang: Language = None,
) -> None:
    """Hand tasks over to somebody else."""
    from shuke.desk import Desk
    from shuke.locale import text
    from shuke.watching.care.doing import give, give_all

    if bool(task) == (all_of is not None):
        raise UsageError("care_hand_which")
    with Desk(home_of(workspace)).changing() as db:
        for number in task or ():
            give(db, number, owner, _hand(by, note))
        count = len(task or ()) if all_of is None else give_all(db, all_of, owner, _hand(by, note))
    say(text("care.given", language(lang), count=count, owner=owner))


@app.command("ics")
def ics(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="The calendar file to write.")],
    workspace: Home = HERE,
    first: From = None,
    last: To = None,
    status: States = None,
    owner: Owner = None,
    customer: Customer = None,
    lang: Language = None,
) -> None:
    """Write tasks as a calendar (iCalendar) that calendar programs read; by default the open and withdrawn ones."""
    from shuke.locale import text
    from shuke.store.durable import replace
    from shuke.watching.care.events import events
    from shuke.watching.care.run import rated
    from shuke.workspace import Workspace

    spoken = language(lang)
    known = rated(Workspace(workspace))
    found, _ = Question(first, last, status or ["open", "withdrawn"], owner, customer).answer(workspace, None)
    replace(out, events(found, known.strategy, spoken).encode())
    say(text("care.wrote", spoken, path=out))


@dataclass(frozen=True)
class Question:
    """Which tasks are asked for, as the options say."""

    first: str | None
    last: str | None
    status: list[str] | None
    owner: str | None
    customer: str | None

    def answer(self, workspace: Path, most: int | None) -> tuple[list[Task], int]:
        """Return the tasks and how many there are.

        Raises:
            UsageError: a day or a state is none.
        """
        from shuke.desk import Desk
        from shuke.watching.care.tasks import STATUSES, Asked
        from shuke.watching.care.tasks import tasks as found

        for one in (self.first, self.last):
            a_date(one)
        strange = [one for one in self.status or () if one not in STATUSES]
        if strange:
            raise UsageError("care_status_unknown", value=strange[0], known=", ".join(STATUSES))
        asked = Asked(self.first, self.last, tuple(self.status or ()), self.owner, self.customer)
        with Desk(home_of(workspace)).reading() as db:
            return found(db, asked, 0, most)


def home_of(workspace: Path) -> Path:
    """Return the folder of a workspace.

    Raises:
        UsageError: there is none.
    """
    from shuke.workspace import Workspace

    return Workspace(workspace).home


def moment() -> str:
    """Return the moment of an action: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hand(by: str, note: str | None) -> Hand:
    from shuke.watching.care.doing import Hand

    return Hand(by, moment(), note)


def _settled(workspace: Path, task: int, status: Settled, who: Hand, lang: str | None, on: date | None = None) -> None:
    from shuke.cli.care_shown import changed
    from shuke.desk import Desk
    from shuke.watching.care.doing import settle

    with Desk(home_of(workspace)).changing() as db:
        found = settle(db, task, status, who, on)
    say(changed(found, language(lang)))
