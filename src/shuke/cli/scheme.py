"""``shuke scheme``: list, show, lint, new."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say

app = typer.Typer(help="Rating schemes: list, show, lint, start a new one.", no_args_is_help=True)
Reference = Annotated[str, typer.Argument(metavar="ID|FILE", help="A built-in scheme or a file.")]


@app.command("list")
def list_(lang: Language = None) -> None:
    """List the built-in schemes."""
    from shuke.scheme.parse import library_ids, parse, scheme_text

    spoken = language(lang)
    for name in library_ids():
        scheme, _ = parse(*scheme_text(name))
        say(f"{name}  {scheme.title.model_dump()[spoken]}")


@app.command()
def show(reference: Reference) -> None:
    """Print a scheme's document."""
    from shuke.scheme.parse import scheme_text

    say(scheme_text(reference)[0].rstrip("\n"))


@app.command()
def lint(reference: Reference, lang: Language = None) -> None:
    """Prove a scheme and read it aloud; every problem names its line."""
    from shuke.locale import text
    from shuke.scheme.lint import lint as prove
    from shuke.scheme.parse import parse, scheme_text
    from shuke.scheme.sentences import sentences
    from shuke.stages.metrics import METRICS

    spoken = language(lang)
    scheme, document = parse(*scheme_text(reference))
    prove(scheme, document, frozenset(METRICS))
    say(text("terminal.lint_good", spoken, name=scheme.scheme))
    for sentence in sentences(scheme, spoken):
        say(f"  {sentence}")


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    from_: Annotated[str, typer.Option("--from", metavar="ID", help="The scheme to start from.")],
    lang: Language = None,
) -> None:
    """Start a scheme of your own from another one."""
    from shuke.errors import UsageError, Where
    from shuke.locale import text
    from shuke.scheme.parse import scheme_text

    content, _ = scheme_text(from_)
    if file.exists():
        raise UsageError("file_exists", Where(file=str(file)))
    name = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "my-scheme"
    try:
        file.write_text(re.sub(r"(?m)^scheme: .*$", f"scheme: {name}", content, count=1), encoding="utf-8")
    except OSError as error:
        raise UsageError("file_not_written", Where(file=str(file)), problem=error.strerror or "") from None
    say(text("terminal.scheme_new", language(lang), file=file))
