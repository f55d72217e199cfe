"""The care plan of a workspace: its own document, or the built-in one that takes everything from the scheme."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from shuke.locale import text
from shuke.saved import open_saved
from shuke.scheme.document import Document
from shuke.scheme.model import Scheme
from shuke.scheme.parse import parse as parse_scheme
from shuke.scheme.parse import scheme_text
from shuke.scheme.spoken.names import worded
from shuke.watch.care.model import CarePlan
from shuke.watch.care.parse import FILE, parse
from shuke.watch.care.rhythms import NONE
from shuke.watch.care.strategy import strategy
from shuke.watching.own import begin, keep, own_text
from shuke.workspace.home import SCHEME, Workspace


def care_plan(space: Workspace) -> tuple[CarePlan, Document]:
    """Return the plan that counts in a workspace.

    Raises:
        SchemeError: the document is wrong: everything, with the lines.
    """
    written = own_text(space, FILE)
    return parse(built_in() if written is None else written, FILE)


def built_in() -> str:
    """Return the text of the plan that counts where a workspace has none of its own."""
    return (files("shuke.watching.care") / "default.yaml").read_text(encoding="utf-8")


def text_of(space: Workspace, lang: str) -> tuple[str, bool]:
    """Return the text of a workspace's own plan, else the built-in one with every group; and whether it has its own.

    Raises:
        SchemeError: its file is no text.
    """
    written = own_text(space, FILE)
    return (built_in() + _groups(_scheme(space), lang), False) if written is None else (written, True)


def check(space: Workspace, written: str) -> None:
    """Pass when a text is a care plan for groups that are there.

    Raises:
        SchemeError: it is wrong: everything, with the lines.
        UsageError: the scheme has no named groups, and it does not say of which numbers it speaks.
    """
    strategy(*parse(written, FILE), _scheme(space))


def save(space: Workspace, written: str) -> None:
    """Keep a text as the workspace's care plan, in place of what it had.

    Raises:
        SchemeError: it is wrong, and nothing was kept.
        UsageError: it does not say of which numbers it speaks, or the folder cannot be written.
    """
    check(space, written)
    keep(space, FILE, written)


def write_new(space: Workspace, lang: str) -> Path:
    """Write the built-in plan out as the workspace's own, with every group of its scheme, to be edited.

    Raises:
        UsageError: the workspace has one.
    """
    return begin(space, FILE, built_in() + _groups(_scheme(space), lang), "care_plan_there")


def _scheme(space: Workspace) -> Scheme:
    """Return the scheme whose groups are cared for: that of the newest run, before the first the chosen one."""
    runs = space.head()[1].runs.values()
    if not runs:
        return parse_scheme(*scheme_text(str(space.home / SCHEME)))[0]
    return open_saved(space.run_folder(max(runs, key=lambda run: run.number))).scheme


def _groups(scheme: Scheme, lang: str) -> str:
    """Return the groups of a scheme with their rhythms, as a plan writes them."""
    if not scheme.groups:
        return ""
    lines = ["", f"# {text('care.comment.groups', lang)}", "groups:"]
    for one in strategy(*parse(built_in()), scheme).rows:
        title = f"  # {worded(one.title, lang)}" if one.title is not None else ""
        lines.append(f'  "{one.place}": {{rhythm: {one.rhythm.written if one.rhythm is not None else NONE}}}{title}')
    return "\n".join(lines) + "\n"
