"""``shuke score``: the main job."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.questions import Decide, decisions, settled
from shuke.cli.shared import (
    DateFormat,
    Encoding,
    Language,
    Map,
    Sheet,
    Sources,
    Timezone,
    language,
    mapping,
    say,
    values,
)
from shuke.days import a_date
from shuke.errors import UsageError


def score(
    sources: Sources,
    scheme: Annotated[str, typer.Option(help="The id of a built-in scheme, or a file.")] = "rfm-quintile-weighted",
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Rate as of this day; default: the latest order.")
    ] = None,
    map_: Map = None,
    interactions: Annotated[Path | None, typer.Option(help="A table with customer_id, kind, occurred_at.")] = None,
    customers: Annotated[
        Path | None, typer.Option(help="A table with customer_id and attributes that the scheme looks at.")
    ] = None,
    metrics: Annotated[
        str | None, typer.Option(help="Further metrics in the table: names with commas, or all.")
    ] = None,
    missing: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Go on without a table: count as this.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write to.")] = Path("shuke-out"),
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", help="csv, xlsx or parquet. Repeatable; default: parquet and xlsx."),
    ] = None,
    lang: Language = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    timezone: Timezone = None,
    date_format: DateFormat = None,
    decide: Decide = None,
    deduplicate: Annotated[
        bool, typer.Option("--deduplicate", help="Merge rows that are equal in every column.")
    ] = False,
    zero_orders: Annotated[str, typer.Option(help="neither, or purchase: how orders of amount 0 count.")] = "neither",
    breaks: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Use the break values of an earlier result instead of learning them."),
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Write personal ids and names as they are.")] = False,
    currency: Annotated[
        str | None, typer.Option(help="Currency to show, e.g. CNY, when the data does not say.")
    ] = None,
    memory_limit: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="The engine's memory, e.g. 1GB; the rest spills to disk."),
    ] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Number of threads; default: all cores.")] = None,
) -> None:
    """Rate the customers of a sales file and write the table, the report and the account."""
    from shuke.cli.shown import finished
    from shuke.ingest.raw import Reading
    from shuke.rating import Options, rate
    from shuke.result import Result, known_formats
    from shuke.saved import kept
    from shuke.scheme.parse import scheme_text

    spoken = language(lang)
    if zero_orders not in {"neither", "purchase"}:
        raise UsageError("zero_orders_unknown", value=zero_orders)
    reading = Reading(
        mapping=mapping(map_),
        encoding=encoding,
        sheet=sheet,
        timezone=timezone,
        date_format=date_format,
        deduplicate=deduplicate,
        zero_orders="purchase" if zero_orders == "purchase" else "neither",
        decisions=decisions(decide),
    )
    options = Options(
        as_of=a_date(as_of),
        reading=reading,
        interactions=interactions,
        customers=customers,
        metrics=tuple(name.strip() for name in metrics.split(",")) if metrics else (),
        missing=values(missing),
        kept=kept(breaks) if breaks else None,
        raw_ids=raw,
        currency=currency,
        memory_limit=memory_limit,
        threads=threads,
    )
    known_formats(format_ or ())
    text, name = scheme_text(scheme)

    def run(reading: Reading) -> tuple[Result, list[Path]]:
        with steps(spoken) as step:
            result = Result(rate([*sources], text, replace(options, reading=reading), step, name=name))
            return result, result.save(out, format_, spoken, step)

    result, written = settled(run, reading, spoken)
    say(finished(result, written, format_, spoken))
    result.close()
