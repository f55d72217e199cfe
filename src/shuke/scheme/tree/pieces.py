"""A name is cut into pieces on which no rule can tell two values apart: single values, spans between them, empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shuke.scheme.builtin import Figure, figure
from shuke.scheme.levels import levels_of
from shuke.scheme.model import Range, Scheme, Test
from shuke.scheme.tree.nodes import Ask, Value

# A text that no document can name: it stands for every text that the rules do not name.
OTHER = "\0"


@dataclass(frozen=True)
class Pieces:
    """The pieces of one name: a value that stands for each, and the questions that part them.

    ``asks`` are pairs of a question and the bits of the pieces for which it is answered with yes.
    """

    name: str
    values: tuple[Value, ...]
    asks: tuple[tuple[Ask, int], ...]

    @property
    def all(self) -> int:
        """The bits of all pieces."""
        return (1 << len(self.values)) - 1

    def mask(self, test: Test) -> int:
        """Return the bits of the pieces that pass a test."""
        return sum(1 << place for place, value in enumerate(self.values) if test.holds(value))


def pieces(scheme: Scheme, name: str, tests: Sequence[Test], *, summed: bool = False) -> Pieces:
    """Return the pieces of a name as all its tests cut it; each score of its own for one that is ``summed``."""
    steps = levels_of(scheme, name)
    if steps is not None:
        return _steps(name, steps, () if summed else tests, summed=summed)
    known = figure(scheme, name) if name not in scheme.made else None
    if name == "code" or (known is not None and known.kind == "text"):
        return _texts(name, tests, empty=_empty(known, tests))
    return _numbers(name, [one for test in tests for one in test.ranges], known, _empty(known, tests))


def _empty(known: Figure | None, tests: Sequence[Test]) -> bool:
    # Whether a customer can be without it matters to the rules only if somebody can, or if they ask for it.
    return (known is not None and known.empty) or any(test.missing or test.given for test in tests)


def _steps(name: str, steps: tuple[Decimal, ...], tests: Sequence[Test], *, summed: bool) -> Pieces:
    """Return scores as pieces, neighbours that no test tells apart in one."""
    signs = [tuple(test.holds(step) for test in tests) for step in steps]
    firsts = [place for place in range(len(steps)) if summed or not place or signs[place] != signs[place - 1]]
    whole = (1 << len(firsts)) - 1
    asks = [(Ask(name, steps[first]), whole & ~((1 << place) - 1)) for place, first in enumerate(firsts) if place]
    return Pieces(name, tuple(steps[first] for first in firsts), tuple(asks))


def _texts(name: str, tests: Sequence[Test], *, empty: bool) -> Pieces:
    """Return texts as pieces, those that no test tells apart in one; every other text is one more."""
    alike: dict[tuple[bool, ...], list[str]] = {}
    for text in dict.fromkeys(text for test in tests for text in test.texts):
        alike.setdefault(tuple(test.holds(text) for test in tests), []).append(text)
    values: list[Value] = [texts[0] for texts in alike.values()]
    asks = [(Ask(name, among=tuple(texts)), 1 << place) for place, texts in enumerate(alike.values())]
    values.append(OTHER)
    if empty:
        asks.append((Ask(name), (1 << len(values)) - 1))
        values.append(None)
    return Pieces(name, tuple(values), tuple(asks))


def _numbers(name: str, ranges: Sequence[Range], known: Figure | None, empty: bool) -> Pieces:
    """Return the values at which a range ends, and the spans between them, as far as they can occur."""
    ends = sorted({end for one in ranges for end in (one.low, one.high) if end is not None})
    values: list[Value] = [None] if empty else []
    asks: list[tuple[Ask | None, int]] = [(Ask(name), 0)] if empty else []
    spans: list[tuple[Ask | None, Decimal | None]] = [(None, _inside(None, ends[0] if ends else None, known))]
    for place, end in enumerate(ends):
        above = ends[place + 1] if place + 1 < len(ends) else None
        spans.append((Ask(name, end), end if _occurs(end, known) else None))
        spans.append((Ask(name, end, closed=False), _inside(end, above, known)))
    for ask, value in spans:
        if value is None:
            continue
        if values:
            asks.append((ask if values != [None] else Ask(name), len(values)))
        values.append(value)
    whole = (1 << len(values)) - 1
    unique = {first: ask for ask, first in asks if first}
    return Pieces(
        name, tuple(values), tuple((ask, whole & ~((1 << first) - 1)) for first, ask in unique.items() if ask)
    )


def _occurs(value: Decimal, known: Figure | None) -> bool:
    if known is None:
        return True
    low = known.least is None or value >= known.least
    return low and (known.greatest is None or value <= known.greatest) and value % known.step == 0


def _inside(low: Decimal | None, high: Decimal | None, known: Figure | None) -> Decimal | None:
    """Return a value strictly between two ends that can occur; None if there is none."""
    step = known.step if known is not None else None
    if low is None and known is not None and known.least is not None:
        first = known.least
    elif low is None:
        first = Decimal(0) if high is None else high - (step or 1) if step is None else _below(high, step)
    elif step is None:
        first = low + 1 if high is None else (low + high) / 2
    else:
        first = (low // step + 1) * step if low >= 0 or low % step == 0 else (low // step) * step
        if known is not None and known.least is not None:
            first = max(first, known.least)
    fits = high is None or first < high
    return first if fits and (known is None or _occurs(first, known)) else None


def _below(high: Decimal, step: Decimal) -> Decimal:
    """Return a multiple of a step that lies below an end."""
    return (high // step - 1) * step
