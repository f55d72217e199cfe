"""``shuke overlap``: two companies compare their customers, and learn how many they share, by tier, and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say
from shuke.errors import UsageError

app = typer.Typer(
    help="Compare customers with another company without showing each other the lists.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]
Mine = Annotated[Path, typer.Argument(metavar="MINE", help="The codes of one side.")]
Theirs = Annotated[Path, typer.Argument(metavar="THEIRS", help="The codes of the other.")]


@app.command("key")
def key(
    file: File,
    purpose: Annotated[str, typer.Option(help="What is compared and why: one key is for one purpose.")],
    lang: Language = None,
) -> None:
    """Make the secret that both companies share for one comparison."""
    from shuke.locale import text
    from shuke.overlap.secret import make_key

    made = make_key(file, purpose)
    say(text("overlap.key_made", language(lang), path=file, name=made.name, purpose=made.purpose))


@app.command("export")
def export(
    result: Annotated[Path, typer.Argument(metavar="RESULT_DIR", help="A folder that shuke score wrote.")],
    key_file: Annotated[Path, typer.Option(metavar="FILE", help="The shared key.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file of codes to write.")],
    ids: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A table with customer_id and the identifier to compare by.")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="HEADER", help="The column of that identifier.")] = None,
    pad: Annotated[int, typer.Option(metavar="N", help="Fill each tier up to a multiple of N; 0: do not.")] = 100,
    lang: Language = None,
) -> None:
    """Write the codes and tiers of one side's customers, in the order of the codes."""
    from shuke.engines.duckdb import DuckDB
    from shuke.locale import text
    from shuke.overlap.codes import export as write
    from shuke.overlap.ids import Table
    from shuke.overlap.secret import read_key
    from shuke.saved import open_saved
    from shuke.stages.places import group_names

    if (ids is None) != (by is None):
        raise UsageError("overlap_ids_and_by")
    saved, shared = open_saved(result), read_key(key_file)
    table = Table(ids, by) if ids is not None and by is not None else None
    order = [str(name) for name in group_names(saved.scheme, saved.fitted, saved.scheme.main)]
    with DuckDB() as engine:
        done = write(engine, saved.folder, saved.document, (saved.scheme.main, order), shared, out, table, pad)
    figures = {"customers": done.customers, "without": done.without, "padding": done.padding}
    told = {name: f"{count:,}" for name, count in figures.items()}
    say(text("overlap.exported", language(lang), path=out, name=done.key, purpose=done.purpose, **told))


@app.command("compare")
def compare(
    mine: Mine,
    theirs: Theirs,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    lang: Language = None,
) -> None:
    """Count the customers of both sides by pair of tiers; small counts are hidden."""
    from shuke.overlap.compare import compare as count
    from shuke.overlap.told import document, lines

    found = count(mine, theirs)
    say(
        json.dumps(document(found), ensure_ascii=False, indent=2)
        if as_json
        else "\n".join(lines(found, language(lang)))
    )
