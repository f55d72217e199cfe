"""What is asked of campaigns: a test, a list, what a test of a size could tell, a file, a measurement."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from shuke.server.answers import Body

LARGEST = 2**31 - 1
Money = Annotated[str, Field(min_length=1, max_length=30, description="An exact amount, as text.")]
Share = Annotated[str, Field(min_length=1, max_length=30, description="A share, as text: `0.1` or `10%`.")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Lines = Annotated[dict[Name, Money], Field(max_length=20)]
Columns = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=6)]
Run = Annotated[int, Field(ge=0, le=LARGEST, description="The run whose customers these are; default: the newest.")]
Whole = Annotated[int, Field(ge=1, le=LARGEST)]
Seed = Annotated[int, Field(ge=0, le=LARGEST)]
UploadId = Annotated[str, Field(max_length=64)]
Day = Annotated[str, Field(max_length=10)]


class CostLines(Body):
    """What contacts cost and what a sale leaves, line by line."""

    contact: Lines = Field(default_factory=dict)
    sale: Money
    margin: Share = "1"
    returns: Share = "0"
    per_sale: Lines = Field(default_factory=dict)
    fixed: Lines = Field(default_factory=dict)


class WantedTest(Body):
    """A cell test: how many take part, what it costs, what makes the cells, and who is held out."""

    name: Name
    run: Run | None = None
    sample: Whole
    costs: CostLines
    cells: Columns = Field(default_factory=list)
    offers: Annotated[list[Name], Field(max_length=26)] = Field(default_factory=list)
    held_out: Share = "10%"
    channel: Name = "mail"
    seed: Seed = 1
    looks: Annotated[int, Field(ge=1, le=10)] = 1
    expected: Share | None = None


class WantedList(Body):
    """A list: channels and offers, what it may cost, and where what to expect comes from (a file, else the ledger)."""

    name: Name
    run: Run | None = None
    costs: CostLines
    channels: Annotated[dict[Name, Money], Field(min_length=1, max_length=10)]
    offers: Annotated[dict[Name, Money | None], Field(max_length=10)] = Field(default_factory=dict)
    budget: Money | None = None
    most: Whole | None = None
    objective: Literal["money", "people"] = "money"
    expected: UploadId | None = None
    cells: Columns = Field(default_factory=list)
    rest_days: Annotated[int, Field(ge=0, le=10_000)] | None = None
    on: Day | None = None
    held_out: Share = "10%"
    seed: Seed = 1
    most_per_offer: Annotated[dict[Name, Annotated[int, Field(ge=0, le=LARGEST)]], Field(max_length=10)] = Field(
        default_factory=dict
    )


class WantedPower(Body):
    """A test that somebody thinks of; without ``sample`` only break-even is told."""

    run: Run | None = None
    costs: CostLines
    sample: Whole | None = None
    cells: Columns = Field(default_factory=list)
    held_out: Share = "10%"
    expected: Share | None = None
    channels: Lines = Field(default_factory=dict)
    budget: Money | None = None


class WantedFile(Body):
    """As what the list is wanted."""

    format: Literal["csv", "xlsx"]


class WantedMeasure(Body):
    """Files of responses; with two days, of order lines, and whoever bought in between responded.

    Without files the orders are those of the workspace, by default since the day of the campaign.
    """

    uploads: Annotated[list[UploadId], Field(max_length=20)] = Field(default_factory=list)
    first: Day | None = None
    last: Day | None = None
