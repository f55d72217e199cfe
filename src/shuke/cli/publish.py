"""``shuke publish``: a de-identified data product from a saved result, with everything that describes and proves it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say
from shuke.errors import UsageError


def publish(
    result: Annotated[Path, typer.Argument(metavar="RESULT_DIR", help="A folder that shuke score wrote.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write the product to.")],
    region: Annotated[str | None, typer.Option(metavar="VALUE", help="Short for --where region=VALUE.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Choose the customers with this value. Repeatable.")
    ] = None,
    k: Annotated[int, typer.Option("--k", help="The least number of customers who are alike in what others know.")] = 5,
    least: Annotated[
        int | None, typer.Option("--l", help="The least number of sensitive values among them; default: 2.")
    ] = None,
    quasi: Annotated[
        str | None, typer.Option(metavar="COLUMNS", help="Further columns that others can know, with commas.")
    ] = None,
    sensitive: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The sensitive column; default: the result.")
    ] = None,
    leave_out: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Do not publish this column. Repeatable.")
    ] = None,
    most_suppressed: Annotated[
        str, typer.Option(metavar="SHARE", help="The largest share of customers who may be left out.")
    ] = "0.1",
    purpose: Annotated[
        str | None, typer.Option(help="What the codes are for: products of one purpose can be joined.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The product's name; default: choice and scheme.")] = None,
    scene: Annotated[str | None, typer.Option(help="Where the data are used; default: as the scheme says.")] = None,
    provider: Annotated[str | None, typer.Option(help="Who provides the data.")] = None,
    update_cycle: Annotated[str, typer.Option(help="once, monthly, quarterly or yearly.")] = "yearly",
    lang: Language = None,
) -> None:
    """Make a de-identified data product of a result: data, dictionary, description, report, sample, hashes."""
    from shuke.engines.duckdb import DuckDB
    from shuke.publish.files import save
    from shuke.publish.product import make
    from shuke.publish.told import told
    from shuke.publish.wish import Source, Wish
    from shuke.saved import open_saved
    from shuke.workspace.opted_out import opted_out_of

    spoken = language(lang)
    wish = Wish(
        where={**({"region": region} if region is not None else {}), **chosen(where)},
        k=k,
        least=least,
        quasi=tuple(name.strip() for name in quasi.split(",") if name.strip()) if quasi else (),
        sensitive=sensitive,
        leave_out=tuple(leave_out or ()),
        most=_share(most_suppressed),
        purpose=purpose,
        title=title,
        scene=scene,
        provider=provider,
        cycle=update_cycle,
    )
    saved = open_saved(result)
    with DuckDB() as engine:
        product = make(engine, Source.of(saved.folder, saved.document, opted_out_of(saved)), wish)
        written = save(product, out)
        say("\n".join([*told(product, spoken), *(f"  {path}" for path in written)]))


def chosen(pairs: Sequence[str] | None) -> dict[str, str]:
    """Return ``COLUMN=VALUE`` pairs as a mapping.

    Raises:
        UsageError: a pair has no equals sign, or an empty side.
    """
    found = {}
    for pair in pairs or ():
        name, sign, value = pair.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UsageError("publish_where_malformed", value=pair)
        found[name.strip()] = value.strip()
    return found


def _share(value: str) -> Decimal:
    try:
        share = Decimal(value.strip().removesuffix("%")) / (100 if value.strip().endswith("%") else 1)
    except InvalidOperation:
        raise UsageError("publish_most", value=value) from None
    if not share.is_finite():
        raise UsageError("publish_most", value=value)
    return share
