"""Cells of workbooks that hold no value: errors of Excel, formulas without a saved result, and what a merge spread."""

from __future__ import annotations

from dataclasses import replace

from shuke.ingest.columns import Meaning
from shuke.ingest.containers.sheet import ERROR, FORMULA, MERGED
from shuke.ingest.raw import Raw
from shuke.stages.relation import literal

# Canonical column -> the reasons for an error value and for a formula without a result in it.
FLAWS: dict[str, tuple[str, str]] = {
    "customer_id": ("customer_id_is_error", "customer_id_unsaved"),
    "order_id": ("order_id_is_error", "order_id_unsaved"),
    "ordered_at": ("date_is_error", "date_unsaved"),
    "amount": ("amount_is_error", "amount_unsaved"),
}
FLAW_REASONS: dict[str, str | None] = {reason: name for name, reasons in FLAWS.items() for reason in reasons}
# A merged amount stands for all its rows together; it must not be counted once for each of them.
COUNTED = ("amount", "quantity", "unit_price", "cost")
# What Excel writes into a text file in the place of a value.
ERROR_TEXT = r"#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)"


def counted_once(raw: Raw, meaning: Meaning) -> Raw:
    """Return a source in which a merged amount or quantity stands in its first row alone."""
    cells = list(raw.cells)
    for name in COUNTED:
        index = meaning.columns.get(name)
        if index is not None and index in raw.marks:
            own = f"{raw.marks[index]} IS DISTINCT FROM {literal(MERGED)}"
            cells[index] = replace(cells[index], expression=f"CASE WHEN {own} THEN {cells[index].expression} END")
    return replace(raw, cells=tuple(cells))


def flaws(raw: Raw, meaning: Meaning) -> list[tuple[str, str]]:
    """Return conditions on the cells' marks with the reasons for which they reject a row."""
    arms = []
    for name, (error, unsaved) in FLAWS.items():
        for column in ("quantity", "unit_price") if name == "amount" and name not in meaning.columns else (name,):
            mark = raw.marks.get(meaning.columns.get(column, -1))
            if mark is not None:
                arms.append((f"{mark} = {literal(ERROR)}", literal(error)))
                arms.append((f"{mark} = {literal(FORMULA)}", literal(unsaved)))
    return arms


def is_error_text(text: str) -> str:
    """Return the condition that a text is the name of an error value."""
    return f"REGEXP_FULL_MATCH({text}, {literal(ERROR_TEXT)})"
