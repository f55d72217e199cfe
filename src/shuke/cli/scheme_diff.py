"""``shuke scheme diff`` and ``shuke scheme sensitivity``: what if another scheme, what if another weight."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.questions import settled
from shuke.cli.reading import reads
from shuke.cli.shared import Language, language, say, values
from shuke.days import a_date
from shuke.errors import UsageError

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading
    from shuke.rating import Options
    from shuke.whatif import Comparison, Sensitivity

On = Annotated[
    list[Path] | None,
    typer.Option("--on", metavar="SOURCE...", help="Sales files or folders to rate under the scheme."),
]
More = Annotated[list[Path] | None, typer.Argument(metavar="", help="Further sources.", hidden=True)]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="Rate as of this day; default: the latest order.")]
Interactions = Annotated[Path | None, typer.Option(help="A table with customer_id, kind, occurred_at.")]
Customers = Annotated[Path | None, typer.Option(help="A table with customer_id and attributes that a scheme looks at.")]
Missing = Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="Go on without a table: count as this.")]
Raw = Annotated[bool, typer.Option("--raw", help="Show and write personal ids as they are.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@reads
def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="A built-in scheme or a file.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The scheme to compare with it.")],
    reading: Reading,
    more: More = None,
    on: On = None,
    as_of: AsOf = None,
    interactions: Interactions = None,
    customers: Customers = None,
    missing: Missing = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write diff.json and movers.csv to this folder.")
    ] = None,
    lang: Language = None,
    raw: Raw = False,
    as_json: AsJson = False,
) -> None:
    """Compare two schemes: what they say differently and, with --on, who is placed elsewhere."""
    from shuke.cli.scheme_diff_shown import compared, documents
    from shuke.rating import rate
    from shuke.scheme.parse import parse, scheme_text
    from shuke.whatif import compare, differences
    from shuke.whatif.files import comparison_document, save

    spoken = language(lang)
    texts = [scheme_text(reference) for reference in (first, second)]
    sources = [*(on or ()), *(more or ())]
    if not sources:
        if out is not None or as_json:
            raise UsageError("no_source")
        schemes = [parse(content, name)[0] for content, name in texts]
        say("\n".join(documents(differences(*schemes), spoken)))
        return
    options = _options(as_of, interactions, customers, missing, raw=raw)

    def run(reading: Reading) -> tuple[Comparison, list[Path]]:
        with steps(spoken) as step:
            ratings = []
            try:
                for content, name in texts:
                    ratings.append(rate(sources, content, replace(options, reading=reading), step, name=name))
                found = compare(*ratings)
                return found, save(found, out) if out is not None else []
            finally:
                for rating in ratings:
                    rating.engine.close()

    found, written = settled(run, reading, spoken)
    say(
        json.dumps(comparison_document(found), ensure_ascii=False, indent=2)
        if as_json
        else "\n".join(compared(found, written, spoken))
    )


@reads
def sensitivity(
    reference: Annotated[str, typer.Argument(metavar="ID|FILE", help="A built-in scheme or a file.")],
    reading: Reading,
    more: More = None,
    on: On = None,
    by: Annotated[str, typer.Option(metavar="SHARE", help="How much of itself each weight changes by.")] = "5%",
    as_of: AsOf = None,
    interactions: Interactions = None,
    customers: Customers = None,
    missing: Missing = None,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Tell how many customers and how much money change place when a weight changes a little."""
    from shuke.cli.scheme_diff_shown import weighed
    from shuke.rating import rate
    from shuke.scheme.parse import scheme_text
    from shuke.whatif import sensitivity as measure
    from shuke.whatif.files import sensitivity_document

    spoken, change = language(lang), a_share(by)
    sources = [*(on or ()), *(more or ())]
    if not sources:
        raise UsageError("no_source")
    content, name = scheme_text(reference)
    options = _options(as_of, interactions, customers, missing, raw=False)

    def run(reading: Reading) -> Sensitivity:
        with steps(spoken) as step:
            rating = rate(sources, content, replace(options, reading=reading), step, name=name)
            try:
                return measure(rating, change)
            finally:
                rating.engine.close()

    found = settled(run, reading, spoken)
    say(
        json.dumps(sensitivity_document(found), ensure_ascii=False, indent=2)
        if as_json
        else "\n".join(weighed(found, spoken))
    )


def a_share(value: str) -> Decimal:
    """Return the share that ``5%`` or ``0.05`` means, exactly.

    Raises:
        UsageError: it is neither.
    """
    try:
        plain = value.strip().removesuffix("%")
        share = Decimal(plain) / (100 if plain != value.strip() else 1)
    except InvalidOperation:
        raise UsageError("whatif_by_malformed", value=value) from None
    if not share.is_finite():
        raise UsageError("whatif_by_malformed", value=value)
    return share


def _options(
    as_of: str | None,
    interactions: Path | None,
    customers: Path | None,
    missing: list[str] | None,
    *,
    raw: bool,
) -> Options:
    from shuke.rating import Options

    return Options(
        as_of=a_date(as_of),
        interactions=interactions,
        customers=customers,
        missing=values(missing),
        raw_ids=raw,
    )
