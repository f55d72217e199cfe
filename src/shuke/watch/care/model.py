"""What a care plan can say: per group the rhythm, what is done, by whom; and how much fits into a day.

Law: a plan is frozen data; whatever it does not know is refused with its line.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shuke.scheme.model.base import Identifier, Part, SchemeId, Words
from shuke.scheme.model.groups import Key

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Name = Annotated[str, Field(min_length=1, max_length=128)]
Capacity = Annotated[int, Field(ge=1, le=100_000)]
NO_COUNTRY = "none"


class GroupCare(Part):
    """What is done for one group of customers; what is not said is as the scheme says it.

    ``first_within``: whoever comes into the group is looked after within so many days. ``owner``: somebody, or several
    people who share the group, in place of the owner that the customer has. ``marketing``: whether it is marketing, so
    that whoever wants none is left out; the handling of complaints, say, is not.
    """

    rhythm: str | None = None
    first_within: Annotated[int, Field(ge=1, le=366)] | None = None
    owner: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    marketing: bool = True
    direction: Words | None = None
    measures: Words | None = None
    department: Words | None = None
    success: Words | None = None


class Holidays(Part):
    """Whose public holidays are free: a country (``none``: of none), a region of it, and days of one's own.

    ``closed``: days on which nobody works. ``open``: days on which everybody does, whatever day of the week it is.
    """

    country: Annotated[str, Field(pattern=r"^([A-Z]{2}|none)$")] = "CN"
    region: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,10}$")] | None = None
    closed: Annotated[tuple[date, ...], Field(max_length=1_000)] = ()
    open: Annotated[tuple[date, ...], Field(max_length=1_000)] = ()


class CarePlan(Part):
    """A care plan over the groups of one result of a scheme, by default the first that has named groups.

    ``owner`` is the column of the run that names who looks after a customer; of whom it says nothing, the department of
    the group does. ``capacity`` is how many tasks one person, or one department, can do on a day; ``capacities`` are
    those of some of them. ``window``: how many days before or after it is due a task may be done. ``horizon``: for how
    many months tasks are made, ``most`` how many of them at most.
    """

    care: SchemeId
    result: Identifier | None = None
    groups: dict[Key, GroupCare] = Field(default_factory=dict)
    owner: Name | None = None
    capacity: Capacity = 20
    capacities: dict[Name, Capacity] = Field(default_factory=dict)
    window: Annotated[int, Field(ge=0, le=60)] = 7
    horizon: Annotated[int, Field(ge=1, le=24)] = 12
    most: Annotated[int, Field(ge=1, le=1_000_000)] = 200_000
    working_days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)] = WEEKDAYS[:5]
    holidays: Holidays = Holidays()
