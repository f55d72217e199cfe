"""``shuke score``: the main job."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.questions import settled
from shuke.cli.reading import reads
from shuke.cli.shared import Language, Sources, language, say, values
from shuke.days import a_date
from shuke.errors import UsageError

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading


@reads
def score(
    sources: Sources,
    reading: Reading,
    scheme: Annotated[str, typer.Option(help="The id of a built-in scheme, or a file.")] = "rfm-quintile-weighted",
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Rate as of this day; default: the latest order.")
    ] = None,
    interactions: Annotated[Path | None, typer.Option(help="A table with customer_id, kind, occurred_at.")] = None,
    customers: Annotated[
        Path | None, typer.Option(help="A table with customer_id and attributes that the scheme looks at.")
    ] = None,
    metrics: Annotated[
        str | None, typer.Option(help="Further metrics in the table: names with commas, or all.")
    ] = None,
    carry: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Carry this attribute into the table, e.g. region. Repeatable."),
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
    breaks: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Use the break values of an earlier result instead of learning them."),
    ] = None,
    repaired: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A rejected.csv whose rows were corrected. Repeatable."),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Compute where the tables lie, e.g. postgres://host/database."),
    ] = None,
    write_table: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Also write the rated table into the database of --engine."),
    ] = None,
    compare_with: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Ask when rows or money are far from those of an earlier result."),
    ] = None,
    earlier: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The last rating, whose tiers count under a scheme with grace."),
    ] = None,
    predict: Annotated[
        bool,
        typer.Option("--predict", help="Also predict what the customers will do next, as columns and in the report."),
    ] = False,
    horizon_days: Annotated[
        int | None,
        typer.Option(metavar="N", help="Predict so many days ahead; default: 182 with --predict, else not at all."),
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
    from shuke.ingest.repairs import with_repaired
    from shuke.rating import Options, rate
    from shuke.result import Result, known_formats
    from shuke.scheme.parse import scheme_text

    spoken = language(lang)
    if breaks or compare_with or earlier:
        from shuke.saved import kept, stood, used_before
    if engine is not None:
        from shuke.pushdown import rate_by
    predict = predict or horizon_days is not None
    if predict:
        from shuke.predicted import Wish, beside
    options = Options(
        as_of=a_date(as_of),
        reading=reading,
        interactions=interactions,
        customers=customers,
        metrics=tuple(name.strip() for name in metrics.split(",")) if metrics else (),
        carry=tuple(carry or ()),
        missing=values(missing),
        kept=kept(breaks) if breaks else None,
        earlier=used_before(compare_with) if compare_with else None,
        stood=stood(earlier) if earlier else None,
        foresee=beside(Wish() if horizon_days is None else Wish(horizon_days)) if predict else None,
        raw_ids=raw,
        to_write=True,
        currency=currency,
        memory_limit=memory_limit,
        threads=threads,
    )
    known_formats(format_ or ())
    if write_table is not None:
        from shuke.engines.names import parts_of

        if engine is None:
            raise UsageError("write_table_without_engine")
        parts_of(write_table)
    given = with_repaired([*sources], repaired or [])
    text, name = scheme_text(scheme)

    def run(reading: Reading) -> tuple[Result, list[Path]]:
        with steps(spoken) as step:
            options_now = replace(options, reading=reading)
            if engine is None:
                rating = rate(given, text, options_now, step, name=name)
            else:
                rating = rate_by(engine, given, text, options_now, step, name=name)
            result = Result(rating)
            return result, result.save(out, format_, spoken, step)

    result, written = settled(run, reading, spoken)
    if write_table is not None:
        result.write_table(write_table)
    say(finished(result, written, format_, spoken))
    result.close()
