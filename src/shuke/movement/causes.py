"""Why a customer moved: because of their own figures, because the others moved, or because the rule is another.

Each cause is tried by itself. The customer's new figures are placed by the old scheme and its old break values: if
that already leaves the old place, the own figures move the customer. The old figures are placed by the new scheme and
its new break values: if that leaves the old place, the others do (or the rule, where the scheme is another).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from shuke.engines.duckdb import DuckDB
from shuke.movement.side import Side
from shuke.scheme.builtin import is_text
from shuke.stages.fitted import Ordered
from shuke.stages.places import places
from shuke.stages.relation import Select, literal
from shuke.stages.scores import scores

PAIRED, OWN_ALONE, OTHERS_ALONE = "paired_customers", "own_alone", "others_alone"
# In the order in which they are told.
CAUSES = ("own", "others", "rule", "both", "grace")
Unknown = Literal["ordered", "masked", "metrics"]


def unknown(old: Side, new: Side) -> Unknown | None:
    """Return what keeps the causes from being told, if anything does.

    A score by place alone depends on everybody; a masked attribute, or a metric that one table lacks, cannot be
    placed again.
    """
    needed = {*old.scheme.metrics, *new.scheme.metrics}
    if any(isinstance(fit, Ordered) for side in (old, new) for fit in side.saved.fitted.scores.values()):
        return "ordered"
    if any(needed & side.document.get("masked", {}).keys() for side in (old, new)):
        return "masked"
    return "metrics" if any(needed - set(side.columns) for side in (old, new)) else None


def place_again(engine: DuckDB, old: Side, new: Side) -> None:
    """Keep, for each customer who is in another place, where each cause alone would have put them."""
    for name, side, end in ((OWN_ALONE, old, "after"), (OTHERS_ALONE, new, "before")):
        figures = {metric: f"{metric}_{end}" for metric in side.scheme.metrics}
        moved = Select({"customer_id": "customer_id", **figures}, PAIRED, ("before <> after",))
        place = f"COALESCE(CAST({side.result} AS VARCHAR), '')"
        engine.keep(name, Select({"customer_id": "customer_id", "place": place}, again(side, moved)))


def again(side: Side, figures: str | Select) -> Select:
    """Return customers rated again from their figures by a result's scheme and its break values."""
    metrics = side.scheme.metrics
    carried = ("customer_id", *metrics)
    scored = scores(figures, carried, side.saved.fitted.scores)
    texts = {metric for metric in metrics if is_text(side.scheme, metric)}
    placed = places(scored, (*carried, *side.scheme.scores), side.scheme, side.saved.fitted, texts)
    return replace(placed, order_by=())


def because(others: Literal["others", "rule"]) -> str:
    """Return the expression of the cause, over the places of both causes alone: ``one`` and ``other``.

    Both, where each of them alone moves the customer, and where only the two together do. Causes are asked of the
    place by score; whoever is where they were by score moved by grace alone.
    """
    own, beside = "one.place <> p._score_before", "other.place <> p._score_before"
    return (
        "CASE WHEN one.place IS NULL THEN NULL WHEN p._score_before = p._score_after THEN 'grace' "
        f"WHEN {own} AND NOT {beside} THEN 'own' "
        f"WHEN {beside} AND NOT {own} THEN {literal(others)} ELSE 'both' END"
    )
