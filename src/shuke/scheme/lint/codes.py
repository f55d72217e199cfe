"""The code and the weight of everything that can be found; a code never changes its meaning.

Law: what leaves a run undefined is an error; what runs, but hardly as meant, is a warning; the rest is a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

CODES: Mapping[str, tuple[str, Literal["error", "warning", "note"]]] = {
    # Names and what they point to.
    "metric_unknown": ("SK101", "error"),
    "name_unknown": ("SK102", "error"),
    "name_reserved": ("SK103", "error"),
    "name_taken": ("SK104", "error"),
    "score_later": ("SK105", "error"),
    "within_later": ("SK106", "error"),
    "exclusion_of_score": ("SK107", "error"),
    "metric_circular": ("SK108", "error"),
    "text_as_number": ("SK109", "error"),
    "number_as_text": ("SK110", "error"),
    "one_order_metric": ("SK111", "error"),
    "digit_not_one": ("SK112", "error"),
    "cells_without_levels": ("SK113", "error"),
    "places_nobody": ("SK114", "error"),
    "composite_missing": ("SK115", "error"),
    "codes_without_code": ("SK116", "error"),
    "score_unknown": ("SK117", "error"),
    "group_twice": ("SK118", "error"),
    "exclusion_twice": ("SK119", "error"),
    "named_twice": ("SK120", "error"),
    # Weights and ends.
    "weights_total": ("SK201", "error"),
    "weight_negative": ("SK202", "warning"),
    "weight_zero": ("SK203", "note"),
    "score_unused": ("SK204", "note"),
    "metric_unused": ("SK205", "note"),
    "ends_crossed": ("SK206", "error"),
    # Ladders over the composite.
    "tiers_open": ("SK301", "error"),
    "rest_swallows": ("SK302", "error"),
    "floors_not_falling": ("SK303", "error"),
    "tier_too_high": ("SK304", "warning"),
    "tier_too_low": ("SK304", "warning"),
    "tier_between": ("SK304", "warning"),
    "float_edges": ("SK305", "note"),
    "grace_without_tiers": ("SK306", "error"),
    "grace_without_floors": ("SK307", "error"),
    "grace_wide": ("SK308", "warning"),
    # Groups by rules, cells and codes.
    "cells_unnamed": ("SK401", "warning"),
    "groups_overlap": ("SK402", "note"),
    "group_shadowed": ("SK403", "warning"),
    "group_impossible": ("SK404", "warning"),
    "code_impossible": ("SK405", "warning"),
    "code_twice": ("SK406", "warning"),
    "value_impossible": ("SK407", "warning"),
    "word_for_split": ("SK408", "warning"),
    "not_analysed": ("SK409", "note"),
    "ladder_not_analysed": ("SK409", "note"),
    "rest_unneeded": ("SK410", "note"),
    # Value bands.
    "bands_gap": ("SK501", "error"),
    "bands_overlap": ("SK502", "error"),
    "band_outside": ("SK503", "note"),
    "band_empty": ("SK504", "warning"),
    # Better customers rated lower.
    "composite_falls": ("SK601", "warning"),
    "tier_falls": ("SK602", "warning"),
    # Judged weights.
    "matrix_not_reciprocal": ("SK701", "error"),
    "matrix_inconsistent": ("SK702", "error"),
    # What the scheme asks of the data.
    "needs_interactions": ("SK801", "note"),
    "needs_customers": ("SK802", "note"),
    "needs_columns": ("SK803", "note"),
    "needs_history": ("SK804", "note"),
}
