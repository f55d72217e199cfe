"""Campaigns as answers: put together from the ledger, the folders of campaigns, and the table of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shuke.browse import Table
from shuke.browse.tables import RELATION
from shuke.campaign.arms import HELD_OUT
from shuke.campaign.costs import Costs
from shuke.campaigns.foresight import Foresight, foresee, percent
from shuke.campaigns.given import Meeting
from shuke.campaigns.kept import KeptCampaigns, Story
from shuke.campaigns.told import money as shown_money
from shuke.campaigns.wished import costs_of, money, share
from shuke.errors import UsageError
from shuke.locale import text
from shuke.scheme.spoken.names import column
from shuke.server.routes.campaigns_asked import WantedPower
from shuke.server.routes.campaigns_shown import (
    CampaignDetail,
    CampaignShown,
    ChannelShown,
    ColumnChoice,
    EntryShown,
    Ground,
    Learned,
    LookShown,
    Power,
    RateShown,
    ResultShown,
)
from shuke.stages.relation import identifier
from shuke.stages.rounding import rounded

DIGITS = ("r_score", "f_score", "m_score")
MOST_LEVELS = 60


def shown(story: Story) -> CampaignShown:
    """Return a campaign as the ledger tells it."""
    told = story.made.document
    names = ("as_of", "scheme", "cells", "offers", "channels", "contacts", "held_out", "cost")
    looks = [
        LookShown(number=one.number, **{name: one.document[name] for name in ("look", "looks", "always_valid", "arms")})
        for one in story.looks
    ]
    return CampaignShown(
        id=story.id,
        number=story.made.number,
        name=story.made.campaign,
        kind=story.made.did,  # type: ignore[arg-type]  # a story begins with a test or a list
        looks=looks,
        **{name: told[name] for name in names},
    )


def entries(kept: KeptCampaigns) -> list[EntryShown]:
    """Return the entries of the ledger, the latest first; of a look, contacts and cost are those of its arms."""
    ids = {story.made.campaign: story.id for story in kept.stories()}
    found = []
    for one in reversed(kept.ledger.entries()):
        told = {name: one.document.get(name) for name in ("as_of", "contacts", "held_out", "cost", "look")}
        arms = one.document.get("arms", []) if one.did == "measure" else []
        if arms:
            told["contacts"] = sum(arm["customers"] for arm in arms)
            told["cost"] = str(sum((Decimal(arm["cost"]) for arm in arms), Decimal(0)))
        found.append(
            EntryShown(
                number=one.number,
                did=one.did,  # type: ignore[arg-type]  # the ledger's own words
                campaign=one.campaign,
                id=ids.get(one.campaign),
                arms=arms,
                **told,
            )
        )
    return found


def detail(kept: KeptCampaigns, name: str, lang: str) -> CampaignDetail:
    """Return everything of one campaign but who is in it."""
    told = kept.document(name)
    empty: dict[str, Any] = {
        "channel_costs": {},
        "offer_net": {},
        "budget": None,
        "faithful": None,
        "barred": {},
        "objective": None,
        "estimate": None,
        "compared": [],
        "further_hundreds": [],
        "proved": None,
        "reaches": None,
        "bound_gap": None,
    }
    seen, met = told.get("foresight"), told.get("expected_file")
    sentences = Foresight(**seen).sentences(lang) if seen else []
    expectations = {**met, "sentences": Meeting(**met).sentences(lang)} if met else None
    further = {"scheme": told["run"]["scheme"], "sentences": sentences, "expectations": expectations}
    return CampaignDetail.model_validate({**empty, **told, "id": name, **further})


def results(kept: KeptCampaigns, name: str, lang: str) -> list[ResultShown]:
    """Return what was measured of a campaign."""
    found = []
    for one in kept.results(name):
        segments = [{**part, "title": column(part["column"], lang)} for part in one["segments"]]
        found.append(ResultShown.model_validate({**one, "segments": segments}))
    return found


def ground(table: Table, kept: KeptCampaigns, lang: str, opted_out: int) -> Ground:
    """Return what a campaign of a run can start from."""
    choices = [
        ColumnChoice(name=one.name, title=one.title[lang], levels=len(one.values))
        for one in table.columns.values()
        if one.values is not None and 2 <= len(one.values) <= MOST_LEVELS
    ]
    main = table.saved.scheme.main
    default = list(DIGITS) if main == "code" and all(name in table.columns for name in DIGITS) else [main]
    measured = Counter(tuple(story.made.document["cells"]) for story in kept.stories() if story.looks)
    return Ground(
        run=table.listed.number,
        scheme=table.listed.scheme,
        as_of=table.listed.run.as_of,
        customers=table.rated,
        opted_out=opted_out,
        columns=choices,
        default=default,
        learned=[Learned(cells=list(cells), campaigns=count) for cells, count in measured.items()],
    )


def power(table: Table, wanted: WantedPower, lang: str) -> Power:
    """Return what a test of a size could tell of a run's customers.

    Raises:
        UsageError: it cannot be meant.
    """
    costs = costs_of(wanted.costs.model_dump())
    columns = table.named(wanted.cells, "cells") if wanted.cells else []
    cells = _cells(table, [one.name for one in columns])
    if wanted.sample is not None and wanted.sample > table.rated:
        raise UsageError("campaign_sample_size", size=f"{wanted.sample:,}", customers=f"{table.rated:,}")
    channels = _channels(costs, wanted)
    sentences, seen, counts = [], None, None
    if costs.contact:
        sentences.append(_break_even(costs, lang))
    if wanted.sample is not None and cells:
        counts, seen = _foreseen(costs, wanted, wanted.sample, cells)
        contacts = sum(counts.values()) - counts.get(HELD_OUT, 0)
        if costs.once and contacts:
            rate = percent(float(costs.break_even_with_fixed(contacts)))
            sentences.append(text("campaign.plan.fixed", lang, fixed=shown_money(costs.once), rate=rate))
        sentences += seen.sentences(lang)
    held = counts.get(HELD_OUT, 0) if counts else None
    contacted = sum(counts.values()) - (held or 0) if counts else None
    return Power(
        customers=table.rated,
        cells=cells,
        contacts=contacted,
        held_out=held,
        cost=None if contacted is None else str(costs.cost(contacted)),
        net=f"{rounded(costs.net, 2):.2f}",
        per_contact=str(costs.per_contact),
        break_even=RateShown(exact=str(costs.break_even), rate=float(costs.break_even)),
        can_tell=asdict(seen)["can_tell"] if seen else None,
        lift_apart=seen.lift_apart if seen else None,
        channels=channels,
        sentences=sentences,
    )


def _foreseen(costs: Costs, wanted: WantedPower, sample: int, cells: int) -> tuple[dict[str, int], Foresight]:
    held_out = Fraction(share(wanted.held_out, "held-out"))
    if not 0 <= held_out < 1:
        raise UsageError("campaign_held_out", value=wanted.held_out)
    held = int(held_out * sample)
    counts = {HELD_OUT: held, "contacted": sample - held}
    expected = None if wanted.expected is None else float(share(wanted.expected, "expect"))
    if expected is not None and not 0 < expected < 1:
        raise UsageError("campaign_expected", value=f"{expected:g}")
    return counts, foresee(costs, counts, cells, expected)


def _cells(table: Table, names: list[str]) -> int:
    if not names:
        return 0
    parts = ", ".join(identifier(name) for name in names)
    return int(table.ask(f"SELECT COUNT(*) FROM (SELECT DISTINCT {parts} FROM {RELATION})")[0][0])


def _channels(costs: Costs, wanted: WantedPower) -> list[ChannelShown]:
    """Return each channel with its break-even, and how many contacts the budget pays for."""
    budget = None if wanted.budget is None else money(wanted.budget, "budget") - costs.once
    found = []
    for name, given in wanted.channels.items():
        cost = money(given, "channel")
        if cost < 0:
            raise UsageError("campaign_cost_negative", name=name, value=given)
        paid = None if budget is None or not cost else max(int(budget / cost), 0)
        found.append(
            ChannelShown(name=name, cost=str(cost), break_even=float(Fraction(cost) / costs.net), contacts=paid)
        )
    return found


def _break_even(costs: Costs, lang: str) -> str:
    return text(
        "campaign.plan.break_even",
        lang,
        cost=shown_money(costs.per_contact),
        net=shown_money(costs.net),
        rate=percent(float(costs.break_even)),
    )
