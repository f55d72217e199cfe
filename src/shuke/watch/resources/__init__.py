"""Hours split among the places of customers under a capacity, so that they are worth the most."""

from __future__ import annotations

from shuke.watch.resources.document import FILE, Plan, Resource, Tier, parse, text_for
from shuke.watch.resources.split import Need, Share, Split, split

__all__ = ["FILE", "Need", "Plan", "Resource", "Share", "Split", "Tier", "parse", "split", "text_for"]
