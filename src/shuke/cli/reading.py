"""The options by which sources are read, declared once for every command that reads some.

A command says ``@reads`` and takes ``reading``; the terminal then offers it all options of this table, and the
command gets the settings that they make.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from shuke.cli.shared import mapping
from shuke.errors import UsageError

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading

# Option -> its type with what is said of it, and its default.
OPTIONS: Mapping[str, tuple[Any, Any]] = {
    "map_": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--map", metavar="NAME=HEADER", help="Say which column is which, e.g. amount=实付金额. Repeatable."
            ),
        ],
        None,
    ),
    "profile": (
        Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="A mapping profile: what was decided about sources of this shape."),
        ],
        None,
    ),
    "encoding": (Annotated[str | None, typer.Option(help="The text encoding, when it should not be found out.")], None),
    "sheet": (
        Annotated[
            list[str] | None,
            typer.Option(
                help="A sheet of a workbook, or * for all with equal headers. Repeatable; default: the first."
            ),
        ],
        None,
    ),
    "header": (
        Annotated[
            str | None,
            typer.Option(metavar="ROW", help="The row of the headers, two rows as 3-4, or none; default: found out."),
        ],
        None,
    ),
    "range": (
        Annotated[
            str | None,
            typer.Option(metavar="RANGE", help="The part of the sheet to read: B3:F120, B:F or 3:120."),
        ],
        None,
    ),
    "timezone": (
        Annotated[str | None, typer.Option(help="Local zone for timestamps that carry one, e.g. Asia/Shanghai.")],
        None,
    ),
    "date_format": (
        Annotated[str | None, typer.Option(help="Date format when day and month could be confused, e.g. %d/%m/%Y.")],
        None,
    ),
    "decide": (
        Annotated[
            list[str] | None,
            typer.Option("--decide", metavar="NAME=VALUE", help="Answer what the data leaves open. Repeatable."),
        ],
        None,
    ),
    "policy": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--policy", metavar="NAME=VALUE", help="What to do with rows that may not be meant. Repeatable."
            ),
        ],
        None,
    ),
    "deduplicate": (
        Annotated[bool, typer.Option("--deduplicate", help="Merge rows that are equal in every column.")],
        False,
    ),
    "zero_orders": (
        Annotated[str, typer.Option(help="neither, or purchase: how orders of amount 0 count.")],
        "neither",
    ),
}
# Options that are the answers to decisions, under names of their own because they are needed often.
DECIDING = ("header", "range")


def reads(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that has the options of reading, for one that takes what they make as ``reading``."""
    hints = get_type_hints(command, localns={"Reading": object}, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(command).parameters.items()
        if name != "reading"
    ]
    named = inspect.Parameter.POSITIONAL_OR_KEYWORD
    shared = [
        inspect.Parameter(name, named, default=default, annotation=annotation)
        for name, (annotation, default) in OPTIONS.items()
    ]

    def run(**given: Any) -> None:
        settings = {name: given.pop(name) for name in OPTIONS}
        command(**given, reading=_reading(settings))

    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *shared)}
    run.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]
    return run


def decisions(pairs: list[str] | None) -> dict[str, str]:
    """Return ``NAME=VALUE`` pairs as a mapping.

    Raises:
        UsageError: a pair is malformed.
    """
    return _pairs(pairs, "decide_malformed")


def _pairs(pairs: list[str] | None, wrong: str) -> dict[str, str]:
    found = {}
    for pair in pairs or ():
        name, sign, value = pair.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UsageError(wrong, value=pair)
        found[name.strip()] = value.strip()
    return found


def _reading(given: Mapping[str, Any]) -> Reading:
    """Return the settings that the options of a command line make.

    Raises:
        UsageError: an option cannot be meant.
    """
    from shuke.ingest.raw import Reading

    zero_orders = given["zero_orders"]
    if zero_orders not in {"neither", "purchase"}:
        raise UsageError("zero_orders_unknown", value=zero_orders)
    deciding = {name: given[name] for name in DECIDING if given[name] is not None}
    reading = Reading(
        mapping=mapping(given["map_"]),
        encoding=given["encoding"],
        sheets=tuple(given["sheet"] or ()),
        timezone=given["timezone"],
        date_format=given["date_format"],
        deduplicate=given["deduplicate"],
        zero_orders=zero_orders,
        decisions={**decisions(given["decide"]), **deciding},
        policies=_pairs(given["policy"], "policy_malformed"),
    )
    if given["profile"] is None:
        return reading
    from shuke.ingest.profile.settings import with_profile

    return with_profile(reading, given["profile"])
