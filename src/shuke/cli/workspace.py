"""``shuke init``, ``load``, ``refresh``, ``status``, ``history``, ``rollback``: data kept, loaded once, rated again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.questions import settled
from shuke.cli.reading import reads
from shuke.cli.shared import Language, language, say
from shuke.days import a_date
from shuke.errors import UsageError

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading

Home = Annotated[Path, typer.Option("--workspace", metavar="DIR", help="The workspace; default: the current folder.")]
Wait = Annotated[float, typer.Option(min=0, help="Seconds to wait while somebody else is writing.")]
Memory = Annotated[
    str | None, typer.Option(metavar="SIZE", help="The engine's memory, e.g. 1GB; the rest spills to disk.")
]
Threads = Annotated[int | None, typer.Option(min=1, help="Number of threads; default: all cores.")]
Maybe = Annotated[
    list[Path] | None,
    typer.Argument(metavar="SOURCE...", help="Files or folders: CSV, Excel, ODS, Parquet, zip.", show_default=False),
]
HERE = Path()


def init(
    home: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or not there yet.")],
    scheme: Annotated[str, typer.Option(help="The id of a built-in scheme, or a file.")] = "rfm-quintile-weighted",
    raw: Annotated[bool, typer.Option("--raw", help="Keep personal ids and names as they are.")] = False,
    lang: Language = None,
) -> None:
    """Make a workspace: a folder in which data is loaded once, de-identified and kept."""
    from shuke.locale import text

    spoken = language(lang)
    make(home, scheme, raw=raw, lang=spoken)
    say(text("terminal.workspace.next_load", spoken, path=home))


def make(home: Path, scheme: str, *, raw: bool, lang: str) -> None:
    """Make a workspace, and tell that it is there; what comes next is for the caller to say."""
    from shuke.locale import text
    from shuke.scheme.lint import require_sound
    from shuke.scheme.parse import parse, scheme_text, self_contained
    from shuke.scheme.spoken.names import worded
    from shuke.workspace import Settings, Workspace

    given, name = scheme_text(scheme)
    parsed, document = parse(given, name)
    require_sound(parsed, document)
    Workspace.init(home, self_contained(given, name), Settings(raw))
    say(text("terminal.workspace.init", lang, path=home, title=worded(parsed.title, lang)))


@reads
def load(
    reading: Reading,
    sources: Maybe = None,
    interactions: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A table with customer_id, kind, occurred_at. Repeatable."),
    ] = None,
    customers: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A table with customer_id and attributes. Repeatable."),
    ] = None,
    workspace: Home = HERE,
    memory_limit: Memory = None,
    threads: Threads = None,
    remember: Annotated[
        bool, typer.Option("--remember", help="Also take in lines of customers who were forgotten.")
    ] = False,
    wait: Wait = 0,
    lang: Language = None,
) -> None:
    """Load files into a workspace; what is there already never counts twice."""
    from shuke.cli.workspace_shown import loaded, mended
    from shuke.workspace import Machine, Taken, Workspace
    from shuke.workspace import load as take
    from shuke.workspace.beside import Beside

    spoken, space = language(lang), Workspace(workspace)

    beside = Beside(tuple(interactions or ()), tuple(customers or ()))
    if not sources and beside == Beside():
        raise UsageError("nothing_to_load")
    engine = Machine(memory_limit, threads)

    def run(reading: Reading) -> Taken:
        with steps(spoken) as step:
            return take(
                space, sources or (), reading, step, machine=engine, wait=wait, remember=remember, beside=beside
            )

    taken = settled(run, reading, spoken)
    say(mended(space, spoken) + loaded(space, taken, spoken))


def refresh(
    workspace: Home = HERE,
    scheme: Annotated[str | None, typer.Option(help="A scheme's id or file; default: the workspace's own.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Rate as of this day; default: the latest order.")
    ] = None,
    breaks: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Use the break values of an earlier result instead of learning them."),
    ] = None,
    zero_orders: Annotated[
        str | None, typer.Option(help="neither, or purchase: how orders of amount 0 count; default: as loaded.")
    ] = None,
    metrics: Annotated[
        str | None, typer.Option(help="Further metrics in the table: names with commas, or all.")
    ] = None,
    carry: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Carry this attribute into the table, e.g. region. Repeatable."),
    ] = None,
    publish: Annotated[
        str, typer.Option(help="whole: the whole table; or changes: whoever changed since the run before.")
    ] = "whole",
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Add everything up again instead of what changed; the result is the same.")
    ] = False,
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", help="csv, xlsx or parquet. Repeatable; default: parquet and xlsx."),
    ] = None,
    memory_limit: Memory = None,
    threads: Threads = None,
    wait: Wait = 0,
    lang: Language = None,
) -> None:
    """Rate everybody in a workspace, and keep the result."""
    from shuke.cli.shown import finished
    from shuke.cli.workspace_shown import mended
    from shuke.ingest.raw import Reading
    from shuke.rating import Options
    from shuke.result import known_formats
    from shuke.scheme.parse import scheme_text
    from shuke.workspace import Workspace
    from shuke.workspace import refresh as rate_again

    spoken, space = language(lang), Workspace(workspace)
    if zero_orders not in {None, "neither", "purchase"}:
        raise UsageError("zero_orders_unknown", value=zero_orders)
    if publish not in {"whole", "changes"}:
        raise UsageError("refresh_publish_unknown", value=publish)
    counted = zero_orders or space.head()[1].zero_orders
    kept = None
    if breaks is not None:
        from shuke.saved import kept as learned

        kept = learned(breaks)
    options = Options(
        as_of=a_date(as_of),
        reading=Reading(zero_orders=counted),  # type: ignore[arg-type]
        kept=kept,
        metrics=tuple(name.strip() for name in metrics.split(",")) if metrics else (),
        carry=tuple(carry or ()),
        raw_ids=space.settings.raw,
        to_write=publish == "whole",
        memory_limit=memory_limit,
        threads=threads,
    )
    known_formats(format_ or ())
    given = None if scheme is None else scheme_text(scheme)
    with steps(spoken) as step:
        done = rate_again(
            space,
            options,
            scheme=given,
            formats=format_,
            lang=spoken,
            step=step,
            wait=wait,
            afresh=afresh,
            changes=publish == "changes",
        )
    say(mended(space, spoken) + finished(done.result, done.files, format_, spoken))
    done.result.close()


def status(
    workspace: Home = HERE,
    verify: Annotated[bool, typer.Option("--verify", help="Read every file and compare it with its hash.")] = False,
    lang: Language = None,
) -> None:
    """Show what a workspace holds, and by what it was rated last."""
    from shuke.cli.workspace_shown import standing, verified
    from shuke.workspace import Workspace
    from shuke.workspace.verify import verify as read_all

    spoken, space = language(lang), Workspace(workspace)
    say(standing(space, spoken))
    if verify:
        say(verified(read_all(space), spoken))


def history(workspace: Home = HERE, lang: Language = None) -> None:
    """List what was done to a workspace, the latest first."""
    from shuke.cli.workspace_shown import changes
    from shuke.workspace import Workspace

    say(changes(Workspace(workspace), language(lang)))


def rollback(
    workspace: Home = HERE,
    to: Annotated[
        int | None, typer.Option(metavar="STATE", help="The state to go back to; default: before the last change.")
    ] = None,
    wait: Wait = 0,
    lang: Language = None,
) -> None:
    """Go back to what an earlier state held: exactly that, and nothing is lost."""
    from shuke.cli.workspace_shown import mended
    from shuke.locale import text
    from shuke.workspace import Workspace
    from shuke.workspace import rollback as go_back

    spoken, space = language(lang), Workspace(workspace)
    there, now = go_back(space, to, wait)
    say(mended(space, spoken) + text("terminal.workspace.rolled", spoken, number=now.number, to=there.number))
