"""What the data leaves open: asked at a terminal, refused in a pipe with the option that decides it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from shuke.errors import Undecided, UsageError
from shuke.locale import text

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading

Decide = Annotated[
    list[str] | None,
    typer.Option("--decide", metavar="NAME=VALUE", help="Answer what the data leaves open. Repeatable."),
]
Answer = TypeVar("Answer")


def decisions(pairs: list[str] | None) -> dict[str, str]:
    """Return ``NAME=VALUE`` pairs as a mapping.

    Raises:
        UsageError: a pair is malformed.
    """
    found = {}
    for pair in pairs or ():
        name, sign, value = pair.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UsageError("decide_malformed", value=pair)
        found[name.strip()] = value.strip()
    return found


def settled(run: Callable[[Reading], Answer], reading: Reading, lang: str) -> Answer:
    """Return what ``run`` returns; what it finds open is asked of the person at the terminal, if there is one.

    Raises:
        Undecided: something is open, and nobody is there to ask.
    """
    while True:
        try:
            return run(reading)
        except Undecided as question:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            answer = _ask(question, lang)
            reading = replace(reading, decisions={**reading.decisions, question.decision: answer})


def _ask(question: Undecided, lang: str) -> str:
    """Return the answer that a person chooses by its number or its name."""
    typer.echo(question.render(lang).splitlines()[0], err=True)
    for number, choice in enumerate(question.choices, 1):
        meaning = text(f"decisions.{question.decision}.{choice}", lang)
        typer.echo(f"  {number}  {meaning} ({choice})", err=True)
    while True:
        given = typer.prompt(text("terminal.choose", lang), err=True).strip()
        if given in question.choices:
            return str(given)
        if given.isdecimal() and 1 <= int(given) <= len(question.choices):
            return question.choices[int(given) - 1]
