"""An explanation as it is sent: what ``shuke explain --json`` tells, with what does not apply left empty."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from shuke.server.answers import Told


class Reason(Told):
    """How one score came about; which fields there are depends on ``kind``."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    kind: str
    score: str | None = None
    points: str | None = None
    metric: str | None = None
    value: str | None = None
    best: str | None = None
    of: str | None = None
    reached: str | None = None
    next: str | None = None
    next_points: str | None = None
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    centre: str | None = None
    within: dict[str, str | None] | None = None
    times: str | None = None
    product: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    log: str | None = None
    origin: str | None = None
    width: str | None = None
    rated: int | None = None
    terms: list[Term] | None = None
    total: str | None = None


class Term(Told):
    """One part of a weighted sum."""

    score: str
    weight: str | None
    points: str | None
    part: str | None


class Composite(Reason):
    """The composite score and its parts."""

    name: str


class Grace(Told):
    """The tier by score, whether another is kept by grace, and how many ratings in a row were below."""

    tier_by_score: str | None
    held: bool
    below: int


class Distance(Told):
    """How far the centre of a cluster is."""

    cluster: int
    distance: str | None
    centre: dict[str, str | None]


class Way(Told):
    """Orders that lift the customer to a group."""

    group: str
    orders: int
    amount_each: str
    at_most: str | None
    until: str | None
    score: str | None


class NextOrder(Told):
    """Where one more order leads."""

    amount: str | None
    results: dict[str, str | None]
    score: str | None


class Need(Told):
    """What a metric would have to be."""

    score: str
    metric: str
    value: str | None
    bound: str | None


class Raise(Told):
    """Which metrics would have to change for a group."""

    column: str
    group: str
    needs: list[Need]


class Explained(Told):
    """Why a customer stands where they stand, and what would lift them."""

    customer_id: str
    scheme: str
    as_of: str
    results: dict[str, str | None]
    grace: Grace | None = None
    reasons: list[Reason]
    figures: dict[str, str | None]
    composite: Composite | None = None
    distances: list[Distance] | None = None
    ways_status: str
    trial: str
    ladder: str | None
    most: str | None
    ways_up: list[Way]
    not_tried: list[str] | None = None
    next_order: NextOrder | None = None
    raises: list[Raise] | None = None
    held: list[str] | None = None
