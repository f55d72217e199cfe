"""A refresh rates everybody as of a day, keeps the result as a run, and makes it the one that counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from shuke.errors import UsageError, Where
from shuke.grace import Stood
from shuke.rating import Options
from shuke.result import Instead, Result
from shuke.saved import stood
from shuke.store.folder import sha256
from shuke.store.states import State
from shuke.workspace.beside import with_tables
from shuke.workspace.content import Content, Run
from shuke.workspace.home import RUNS, SCHEME, Workspace
from shuke.workspace.published import FILE, require_before, since, write_changes
from shuke.workspace.published import before as told_before
from shuke.workspace.rate import asked_of, rate

Step = Callable[[str], None]


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: the state after it, the run, its result and files, and the run before it."""

    state: State
    run: Run
    result: Result
    files: tuple[Path, ...]
    before: Run | None
    # How many customers' totals changed since the last refresh over this period; None: all were added up afresh.
    changed: int | None


def refresh(
    space: Workspace,
    options: Options,
    *,
    scheme: tuple[str, str] | None = None,
    formats: Sequence[str] | None = None,
    lang: str | None = None,
    step: Step | None = None,
    wait: float = 0.0,
    afresh: bool = False,
    changes: bool = False,
) -> Refreshed:
    """Rate everybody in a workspace; ``scheme`` is the text and the name of one, by default the workspace's own.

    ``afresh``: from the orders, whatever totals an earlier refresh kept; the result is the same. ``changes``: keep what
    changed since the run before instead of the whole table.

    Raises:
        UsageError: somebody else is writing, or the options cannot be meant.
        SchemeError: the scheme is wrong, or needs a table that the workspace does not have.
        DataError: there is nobody to rate, or a file of the workspace is damaged.
    """
    text, file = scheme or ((space.home / SCHEME).read_text(encoding="utf-8"), SCHEME)
    options = replace(with_tables(space.head()[1], options), to_write=not changes)
    asked = asked_of(text, file, options)
    with space.changing("refresh", wait) as (state, content):
        earlier_run = partial(stood_before, space, asked.scheme.scheme)
        made = rate(space, content, asked, options, step, afresh=afresh, earlier=earlier_run)
        rating, result = made.rating, Result(made.rating)
        before, name = content.runs.get(asked.scheme.scheme), asked.scheme.scheme
        number = state.number + 1
        folder = f"{number:08}-{name}"
        instead = None
        if changes:
            start = require_before(before, rating, made.before, space.home)
            earlier = told_before(space.run_folder(start), start)
            instead = Instead(FILE, partial(write_changes, rating, earlier), {"changes_since": since(earlier)})
        written = result.save(space.home / RUNS / folder, formats, lang, step, instead=instead)
        manifest = sha256(space.home / RUNS / folder / "run.json")
        as_of = rating.question.as_of.isoformat()
        basis = next((one.basis for one in made.totals.values()), None)
        run = Run(number, folder, manifest, rating.fingerprint, as_of, rating.rated, basis)
        did = {"action": "refresh", "scheme": name, "as_of": as_of, "rated": rating.rated}
        after = space.commit(state, did, content.with_run(name, run, made.totals))
        return Refreshed(after, run, result, tuple(written), before, made.changed)


def stood_before(space: Workspace, scheme: str, as_of: date) -> Stood | None:
    """Return where customers stood at the last run before a day, of those that kept the whole table."""
    for number in reversed(space.states.numbers()):
        state = space.states.read(number)
        if not state.content:
            return None
        run = Content.of(state.content).runs.get(scheme) if state.did["action"] == "refresh" else None
        if run is not None and run.as_of < as_of.isoformat():
            folder = space.run_folder(run)
            if (folder / "customers.parquet").is_file() or (folder / "customers.csv").is_file():
                return stood(folder)
    return None


def rollback(space: Workspace, number: int | None = None, wait: float = 0.0) -> tuple[State, State]:
    """Make an earlier state's content count again, by default the one before the last change; return both states.

    Raises:
        UsageError: there is no such state, or somebody else is writing.
        DataError: the state, or a file that it needs, is damaged.
    """
    with space.changing("rollback", wait) as (state, _):
        if number is None:
            number = _origin(space, state).number - 1
        if not 0 <= number < state.number:
            raise UsageError("nothing_to_roll_back", Where(file=str(space.home)))
        there, content = space.state(_origin(space, space.states.read(number)).number)
        space.segments.check(content.segments())
        return there, space.commit(state, {"action": "rollback", "to": there.number}, content)


def _origin(space: Workspace, state: State) -> State:
    """Return the state that a rollback led back to, or the state itself."""
    while state.did["action"] == "rollback":
        state = space.states.read(state.did["to"])
    return state
