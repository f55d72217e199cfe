"""What is done for each group: the scheme's words, with what a care plan says in their place, and the rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shuke.errors import SchemeError, SchemeErrors, UsageError, Where
from shuke.scheme.document import Document
from shuke.scheme.model import Scheme
from shuke.scheme.model.base import Words
from shuke.scheme.model.groups import Group
from shuke.watch.care.model import CarePlan, GroupCare
from shuke.watch.care.rhythms import Rhythm, read, said, soon

NOTHING = GroupCare()


@dataclass(frozen=True)
class Care:
    """What is done for one group. ``rhythm`` None: nothing that has a date; ``own``: the plan says it, not the scheme.

    ``owners``: people who share the group in place of each customer's own. ``rank``: 0 for the best group.
    ``marketing``: whoever wants none is left out.
    """

    place: str
    rank: int
    title: Words | None
    meaning: Words | None
    direction: Words | None
    measures: Words | None
    department: Words | None
    success: Words | None
    rhythm: Rhythm | None
    said: Words | None
    own: bool
    first_within: int | None
    owners: tuple[str, ...]
    marketing: bool = True


@dataclass(frozen=True)
class Strategy:
    """The strategy table of a scheme under a plan: which result column it is of, and a row per group."""

    column: str
    rows: tuple[Care, ...]

    def of(self, place: str | None) -> Care | None:
        """Return what is done for a place; None for one that has no row."""
        return next((one for one in self.rows if one.place == place), None)

    @property
    def dated(self) -> tuple[Care, ...]:
        """The groups that have a rhythm."""
        return tuple(one for one in self.rows if one.rhythm is not None)


def strategy(plan: CarePlan, document: Document, scheme: Scheme) -> Strategy:
    """Return what is done for each group of a scheme.

    Raises:
        SchemeError: the plan names a result or groups that the scheme does not have.
        UsageError: the scheme has no named groups, and the plan does not say of which numbers it speaks.
    """
    column = plan.result or next(iter(scheme.groups), None)
    if column is None:
        raise UsageError("care_no_groups", Where(file=document.name), scheme=scheme.scheme)
    if column not in scheme.results:
        known = ", ".join(scheme.results)
        raise SchemeError("care_result_unknown", document.where(("result",)), value=column, known=known)
    groups = scheme.groups.get(column)
    if groups is None:
        # Cells, codes and clusters have no list in the scheme: the plan's own is theirs.
        return Strategy(
            column, tuple(_care(None, name, rank, one) for rank, (name, one) in enumerate(plan.groups.items()))
        )
    names = [one.name for one in groups]
    strange = [name for name in plan.groups if name not in names]
    if strange:
        known = ", ".join(names)
        raise SchemeErrors(
            [
                SchemeError("care_group_unknown", document.where(("groups", one)), value=one, known=known)
                for one in strange
            ]
        )
    rows = (_care(one, one.name, rank, plan.groups.get(one.name, NOTHING)) for rank, one in enumerate(groups))
    return Strategy(column, tuple(rows))


def _care(group: Group | None, name: str, rank: int, own: GroupCare) -> Care:
    words = group.rhythm if group is not None else None
    rhythm = read(own.rhythm) if own.rhythm is not None else said(words) if words is not None else None
    first = own.first_within
    if first is None and own.rhythm is None and words is not None:
        first = soon(words)
    told: dict[str, Any] = {
        part: getattr(own, part) or (getattr(group, part) if group is not None else None)
        for part in ("direction", "measures", "department", "success")
    }
    return Care(
        place=name,
        rank=rank,
        title=group.title if group is not None else None,
        meaning=group.meaning if group is not None else None,
        **told,
        rhythm=rhythm,
        said=words if own.rhythm is None else None,
        own=own != NOTHING,
        first_within=first,
        owners=own.owner,
        marketing=own.marketing,
    )
