"""``shuke backup``, ``restore`` and ``forget``: a workspace as one file and back, and a customer erased from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say
from shuke.cli.workspace import HERE, Home, Wait
from shuke.errors import UsageError, Where

MEGABYTE = 1_000_000


def backup(
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write, which does not exist yet.")],
    workspace: Home = HERE,
    with_key: Annotated[bool, typer.Option("--with-key", help="Put the key of the pseudonyms into it too.")] = False,
    lang: Language = None,
) -> None:
    """Write a backup of a workspace, also while others write to it."""
    from shuke.locale import text
    from shuke.workspace import Workspace
    from shuke.workspace.backup import backup as back_up

    spoken = language(lang)
    done = back_up(Workspace(workspace), out, with_key=with_key)
    size = f"{done.size / MEGABYTE:,.1f}"
    say(text("terminal.workspace.backed_up", spoken, number=done.state, files=f"{done.files:,}", size=size, path=out))
    say(("! " if with_key else "") + text(f"terminal.workspace.{'with' if with_key else 'without'}_key", spoken))


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    home: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or not there yet.")],
    with_key: Annotated[bool, typer.Option("--with-key", help="Also put its key where keys are looked for.")] = False,
    forgotten_of: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Erase whoever was forgotten in this workspace since; default: the backup's own, where it is beside.",
        ),
    ] = None,
    lang: Language = None,
) -> None:
    """Make a workspace of a backup, every file compared with its hash: all of it, or nothing."""
    from shuke.locale import text
    from shuke.workspace import Workspace
    from shuke.workspace.backup import restore as bring_back
    from shuke.workspace.forget import forget_like
    from shuke.workspace.origin import found_origin, named_origin

    spoken = language(lang)
    named = named_origin(forgotten_of) if forgotten_of is not None else None
    done = bring_back(source, home, with_key=with_key)
    say(text("terminal.workspace.restored", spoken, number=done.state, files=f"{done.files:,}", path=home))
    space = Workspace(home)
    origin = named or found_origin(space, source)
    if origin is None:
        say(text("terminal.workspace.origin_unknown", spoken))
    elif origin.head()[1].forgotten:
        figures = {"customers": f"{forget_like(space, origin):,}", "path": origin.home}
        say(text("terminal.workspace.forgotten_again", spoken, **figures))
    if done.with_key and not with_key:
        say(text("terminal.workspace.key_left", spoken))


def forget(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Customers, as their files name them.")
    ] = None,
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="A text file with one id a line.")] = None,
    workspace: Home = HERE,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    wait: Wait = 0,
    lang: Language = None,
) -> None:
    """Erase customers from a workspace for good, and refuse their lines in later loads."""
    from shuke.cli.workspace_shown import mended
    from shuke.locale import text
    from shuke.workspace import Workspace
    from shuke.workspace.forget import forget as erase

    spoken, space = language(lang), Workspace(workspace)
    wanted = [*(ids or ()), *(_listed(file) if file is not None else ())]
    if wanted and not yes:
        typer.confirm(text("terminal.workspace.forget_sure", spoken), abort=True, err=True)
    done = erase(space, wanted, wait)
    counts = {"customers": f"{done.customers:,}", "rows": f"{done.rows:,}", "runs": done.runs}
    say(mended(space, spoken) + text("terminal.workspace.forgot", spoken, **counts))
    if done.campaigns:
        say(text("terminal.workspace.forgot_campaigns", spoken, names=", ".join(done.campaigns)))
    for place in done.elsewhere:
        say("! " + text("terminal.workspace.forgot_elsewhere", spoken, path=place))
    say(text("terminal.workspace.forgot_states", spoken))


def _listed(file: Path) -> list[str]:
    """Return the ids of a file, one a line."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", None) or "UTF-8"
        raise UsageError("forget_file", Where(file=str(file)), problem=problem) from None
    return [line.strip() for line in lines if line.strip()]
