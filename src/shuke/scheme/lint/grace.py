"""Grace: it needs tiers, a margin needs floors and less room than a tier has, and its columns need their names."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

from shuke.scheme.lint.case import Case
from shuke.scheme.lint.finding import Finding


def grace(case: Case) -> Iterator[Finding]:
    """Find a grace that cannot be given, and a margin that is wider than a tier."""
    scheme = case.scheme
    if scheme.grace is None:
        return
    if not scheme.tiers:
        yield case.find("grace_without_tiers", "grace")
        return
    yield from _names(case)
    if scheme.grace.margin is not None:
        yield from _margin(case, scheme.grace.margin)


def _names(case: Case) -> Iterator[Finding]:
    """Find names that the columns of grace have."""
    scheme = case.scheme
    for key, names in (("metrics", scheme.own), ("scores", scheme.scores)):
        for name in scheme.beside_tier:
            if name in names:
                yield case.find("name_taken", key, name, name=name)
    if scheme.composite is not None and scheme.composite.name in scheme.beside_tier:
        yield case.find("name_taken", "composite", "name", name=scheme.composite.name)


def _margin(case: Case, margin: Decimal) -> Iterator[Finding]:
    """Find a margin that starts nowhere, and one that is as wide as a tier."""
    scheme = case.scheme
    if not case.ladder(scheme.tiers) or scheme.composite is None:
        yield case.find("grace_without_floors", "grace", "margin")
        return
    for upper, lower in itertools.pairwise(scheme.tiers):
        if upper.at_least is None or lower.at_least is None:
            continue
        width = upper.at_least - lower.at_least
        if 0 < width <= margin:
            figures = {"margin": margin, "upper": upper.name, "lower": lower.name, "width": width}
            yield case.find("grace_wide", "grace", "margin", **figures)
