"""The runs that a workspace keeps, found through its states: one by its number, and those that lead up to it."""

from __future__ import annotations

from collections.abc import Iterator

from shuke.errors import NotFound, UsageError, Where
from shuke.store.states import State
from shuke.workspace.content import Content, Run
from shuke.workspace.home import Workspace


def run_of(space: Workspace, number: int) -> tuple[str, Run]:
    """Return the scheme's name and the run of a number.

    Raises:
        NotFound: there is no such run, or what it was made from was forgotten.
        DataError: its state is damaged.
    """
    if number not in space.states.numbers():
        raise NotFound("run_unknown", number=number)
    state = space.states.read(number)
    named = Content.of(state.content).runs if state.content else {}
    for scheme, run in named.items():
        if run.number == number:
            return scheme, run
    raise NotFound("run_unknown", number=number)


def newest(space: Workspace, scheme: str | None = None) -> tuple[str, Run]:
    """Return the newest run that counts, of one scheme or of any.

    Raises:
        NotFound: there is none yet.
    """
    found = [(name, run) for name, run in space.head()[1].runs.items() if scheme in {None, name}]
    if not found:
        raise NotFound("no_run_yet")
    return max(found, key=lambda one: one[1].number)


def before(space: Workspace, scheme: str, run: Run, most: int | None = None) -> list[Run]:
    """Return a run and those of the same scheme that lead up to it, the oldest first; of one day the last one counts.

    Runs after which the workspace went back to an earlier state do not lead up to it.
    """
    found: list[Run] = []
    for one in _up_to(space, scheme, run.number):
        if most is not None and len(found) >= most:
            break
        if not found or one.as_of < found[-1].as_of:
            found.append(one)
    return found[::-1]


def pair(space: Workspace, old: int | None, new: int | None, scheme: str | None = None) -> tuple[str, Run, Run]:
    """Return a scheme's name and two of its runs: by default the newest, and the one of an earlier day before it.

    Raises:
        NotFound: a run is not there.
        UsageError: there is no earlier one, they are of two schemes, or the first is of a later day.
    """
    name, later = newest(space, scheme) if new is None else run_of(space, new)
    if old is not None:
        other, earlier = run_of(space, old)
    else:
        other, line = name, before(space, name, later, 2)
        if len(line) < 2:
            raise UsageError("movement_one_run", Where(file=str(space.home)), scheme=name)
        earlier = line[0]
    if other != name:
        raise UsageError("movement_of_two_schemes", old=earlier.number, new=later.number)
    if earlier.as_of > later.as_of:
        raise UsageError("movement_backwards", old=earlier.number, new=later.number)
    return name, earlier, later


def _up_to(space: Workspace, scheme: str, number: int) -> Iterator[Run]:
    """Yield the runs of a scheme that a state was built on, the newest first."""
    known = set(space.states.numbers())
    while number in known:
        state = space.states.read(number)
        if not state.content:
            return
        if state.did["action"] == "rollback":
            number = int(state.did["to"])
            continue
        yield from _made(state, scheme)
        number -= 1


def _made(state: State, scheme: str) -> Iterator[Run]:
    """Yield the run that a state was committed with, if it is one of the scheme."""
    if state.did["action"] == "refresh" and state.did["scheme"] == scheme:
        run = Content.of(state.content).runs[scheme]
        if run.number == state.number:
            yield run
