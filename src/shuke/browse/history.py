"""What was done to a workspace, state by state, and what an undo would take back."""

from __future__ import annotations

from typing import Any

from shuke.locale import text
from shuke.store.states import State
from shuke.workspace import Workspace


def history(space: Workspace, lang: str) -> list[dict[str, Any]]:
    """Return every state, the latest first: its number, when it was made, by what, and that in words."""
    return [told(state, lang) for state in _states(space)]


def undo(space: Workspace, lang: str) -> dict[str, Any] | None:
    """Return where an undo would go back to, and what it would take back; None where there is nothing to undo.

    That is the state before the last change that was not taken back already.
    """
    state = space.states.head()
    last = state
    while last.did["action"] == "rollback":
        last = space.states.read(last.did["to"])
    before = last.number - 1
    if before < 0 or not space.states.read(before).content:
        return None
    return {"to": before, "takes_back": told(last, lang)}


def told(state: State, lang: str) -> dict[str, Any]:
    """Return one state: its number, when it was made, by what action, and that in words."""
    did = dict(state.did)
    action = did.pop("action")
    if "files" in did:
        did["files"] = ", ".join(did["files"])
    what = text(f"terminal.workspace.did_{action}", lang, **did)
    return {"number": state.number, "at": state.at, "action": action, "what": what}


def _states(space: Workspace) -> list[State]:
    return [space.states.read(number) for number in reversed(space.states.numbers())]
