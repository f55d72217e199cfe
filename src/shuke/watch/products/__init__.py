"""What customers of each place buy and ask for, and what those who left did before: beside everybody, beyond luck."""

from __future__ import annotations

from shuke.watch.products.leaving import Group, Trait, traits
from shuke.watch.products.lifts import Count, Lift, Thing, lifts

__all__ = ["Count", "Group", "Lift", "Thing", "Trait", "lifts", "traits"]
