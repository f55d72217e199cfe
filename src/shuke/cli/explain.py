"""``shuke explain``: why a customer stands where they stand, and what would lift them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say


def explain(
    out_dir: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="A folder that shuke score wrote.")],
    customer_id: Annotated[str, typer.Argument(metavar="CUSTOMER_ID")],
    predictions: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder that shuke predict wrote: also what is expected of the customer."),
    ] = None,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell why a customer stands where they stand, and the nearest ways up."""
    from shuke.explain.document import document
    from shuke.explain.words import lines
    from shuke.saved import explain_saved, open_saved
    from shuke.workspace.own_lines import lines_of_run

    saved = open_saved(out_dir)
    told = explain_saved(saved, customer_id, lines_of_run(out_dir))
    ahead = None
    if predictions is not None:
        from shuke.predicted.kept import predicted_of

        ahead = predicted_of(predictions, told.customer_id)
    elif "predicted" in saved.document:
        from shuke.predicted.kept import predicted_beside

        ahead = predicted_beside(saved, told.customer_id)
    if as_json:
        found = document(told) if ahead is None else {**document(told), "predicted": ahead.figures}
        say(json.dumps(found, ensure_ascii=False, indent=2))
        return
    spoken = language(lang)
    say("\n".join([*lines(told, spoken), *([] if ahead is None else ["", *ahead.lines(spoken)])]))
