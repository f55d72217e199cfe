"""``shuke scheme``: list, show, lint, new, and what else is done with schemes."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shuke.cli import scheme_diff, scheme_import, scheme_names
from shuke.cli.shared import Language, language, say

if TYPE_CHECKING:
    from shuke.scheme.document import Document
    from shuke.scheme.lint.finding import Finding
    from shuke.scheme.model import Scheme

app = typer.Typer(help="Rating schemes: list, show, lint, start a new one.", no_args_is_help=True)
Reference = Annotated[str, typer.Argument(metavar="ID|FILE", help="A built-in scheme or a file.")]
FORMS = ("document", "sentences", "formula", "tree", "schema")


@app.command("list")
def list_(lang: Language = None) -> None:
    """List the built-in schemes: id, title, result columns, and what they look at."""
    from shuke.scheme.parse import library_ids, parse, scheme_text

    spoken = language(lang)
    rows = [_row(parse(*scheme_text(name))[0], spoken) for name in library_ids()]
    widths = [max(_width(row[place]) for row in rows) for place in range(3)]
    for row in rows:
        cells = [cell + " " * (size - _width(cell)) for cell, size in zip(row, widths, strict=False)]
        say("  ".join([*cells, row[-1]]).rstrip())


@app.command()
def show(
    reference: Reference,
    as_: Annotated[
        str | None,
        typer.Option("--as", metavar="FORM", help=f"{', '.join(FORMS)}; default: sentences and formula."),
    ] = None,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="With --as document: with everything that the scheme extends.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: sentences, formula and trees.")] = False,
    lang: Language = None,
) -> None:
    """Say what a scheme does: in sentences and as a formula, as its document, or as a decision tree."""
    from shuke.errors import UsageError
    from shuke.scheme.parse import scheme_text

    spoken = language(lang)
    if as_ not in {None, *FORMS}:
        raise UsageError("form_unknown", value=as_, known=", ".join(FORMS))
    content, name = scheme_text(reference)
    if as_ == "document":
        say(_document(content, name, resolved=resolved))
    elif as_ == "schema":
        _schema(spoken)
    elif as_json:
        say(json.dumps(_told(content, name, spoken), ensure_ascii=False, indent=2))
    else:
        for line in _lines(content, name, as_, spoken):
            say(line)


@app.command()
def schema(lang: Language = None) -> None:
    """Print the JSON Schema of schemes, by which an editor completes and checks them."""
    _schema(language(lang))


@app.command()
def lint(
    reference: Reference,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings for programs.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="A warning ends with exit code 4 too.")] = False,
) -> None:
    """Prove a scheme before it runs; every finding names its line. With notes at most, the scheme is read aloud."""
    from shuke.locale import text
    from shuke.scheme.parse import scheme_text
    from shuke.scheme.sentences import sentences
    from shuke.scheme.spoken.names import said

    spoken = language(lang)
    scheme, found = _found(*scheme_text(reference), as_json=as_json)
    counts = {severity: sum(one["severity"] == severity for one in found) for severity in ("error", "warning", "note")}
    if as_json:
        document = {"scheme": scheme.scheme if scheme else None, "counts": counts, "findings": found}
        say(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for one in found:
            say(one["lines"][spoken])
        if found:
            say(said("lint.counts", spoken, **{f"{severity}s": count for severity, count in counts.items()}))
        if scheme is not None and not counts["error"] and not counts["warning"]:
            say(text("terminal.lint_good", spoken, name=scheme.scheme))
            for sentence in sentences(scheme, spoken):
                say(f"  {sentence}")
    if counts["error"] or (strict and counts["warning"]):
        raise typer.Exit(4)


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    from_: Annotated[str, typer.Option("--from", metavar="ID", help="The scheme to start from.")],
    extends: Annotated[
        bool, typer.Option("--extends", help="Write only what differs: a short document that extends a built-in one.")
    ] = False,
    lang: Language = None,
) -> None:
    """Start a scheme of your own from another one."""
    from shuke.errors import UsageError, Where
    from shuke.locale import text
    from shuke.scheme.parse import library_ids, scheme_text
    from shuke.scheme.start import copy, identifier, variant

    spoken = language(lang)
    content, _ = scheme_text(from_)
    if file.exists():
        raise UsageError("file_exists", Where(file=str(file)))
    if extends and from_ not in library_ids():
        raise UsageError("extends_needs_id", value=from_, known=", ".join(library_ids()))
    name = identifier(file.stem)
    written = variant(content, from_, name, spoken) if extends else copy(content, name)
    try:
        file.write_text(written, encoding="utf-8")
    except OSError as error:
        raise UsageError("file_not_written", Where(file=str(file)), problem=error.strerror or "") from None
    say(text("terminal.scheme_new", spoken, file=file))


app.command("diff")(scheme_diff.diff)
app.command("sensitivity")(scheme_diff.sensitivity)
app.command("import")(scheme_import.import_)
app.command("names")(scheme_names.names)


def _row(scheme: Scheme, lang: str) -> tuple[str, str, str, str]:
    """Return what the list says of a scheme."""
    from shuke.scheme.spoken.names import column, listed, worded

    looked_at = listed([column(name, lang, scheme) for name in scheme.metrics], lang)
    return scheme.scheme, worded(scheme.title, lang), ", ".join(scheme.results), looked_at


def _width(cell: str) -> int:
    """Return how many cells of a terminal a text takes; Chinese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell)


def _document(content: str, name: str, *, resolved: bool) -> str:
    from shuke.scheme.parse import parse
    from shuke.scheme.written import yaml_text

    if not resolved:
        return content.rstrip("\n")
    values = dict(parse(content, name)[1].values)
    values.pop("extends", None)
    return yaml_text(values).rstrip("\n")


def _lines(content: str, name: str, form: str | None, lang: str) -> list[str]:
    """Return a scheme in words, one line after another."""
    from shuke.scheme.parse import parse
    from shuke.scheme.sentences import sentences
    from shuke.scheme.spoken.formula import formula
    from shuke.scheme.spoken.names import said, worded

    scheme, _ = parse(content, name)
    if form == "sentences":
        return sentences(scheme, lang)
    if form == "formula":
        return [formula(scheme, lang)]
    if form == "tree":
        return _tree(scheme, lang)
    extends = [said("shown.extends", lang, base=scheme.extends)] if scheme.extends else []
    head = [f"{worded(scheme.title, lang)} ({scheme.scheme})", *extends, ""]
    return [*head, *sentences(scheme, lang), "", formula(scheme, lang)]


def _tree(scheme: Scheme, lang: str) -> list[str]:
    from shuke.locale import text
    from shuke.scheme.spoken.names import said
    from shuke.scheme.spoken.places import grace
    from shuke.scheme.tree import lines, tree

    found: list[str] = []
    for result in scheme.groups:
        grown = tree(scheme, result)
        if grown is not None:
            title = text(f"words.column.{result}", lang)
            found += ["", f"{title} ({result})", *lines(scheme, grown, lang)]
            found += grace(scheme, lang) if result == "tier" else []
    return found[1:] if found else [said("shown.no_tree", lang)]


def _told(content: str, name: str, lang: str) -> dict[str, Any]:
    """Return a scheme in words for programs."""
    from shuke.scheme.parse import parse
    from shuke.scheme.sentences import sentences
    from shuke.scheme.spoken.formula import formula
    from shuke.scheme.tree import tree

    scheme, _ = parse(content, name)
    trees = {result: grown.document() for result in scheme.groups if (grown := tree(scheme, result)) is not None}
    return {
        "scheme": scheme.scheme,
        "title": scheme.title.model_dump(),
        "results": list(scheme.results),
        "sentences": sentences(scheme, lang),
        "formula": formula(scheme, lang),
        "trees": trees,
    }


def _schema(lang: str) -> None:
    from shuke.scheme.json_schema import json_schema

    say(json.dumps(json_schema(lang), ensure_ascii=False, indent=2))


def _found(content: str, name: str, *, as_json: bool) -> tuple[Scheme | None, list[dict[str, Any]]]:
    """Return the scheme and its findings; for programs, what keeps it from being read is a finding too.

    Raises:
        SchemeError: it cannot be read, and a person is told.
    """
    from shuke.errors import SchemeError
    from shuke.scheme.lint import lint as prove
    from shuke.scheme.parse import parse

    try:
        scheme, document = parse(content, name)
    except SchemeError as error:
        if not as_json:
            raise
        return None, [_problem(one) for one in getattr(error, "problems", [error])]
    return scheme, _findings(prove, scheme, document, as_json=as_json)


def _findings(prove: Any, scheme: Scheme, document: Document, *, as_json: bool) -> list[dict[str, Any]]:
    from shuke.locale import LANGUAGES

    found: tuple[Finding, ...] = prove(scheme, document)
    if as_json:
        return [one.document() for one in found]
    return [{"severity": one.severity, "lines": {lang: one.render(lang) for lang in LANGUAGES}} for one in found]


def _problem(error: Any) -> dict[str, Any]:
    from shuke.locale import LANGUAGES

    return {
        "code": error.key,
        "severity": "error",
        "key": error.key,
        "line": error.where.line,
        "column": error.where.position,
        "message": {lang: error.render(lang) for lang in LANGUAGES},
    }
