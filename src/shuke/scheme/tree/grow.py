"""A tree with few ends is grown over the pieces: the fewest possible where that can be found out, few otherwise."""

from __future__ import annotations

from shuke.scheme.model import Scheme
from shuke.scheme.tree.boxes import Box, Space, space
from shuke.scheme.tree.nodes import Ask, Leaf, Node, Tree

MOST_LEAVES = 200
# So many boxes are weighed against one another before the search for the fewest ends is given up.
MOST_BOXES = 12_000


class TooLarge(Exception):  # noqa: N818 - a way out of the search, not a fault
    """The search has grown beyond its budget."""


def tree(scheme: Scheme, result: str | None = None) -> Tree | None:
    """Return the decision tree of a list of groups, the scheme's first by default; None for a scheme without groups.

    It asks for scores; where that takes more than ``MOST_LEAVES`` ends, for the composite, code or cell that is made
    of them, and so does a list that mixes codes with other rules, if that is shorter.
    """
    if not scheme.groups:
        return None
    groups = scheme.groups[result or next(iter(scheme.groups))]
    try:
        found = _grown(space(scheme, groups, over_scores=True))
    except TooLarge:
        return _whole(space(scheme, groups, over_scores=False))
    if any(group.codes for group in groups) and any(group.when for group in groups):
        other = _whole(space(scheme, groups, over_scores=False))
        return min(found, other, key=lambda one: one.leaves)
    return found


def _whole(asked: Space) -> Tree:
    """Return a tree however large it is, the smallest where it can be found."""
    try:
        return _grown(asked)
    except TooLarge:
        return _quick(asked, None) or Leaf(None)


def _grown(asked: Space) -> Tree:
    """Return the smallest tree that is found.

    Raises:
        TooLarge: it has more than MOST_LEAVES ends.
    """
    quick = _quick(asked, MOST_LEAVES * 4)
    try:
        small = _Fewest(asked).tree(asked.whole)
    except TooLarge:
        small = None
    found = min((one for one in (quick, small) if one is not None), key=lambda one: one.leaves, default=None)
    if found is None or found.leaves > MOST_LEAVES:
        raise TooLarge
    return found


def splits(asked: Space, box: Box) -> list[tuple[Ask, Box, Box]]:
    """Return the questions that part a box, with the box of either answer."""
    found = []
    for place, name in enumerate(asked.names):
        seen = set()
        for ask, mask in name.asks:
            yes, no = box[place] & mask, box[place] & ~mask
            if yes and no and yes not in seen:
                seen.add(yes)
                found.append((ask, (*box[:place], yes, *box[place + 1 :]), (*box[:place], no, *box[place + 1 :])))
    return found


def joined(ask: Ask, yes: Tree, no: Tree) -> Tree:
    """Return the tree of a question; both answers leading to the same, the question is not asked."""
    return yes if yes == no else Node(ask, yes, no)


class _Fewest:
    """The tree with the fewest ends, of equal ones the least deep; every box is looked at once."""

    def __init__(self, asked: Space) -> None:
        self.asked = asked
        # The number of ends, the sum of their depths, the tree.
        self.known: dict[Box, tuple[int, int, Tree]] = {}

    def tree(self, box: Box) -> Tree:
        """Return the smallest tree of a box.

        Raises:
            TooLarge: more boxes are to be looked at than MOST_BOXES.
        """
        return self._best(box)[2]

    def _best(self, box: Box) -> tuple[int, int, Tree]:
        found = self.known.get(box)
        if found is not None:
            return found
        if len(self.known) > MOST_BOXES:
            raise TooLarge
        sure, group = self.asked.first(box)
        parted = [] if sure else splits(self.asked, box)
        if not parted:
            found = (1, 0, Leaf(group))
        for ask, yes_box, no_box in parted:
            one = self._node(ask, self._best(yes_box), self._best(no_box))
            if found is None or one[:2] < found[:2]:
                found = one
        self.known[box] = found if found is not None else (1, 0, Leaf(group))
        return self.known[box]

    @staticmethod
    def _node(ask: Ask, yes: tuple[int, int, Tree], no: tuple[int, int, Tree]) -> tuple[int, int, Tree]:
        if yes[:2] == no[:2] and yes[2] == no[2]:
            return yes
        leaves = yes[0] + no[0]
        return leaves, yes[1] + no[1] + leaves, Node(ask, yes[2], no[2])


def _quick(asked: Space, budget: int | None) -> Tree | None:
    """Return a tree by the question that leaves the fewest groups open on both sides; None beyond a budget of ends."""
    made = 0

    def grow(box: Box) -> Tree:
        nonlocal made
        sure, group = asked.first(box)
        open_splits = [] if sure else splits(asked, box)
        if not open_splits:
            made += 1
            if budget is not None and made > budget:
                raise TooLarge
            return Leaf(group)
        ask, yes, no = min(open_splits, key=lambda split: asked.possible(split[1]) + asked.possible(split[2]))
        return joined(ask, grow(yes), grow(no))

    try:
        return grow(asked.whole)
    except TooLarge:
        return None
