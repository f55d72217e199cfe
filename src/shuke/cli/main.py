"""The command ``shuke``: one place where errors become lines on standard error and an exit code."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from shuke.cli import (
    backtest,
    campaign,
    care,
    compare,
    concentration,
    demo,
    doctor,
    explain,
    goals,
    inspect,
    keeping,
    key,
    movement,
    overlap,
    predict,
    privacy,
    products,
    publish,
    resources,
    scheme,
    score,
    serve,
    target,
    teams,
    validate,
    warnings,
    workspace,
)
from shuke.cli.help import in_chinese, wrong_call
from shuke.cli.shared import wanted_language
from shuke.errors import ShukeError, UsageError
from shuke.locale import text
from shuke.room import disk_full, is_full

# The parent of all wrong calls; typer brings its own copy of it and names only the children.
CALL_ERROR: type[Exception] = typer.BadParameter.__bases__[0]
KINDS = {"NoSuchOption": "no_option", "MissingParameter": "missing", "BadParameter": "bad"}

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
app.command("compare")(compare.compare)
app.command("movement")(movement.movement)
app.command("concentration")(concentration.concentration)
app.command("backtest")(backtest.backtest)
app.command("validate")(validate.validate)
app.command("publish")(publish.publish)
app.command("predict")(predict.predict)
for command in (
    workspace.init,
    workspace.load,
    workspace.refresh,
    workspace.status,
    workspace.history,
    workspace.rollback,
    keeping.backup,
    keeping.restore,
    keeping.forget,
    doctor.doctor,
    serve.serve,
    teams.teams,
    products.products,
    target.target,
):
    app.command(command.__name__)(command)
app.add_typer(scheme.app, name="scheme")
app.add_typer(key.app, name="key")
app.add_typer(overlap.app, name="overlap")
app.add_typer(privacy.app, name="privacy")
app.add_typer(campaign.app, name="campaign")
app.add_typer(care.app, name="care")
app.add_typer(goals.app, name="goals")
app.add_typer(warnings.app, name="warnings")
app.add_typer(resources.app, name="resources")


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        from shuke.version import __version__

        typer.echo(f"shuke {__version__}")
        raise typer.Exit


def asked_for(arguments: Sequence[str]) -> typer.Typer:
    """Return the application with the one command, or group of commands, that is asked for; else with all of them.

    To build all of them takes longer than to rate a small file.
    """
    named = arguments[0] if arguments else None
    commands = [one for one in app.registered_commands if one.name == named]
    groups = [one for one in app.registered_groups if one.name == named]
    if not commands and not groups:
        return app
    only = copy(app)
    only.registered_commands, only.registered_groups = commands, groups
    return only


def run() -> None:
    """Run the command line; what a user can cause never ends in a traceback."""
    lang = wanted_language(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe of another encoding shows what it can rather than stopping the run.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        command = get_command(asked_for(sys.argv[1:]))
        if lang == "zh":
            in_chinese(command)
        code = command(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except ShukeError as error:
        typer.echo(error.render(lang), err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        # A disk without room is told as such whoever was writing: a library, or the terminal's own output.
        if not is_full(error):
            raise
        full = disk_full(Path(error.filename or tempfile.gettempdir()))
        typer.echo(full.render(lang), err=True)
        sys.exit(full.exit_code)
    except CALL_ERROR as error:
        typer.echo(usage(error, lang), err=True)
        sys.exit(UsageError.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo(text("terminal.interrupted", lang), err=True)
        sys.exit(130)


def usage(error: Any, lang: str) -> str:
    """Return a wrong call in the reader's language: what is wrong, and where the right form is told."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.message)
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", None) or (_name(parameter) if parameter is not None else "")
    message = wrong_call(error.message) if lang == "zh" else error.message
    what = text(f"terminal.usage.{KINDS.get(kind, 'other')}", lang, name=name, message=message)
    command = error.ctx.command_path if error.ctx is not None else "shuke"
    return f"{what}\n{text('terminal.usage.help', lang, command=command)}"


def _name(parameter: Any) -> str:
    """Return an option as it is written, an argument as the help names it."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).removeprefix("[").removesuffix("]").removesuffix("...")
    return "/".join(parameter.opts)
