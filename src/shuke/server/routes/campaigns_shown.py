"""What is told of campaigns: how they were made, their lists, what was measured, and the ledger."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from shuke.server.answers import Page, Told

Interval = Annotated[list[float], Field(min_length=3, max_length=3, description="Estimate, lower and upper limit.")]


class Kept(Told):
    """Something that was written by an earlier version too: what is not told is left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class ArmShown(Kept):
    """An arm: facts, and beside those held out what contact added, with intervals; money that is fact is text."""

    name: str
    customers: int
    responses: int
    revenue: str
    cost: str
    held_customers: int
    held_responses: int
    incremental: dict[str, Interval]
    without: float | None
    roi: Interval | None


class LookShown(Told):
    """One look at a campaign, as the ledger has it."""

    number: int
    look: int
    looks: int
    always_valid: bool
    arms: list[ArmShown]


class CampaignShown(Told):
    """A campaign as the ledger tells it; ``id`` is null where it was written outside the workspace."""

    id: str | None
    number: int
    name: str
    kind: Literal["test", "list"]
    as_of: str
    scheme: str
    cells: list[str]
    offers: list[str]
    channels: list[str]
    contacts: int
    held_out: int
    cost: str
    looks: list[LookShown]


class EntryShown(Told):
    """An entry of the ledger: a test or a list that was made, or a look at one; of a look ``arms`` are told."""

    number: int
    did: Literal["test", "list", "measure"]
    campaign: str
    id: str | None
    as_of: str | None
    contacts: int | None
    held_out: int | None
    cost: str | None
    look: int | None
    arms: list[ArmShown]


class CostsShown(Kept):
    """Lines of cost as they were given."""

    contact: dict[str, str]
    sale: str
    margin: str
    returns: str
    per_sale: dict[str, str]
    fixed: dict[str, str]


class RateShown(Told):
    """A rate, exactly as a fraction and as a number."""

    exact: str
    rate: float


class LikenessShown(Told):
    """A metric's mean in base and sample; ``off`` in standard deviations of the base."""

    metric: str
    base: float
    sample: float
    off: float


class FaithfulShown(Told):
    """How far the sample is from its base: the farthest cell from its exact share, and metrics."""

    base: int
    sample: int
    farthest_cell: float
    metrics: list[LikenessShown]


class EstimateShown(Told):
    """What a list is estimated to bring, and from what that comes."""

    people: float
    money: float
    basis: str


class ComparedShown(Told):
    """What the list is estimated to bring more than the top of the rating, or than a list by lot."""

    other: Literal["top", "lot"]
    contacts: int
    people: float
    money: float
    gain: float
    low: float
    high: float


class ExpectationsShown(Kept):
    """Where a file of expectations and the rating do not meet; ``sentences`` say what of it is to be known.

    ``cells`` of the rating, and ``customers`` who may be contacted, are those of whom the file says nothing;
    ``unknown`` is how many cells, or customers, it names that the rating does not have. Of names the first are told.
    """

    by: Literal["cell", "customer_id"]
    cells: int
    cell_names: list[str]
    customers: int
    unknown: int
    unknown_names: list[str]
    known: int
    known_names: list[str]
    others: list[str]
    sentences: list[str]


class CampaignDetail(Kept):
    """Everything of one campaign but who is in it; ``sentences`` say what a test can tell."""

    id: str
    name: str
    kind: Literal["test", "list"]
    as_of: str
    scheme: str
    cells: list[str]
    seed: int
    offers: list[str]
    channels: list[str]
    contacts: int
    held_out: int
    forgotten: int
    cost: str
    costs: CostsShown
    channel_costs: dict[str, str]
    offer_net: dict[str, str | None]
    budget: str | None
    break_even: RateShown
    looks: int
    expected: float | None
    sentences: list[str]
    faithful: FaithfulShown | None
    base: list[tuple[str, int, int]]
    barred: dict[str, int]
    objective: Literal["money", "people"] | None
    estimate: EstimateShown | None
    expectations: ExpectationsShown | None
    compared: list[ComparedShown]
    further_hundreds: list[float]
    proved: bool | None
    reaches: Literal["all", "worth"] | None
    bound_gap: float | None


class ContactShown(Told):
    """Somebody to contact: what they get, how, and the code by which their answer is known."""

    customer_id: str
    cell: str
    offer: str
    channel: str
    key_code: str


class Contacts(Told):
    """A page of a list; ``left_out``: how many of it want no marketing by now."""

    data: list[ContactShown]
    page: Page
    left_out: int


class CellMeasured(Kept):
    """A cell: counts, the estimate with its limits, how likely it is above break-even, and the verdict."""

    cell: str
    customers: int
    contacted: int
    responses: int
    held_out: int
    held_responses: int
    raw: float
    estimate: float
    low: float
    high: float
    above: float
    verdict: Literal["profitable", "unprofitable", "not_enough_data"]


class StepShown(Kept):
    """One more cell of the profit curve; profit is an estimate."""

    cell: str
    rate: float
    customers: int
    customers_upto: int
    profit: float
    profit_upto: float


class CellsShown(Kept):
    """All cells, what their estimates are of, and the profit curve of the others."""

    basis: Literal["uplift", "responses"]
    break_even: float
    verdicts: dict[str, int]
    roll_out: list[str]
    cells: list[CellMeasured]
    curve: list[StepShown]


class SegmentShown(Kept):
    """Uplift among the customers of one level of one column; ``title`` is the column's in the answer's language."""

    column: str
    title: str
    level: str
    contacted: int
    rate: float
    held_out: int
    held_rate: float
    uplift: float
    low: float
    high: float


class ResultShown(Kept):
    """What was measured at one look; ``days``: those whose orders were counted, null where responses were given."""

    look: int
    looks: int
    always_valid: bool
    responded: int
    not_in_campaign: int
    forgotten: int
    has_revenue: bool
    days: list[str] | None = None
    arms: list[ArmShown]
    cells: CellsShown
    segments: list[SegmentShown]


class ChannelShown(Told):
    """A channel: what a contact costs, its break-even, and how many contacts the budget pays for."""

    name: str
    cost: str
    break_even: float
    contacts: int | None


class Power(Told):
    """What a test of this size can tell, and at which response a contact pays; sentences say the same."""

    customers: int
    cells: int
    contacts: int | None
    held_out: int | None
    cost: str | None
    net: str
    per_contact: str
    break_even: RateShown
    can_tell: float | None
    lift_apart: float | None
    channels: list[ChannelShown]
    sentences: list[str]


class ColumnChoice(Told):
    """A column that can make cells, and how many levels it has."""

    name: str
    title: str
    levels: int


class Learned(Told):
    """Columns that made the cells of measured campaigns, and of how many."""

    cells: list[str]
    campaigns: int


class Ground(Told):
    """What a campaign of a run can start from."""

    run: int
    scheme: str
    as_of: str
    customers: int
    opted_out: int
    columns: list[ColumnChoice]
    default: list[str]
    learned: list[Learned]


Document = dict[str, Any]
