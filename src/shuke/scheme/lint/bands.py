"""Value bands: every value that can occur has exactly one score."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from shuke.scheme.lint.case import Case
from shuke.scheme.lint.finding import Finding, Phrase, named, plain
from shuke.scheme.lint.grid import Domain, Piece
from shuke.scheme.model import Bands, Range


def bands(case: Case) -> Iterator[Finding]:
    """Find values in no band and in two, and bands that hold nothing."""
    for name, score in case.known.sound.items():
        domain = case.known.domain(score.metric) if isinstance(score, Bands) else None
        if isinstance(score, Bands) and domain is not None:
            yield from _bands(case, name, score, domain)


def _bands(case: Case, name: str, score: Bands, domain: Domain) -> Iterator[Finding]:
    metric = named(score.metric)
    ranges = [band.range for band in score.bands]
    rests = [index for index, one in enumerate(ranges) if one == Range()]
    for index in rests[1:]:
        yield case.find(
            "bands_overlap", "scores", name, "bands", index, metric=metric, values=everything(), other=rests[0] + 1
        )
    for index, one in enumerate(ranges):
        if index not in rests and domain.within(one) is None:
            outside = Domain(Decimal("-Infinity"), Decimal("Infinity"), domain.step).within(one) is not None
            key = "band_outside" if outside else "band_empty"
            yield case.find(key, "scores", name, "bands", index, metric=metric, band=interval(one))
    bounded = {index: one for index, one in enumerate(ranges) if index not in rests}
    yield from _sweep(case, name, domain, bounded)


def _sweep(case: Case, name: str, domain: Domain, ranges: dict[int, Range]) -> Iterator[Finding]:
    """Find gaps and overlaps in one walk over the bands in the order of their lower ends."""
    score = case.known.sound[name]
    if not isinstance(score, Bands):
        return
    metric, has_rest = named(score.metric), len(ranges) < len(score.bands)
    pieces = {index: piece for index, one in ranges.items() if (piece := domain.within(one)) is not None}
    covered: Decimal | None = None
    farthest = -1
    for index, piece in sorted(pieces.items(), key=lambda item: item[1]):
        gap = domain.between(covered, piece.low)
        if gap is not None and not has_rest:
            yield case.find("bands_gap", "scores", name, "bands", index, metric=metric, values=values(gap))
        if covered is not None and piece.low <= covered:
            both, (first, second) = Piece(piece.low, min(covered, piece.high)), sorted((index, farthest))
            path = ("scores", name, "bands", second)
            yield case.find("bands_overlap", *path, metric=metric, values=values(both), other=first + 1)
        if covered is None or piece.high > covered:
            covered, farthest = piece.high, index
    gap = domain.between(covered, None)
    if gap is not None and not has_rest:
        last = (farthest,) if pieces else ()
        yield case.find("bands_gap", "scores", name, "bands", *last, metric=metric, values=values(gap))


def everything() -> Phrase:
    """Return the words for all values."""
    return Phrase("lint.values.all")


def values(piece: Piece) -> Phrase:
    """Return the values of a piece in words."""
    if piece.low == piece.high:
        return Phrase("lint.values.one", {"low": piece.low})
    if piece.low.is_infinite() and piece.high.is_infinite():
        return everything()
    if piece.low.is_infinite():
        return Phrase("lint.values.to", {"high": piece.high})
    if piece.high.is_infinite():
        return Phrase("lint.values.from", {"low": piece.low})
    return Phrase("lint.values.between", {"low": piece.low, "high": piece.high})


def interval(one: Range) -> str:
    """Return an interval in signs, such as ``7 < x ≤ 30``."""
    left = "" if one.low is None else f"{plain(one.low)} {'≤' if one.low_closed else '<'} "
    right = "" if one.high is None else f" {'≤' if one.high_closed else '<'} {plain(one.high)}"
    return f"{left}x{right}"
