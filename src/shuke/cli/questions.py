"""What the data leaves open: asked at a terminal, refused in a pipe with the option that decides it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from shuke.errors import Undecided
from shuke.locale import text

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading

Answer = TypeVar("Answer")


def settled(run: Callable[[Reading], Answer], reading: Reading, lang: str) -> Answer:
    """Return what ``run`` returns; what it finds open is asked of the person at the terminal, if there is one.

    Raises:
        Undecided: something is open, and nobody is there to ask.
    """
    from shuke.ingest.decisions import with_answer

    while True:
        try:
            return run(reading)
        except Undecided as question:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            reading = with_answer(reading, question, _ask(question, lang))


def answer_of(lang: str) -> Callable[[Undecided], str | None]:
    """Return what asks the person at the terminal, and gives None where there is none."""
    there = sys.stdin.isatty() and sys.stderr.isatty()
    return lambda question: _ask(question, lang) if there else None


def _ask(question: Undecided, lang: str) -> str:
    """Return the answer that a person chooses by its number or its name."""
    typer.echo(question.render(lang).splitlines()[0], err=True)
    for number in range(len(question.choices)):
        typer.echo(f"  {number + 1}  {question.choice(number, lang)}", err=True)
    while True:
        given = typer.prompt(text("terminal.choose", lang), err=True).strip()
        if given in question.choices:
            return str(given)
        if given.isdecimal() and 1 <= int(given) <= len(question.choices):
            return question.choices[int(given) - 1]
