"""The scores that a score can give, known from the document alone."""

from __future__ import annotations

from decimal import Decimal

from shuke.scheme.model import Bands, Natural, ParetoBands, Quantiles, RankBands, Scheme, Score, Split


def levels(score: Score) -> tuple[Decimal, ...] | None:
    """Return the scores that can be given, ascending; None where they are not a list of a few numbers."""
    found: set[Decimal] | None = None
    if isinstance(score, Quantiles | Natural):
        found = {Decimal(step) for step in range(1, score.greatest + 1)}
    elif isinstance(score, Split):
        found = {Decimal(0), Decimal(1)}
    elif isinstance(score, Bands):
        found = {band.score for band in score.bands}
    elif isinstance(score, RankBands):
        found = {points for _, points in score.rank_bands}
    elif isinstance(score, ParetoBands):
        found = {points for _, points in score.pareto_bands}
    return None if found is None else tuple(sorted(found))


def levels_of(scheme: Scheme, name: str) -> tuple[Decimal, ...] | None:
    """Return the scores that the score of a name can give; None for one that is no such score."""
    score = scheme.scores.get(name)
    return None if score is None else levels(score)
