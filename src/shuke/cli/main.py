"""The command ``shuke``: one place where errors become lines on standard error and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from shuke.cli import demo, explain, inspect, scheme, score
from shuke.cli.shared import wanted_language
from shuke.errors import ShukeError
from shuke.locale import text

app = typer.Typer(
    name="shuke",
    help="Shuke (熟客): which customers are worth what, why, and what to do next.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("demo")(demo.demo)
app.command("inspect")(inspect.inspect)
app.command("score")(score.score)
app.command("explain")(explain.explain)
app.add_typer(scheme.app, name="scheme")


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        from shuke.version import __version__

        typer.echo(f"shuke {__version__}")
        raise typer.Exit


def run() -> None:
    """Run the command line; what a user can cause never ends in a traceback."""
    try:
        app()
    except ShukeError as error:
        typer.echo(error.render(wanted_language(sys.argv[1:])), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe has gone; that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo(text("terminal.interrupted", wanted_language(sys.argv[1:])), err=True)
        sys.exit(130)
