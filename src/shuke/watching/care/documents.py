"""The care plan of a workspace: its own document, or the built-in one that takes everything from the scheme."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from shuke.errors import SchemeError, UsageError, Where
from shuke.locale import text
from shuke.scheme.document import Document
from shuke.scheme.model import Scheme
from shuke.scheme.parse import parse as parse_scheme
from shuke.scheme.parse import scheme_text
from shuke.scheme.spoken.names import worded
from shuke.store.durable import create, folder, writing
from shuke.watch.care.model import CarePlan
from shuke.watch.care.parse import FILE, parse
from shuke.watch.care.rhythms import NONE
from shuke.watch.care.strategy import strategy
from shuke.workspace.home import SCHEME, Workspace

FOLDER = "watch"


def care_plan(space: Workspace) -> tuple[CarePlan, Document]:
    """Return the plan that counts in a workspace.

    Raises:
        SchemeError: the document is wrong: everything, with the lines.
    """
    path = space.home / FOLDER / FILE
    if not path.is_file():
        return parse(built_in())
    try:
        return parse(path.read_text(encoding="utf-8-sig"), FILE)
    except UnicodeDecodeError:
        raise SchemeError("scheme_not_readable", Where(file=str(path))) from None


def built_in() -> str:
    """Return the text of the plan that counts where a workspace has none of its own."""
    return (files("shuke.watching.care") / "default.yaml").read_text(encoding="utf-8")


def write_new(space: Workspace, lang: str) -> Path:
    """Write the built-in plan out as the workspace's own, with every group of its scheme, to be edited.

    Raises:
        UsageError: the workspace has one.
    """
    path = space.home / FOLDER / FILE
    scheme, _ = parse_scheme(*scheme_text(str(space.home / SCHEME)))
    with writing(space.home):
        folder(path.parent)
    if not create(path, (built_in() + _groups(scheme, lang)).encode()):
        raise UsageError("care_plan_there", Where(file=str(path)))
    return path


def _groups(scheme: Scheme, lang: str) -> str:
    """Return the groups of a scheme with their rhythms, as a plan writes them."""
    if not scheme.groups:
        return ""
    lines = ["", f"# {text('care.comment.groups', lang)}", "groups:"]
    for one in strategy(*parse(built_in()), scheme).rows:
        title = f"  # {worded(one.title, lang)}" if one.title is not None else ""
        lines.append(f'  "{one.place}": {{rhythm: {one.rhythm.written if one.rhythm is not None else NONE}}}{title}')
    return "\n".join(lines) + "\n"
