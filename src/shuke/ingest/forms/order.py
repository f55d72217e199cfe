"""In which order a column writes day, month and year: proved by its own values, else one question.

A text leaves an order open when it is a day in that order. The orders that every text leaves open are those the
column can be in: one is proof, several are a question, none means that the column mixes orders.
"""

from __future__ import annotations

from collections.abc import Iterable

from shuke.errors import DataError, Undecided
from shuke.ingest.decisions import decided
from shuke.ingest.forms.characters import shown
from shuke.ingest.forms.heads import ORDERS, Head
from shuke.ingest.forms.places import Place
from shuke.ingest.raw import Reading

DECISION = "date-order"


def order(heads: Iterable[tuple[str, int, Head]], column: str, place: Place, reading: Reading) -> str | None:
    """Return the order of a column whose texts, each with its row, say ``heads``; None where no text needs one.

    Raises:
        Undecided: several orders are left open, and nobody has said which.
        DataError: the texts of the column are in different orders.
    """
    open_ones = [(text, row, frozenset(head.orders)) for text, row, head in heads if head.orders]
    if not open_ones:
        return None
    answer = decided(reading, DECISION)
    if answer is not None:
        return answer
    left = frozenset(ORDERS).intersection(*(orders for _, _, orders in open_ones))
    if len(left) == 1:
        return next(iter(left))
    if left:
        text, row, _ = min(open_ones, key=lambda one: one[1])
        choices = [name for name in ORDERS if name in left]
        raise Undecided("date_order_open", DECISION, choices, place.where(column, row), example=shown(text))
    first, second = _contradiction(open_ones)
    raise DataError(
        "date_order_mixed",
        place.where(column, second[1]),
        first=shown(first[0]),
        first_row=first[1],
        second=shown(second[0]),
        name=DECISION,
    )


Open = tuple[str, int, frozenset[str]]


def _contradiction(open_ones: list[Open]) -> tuple[Open, Open]:
    """Return two texts that no order can hold together, as early in the file as may be."""
    earliest: dict[frozenset[str], Open] = {}
    for one in sorted(open_ones, key=lambda one: one[1]):
        earliest.setdefault(one[2], one)
    pairs = [
        (one, other)
        for one in earliest.values()
        for other in earliest.values()
        if one[1] < other[1] and not one[2] & other[2]
    ]
    if pairs:
        return min(pairs, key=lambda pair: (pair[1][1], pair[0][1]))
    # Three texts may exclude all orders together though any two agree on one.
    narrow = sorted(earliest.values(), key=lambda one: (len(one[2]), one[1]))
    return narrow[0], narrow[1]
