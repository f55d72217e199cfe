"""``shuke backtest``: which scheme would have found, on past days, the customers who turned out best."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.questions import settled
from shuke.cli.reading import reads
from shuke.cli.shared import Language, Sources, language, say, values
from shuke.days import a_date

if TYPE_CHECKING:
    from shuke.backtesting import Backtest
    from shuke.ingest.raw import Reading


@reads
def backtest(
    sources: Sources,
    reading: Reading,
    scheme: Annotated[
        list[str] | None,
        typer.Option(metavar="ID|FILE", help="A scheme to judge. Repeatable; default: all built-in ones."),
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE", help="A past day: what was known then. Repeatable; default: half a year back."),
    ] = None,
    horizon_days: Annotated[
        int | None, typer.Option(metavar="N", help="How many days after it to look at; default: all there are.")
    ] = None,
    resamples: Annotated[
        int, typer.Option(metavar="N", help="How often customers are drawn anew for the intervals; 0: no intervals.")
    ] = 400,
    interactions: Annotated[Path | None, typer.Option(help="A table with customer_id, kind, occurred_at.")] = None,
    customers: Annotated[
        Path | None, typer.Option(help="A table with customer_id and attributes that a scheme looks at.")
    ] = None,
    missing: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Go on without a table: count as this. Repeatable.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write summary.json and backtest.csv to this folder.")
    ] = None,
    memory_limit: Annotated[str | None, typer.Option(help="Memory of the engine, e.g. 1GB.")] = None,
    threads: Annotated[int | None, typer.Option(help="Number of threads; default: all cores.")] = None,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Judge schemes by your own history: fitted on what was known on a past day, judged on what came after it."""
    from shuke.backtesting import Wish
    from shuke.backtesting import backtest as judge
    from shuke.backtesting.files import document, save
    from shuke.cli.backtest_shown import judged
    from shuke.rating import Options

    spoken = language(lang)
    days = tuple(day for day in map(a_date, split or ()) if day is not None)
    wish = Wish(tuple(scheme or ()), days, horizon_days, resamples)
    options = Options(
        interactions=interactions,
        customers=customers,
        missing=values(missing),
        memory_limit=memory_limit,
        threads=threads,
    )

    def run(reading: Reading) -> tuple[Backtest, list[Path]]:
        with steps(spoken) as step:
            found = judge([*sources], wish, replace(options, reading=reading), step)
            return found, save(found, out) if out is not None else []

    found, written = settled(run, reading, spoken)
    if as_json:
        say(json.dumps(document(found), ensure_ascii=False, indent=2))
    else:
        say("\n".join(judged(found, written, spoken)))
