"""Two results of different days: who moved up or down since last time, why, and how far scores and groups drifted."""

from shuke.movement.compare import compare
from shuke.movement.comparison import Comparison

__all__ = ["Comparison", "compare"]
