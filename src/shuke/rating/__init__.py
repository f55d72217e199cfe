"""The main way through: sources and a scheme become a rated table in the engine, accounted for to the cent."""

from __future__ import annotations

from shuke.rating.asked import ALWAYS, Asked, ask, prove, require_tables, wanted_metrics
from shuke.rating.attributes import carry_along, mask_texts, replace_ids, spell
from shuke.rating.files import rate
from shuke.rating.foretold import Foresee, Foretold
from shuke.rating.options import Kept, Options, Step
from shuke.rating.placing import CUSTOMERS, LEFT_OUT, PLACED, RATED, excluding, in_order, name_rated, placed_table
from shuke.rating.rated import Computed, Rating
from shuke.rating.steps import Gathered, Steps, Told
from shuke.rating.summed import SUMMED

__all__ = [
    "ALWAYS",
    "CUSTOMERS",
    "LEFT_OUT",
    "PLACED",
    "RATED",
    "SUMMED",
    "Asked",
    "Computed",
    "Foresee",
    "Foretold",
    "Gathered",
    "Kept",
    "Options",
    "Rating",
    "Step",
    "Steps",
    "Told",
    "ask",
    "carry_along",
    "excluding",
    "in_order",
    "mask_texts",
    "name_rated",
    "placed_table",
    "prove",
    "rate",
    "replace_ids",
    "require_tables",
    "spell",
    "wanted_metrics",
]
