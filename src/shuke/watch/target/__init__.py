"""What customers of high value have in common, and who of the others is like them."""

from __future__ import annotations

from shuke.watch.target.holdout import HoldOut, Tenth, held_out
from shuke.watch.target.profile import Cell, Value, profile
from shuke.watch.target.weights import FOLDS, Model, fit

__all__ = ["FOLDS", "Cell", "HoldOut", "Model", "Tenth", "Value", "fit", "held_out", "profile"]
