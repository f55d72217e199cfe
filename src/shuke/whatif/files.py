"""What is found as figures for programs: ``diff.json``, ``movers.csv``, and the document of a sensitivity."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from shuke.locale import LANGUAGES
from shuke.store.folder import ResultFolder
from shuke.whatif.compare import NOT_RATED, Amount, Comparison, Mover, Side
from shuke.whatif.documents import Difference
from shuke.whatif.sensitivity import Sensitivity

DIFF, MOVERS = "diff.json", "movers.csv"
FILES = frozenset({DIFF, MOVERS})
HEADER = ("customer_id", "before", "after", "steps", "score_before", "score_after", "monetary")
# A text cell that a spreadsheet would take for a formula, unless it is a number.
FORMULA, NUMBER = re.compile(r"[=+\-@\t\r＝＋－＠]"), re.compile(r"[-+]?[0-9][0-9,.]*")


def save(found: Comparison, folder: Path) -> list[Path]:
    """Write ``diff.json`` and ``movers.csv``, each whole or not at all; return their paths.

    Raises:
        UsageError: the folder cannot be written.
    """
    with ResultFolder(folder) as out:
        with out.file(MOVERS).open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(_row(mover) for mover in found.all_movers())
        out.text(DIFF, json.dumps(comparison_document(found), ensure_ascii=False, indent=2) + "\n")
        out.commit(FILES)
    return [folder / DIFF, folder / MOVERS]


def comparison_document(found: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data: money and scores are text, so that they stay exact."""
    return {
        "as_of": found.as_of,
        "currency": found.currency,
        "kind": found.kind,
        "schemes": [_side(side) for side in (found.first, found.second)],
        "differences": [_difference(one) for one in found.differences],
        "matrix": [
            {"before": _place(cell.before), "after": _place(cell.after), **_amount(Amount(cell.customers, cell.money))}
            for cell in found.cells
        ],
        "rated_by_both": _amount(found.both),
        "rated_by_first_only": _amount(found.only[0]),
        "rated_by_second_only": _amount(found.only[1]),
        "counts_as_staying": found.expected,
        "moved": _amount(found.moved),
        "up": _amount(found.up) if found.up else None,
        "down": _amount(found.down) if found.down else None,
        "agreeing_share": six(found.agreeing),
        "adjusted_rand_index": six(found.adjusted_rand),
        "largest_movers": [dict(zip(HEADER, _row(mover), strict=True)) for mover in found.movers],
    }


def sensitivity_document(found: Sensitivity) -> dict[str, Any]:
    """Return a sensitivity as plain data."""
    return {
        "scheme": found.scheme.scheme,
        "result": found.result,
        "composite": found.composite,
        "by": plain(found.by),
        "total": "free" if found.free else "kept",
        "currency": found.currency,
        "customers": found.rated,
        "monetary": money(found.money),
        "weights": {name: plain(weight) for name, weight in found.weights.items()},
        "shifts": [
            {
                "weight": shift.weight,
                "by": plain(shift.by),
                "weights": {name: plain(weight) for name, weight in shift.weights.items()},
                "customers": shift.customers,
                "monetary": money(shift.money),
                "up": shift.up,
                "down": shift.down,
                "moves": [
                    {
                        "before": move.before,
                        "after": move.after,
                        "customers": move.customers,
                        "monetary": money(move.money),
                    }
                    for move in shift.moves
                ],
            }
            for shift in found.shifts
        ],
        "step": plain(found.step),
        "boundaries": [
            {
                "group": one.group,
                "at_least": plain(one.at_least),
                "below": {"customers": one.below, "monetary": money(one.below_money)},
                "above": {"customers": one.above, "monetary": money(one.above_money)},
                "crowded": one.crowded,
            }
            for one in found.boundaries
        ],
    }


def money(value: Decimal) -> str:
    """Return an amount exactly, with at least two decimals."""
    places = max(2, -int(value.normalize().as_tuple().exponent)) if value else 2
    return f"{value:.{places}f}"


def plain(value: Decimal) -> str:
    """Return a number without trailing zeros."""
    return f"{value.normalize():f}" if value else "0"


def six(value: Fraction) -> float:
    """Return a share rounded to 6 places."""
    return float(round(value, 6))


def _row(mover: Mover) -> tuple[str | int | None, ...]:
    scores = (None if score is None else plain(score) for score in (mover.score_before, mover.score_after))
    places = (_cell(mover.before), _cell(mover.after))
    return _cell(mover.customer_id), *places, mover.steps, *scores, money(mover.money)


def _cell(value: str) -> str:
    """Return a text with a leading apostrophe where a spreadsheet would run it."""
    return f"'{value}" if FORMULA.match(value) and not NUMBER.fullmatch(value) else value


def _place(name: str) -> str | None:
    """Return a place's name; null where the scheme does not rate the customers."""
    return None if name == NOT_RATED else name


def _amount(amount: Amount) -> dict[str, Any]:
    return {"customers": amount.customers, "monetary": money(amount.money)}


def _side(side: Side) -> dict[str, Any]:
    return {
        "scheme": side.scheme.scheme,
        "hash": side.fingerprint,
        "period": list(side.period),
        "result": side.result,
        "groups": list(side.names) if side.result in side.scheme.groups or side.result == "cluster" else None,
        "rated": side.rated,
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "part": one.part,
        "kind": one.kind,
        "name": one.name,
        "before": one.before.model_dump() if one.before else None,
        "after": one.after.model_dump() if one.after else None,
        "sentence": {lang: one.sentence(lang) for lang in LANGUAGES},
    }
