"""Campaigns kept as folders: planned from a kept run, listed within a budget, measured, and written into the ledger.

::

    from shuke import campaigns

    campaigns.plan(run, wish).save(folder)          a cell test
    campaigns.choose(run, wish).save(folder)        a budgeted list, or a roll-out
    campaigns.measure(folder, responses)            what it brought
    campaigns.Ledger(folder).entries()              every campaign so far
"""

from __future__ import annotations

from shuke.campaign.costs import Costs
from shuke.campaign_kept.ledger import Entry, Ledger
from shuke.campaigns.choose import Choice, choose
from shuke.campaigns.list_wish import ListWish
from shuke.campaigns.measure import measure
from shuke.campaigns.measured import Measured
from shuke.campaigns.plan import Plan, TestWish, plan

__all__ = [
    "Choice",
    "Costs",
    "Entry",
    "Ledger",
    "ListWish",
    "Measured",
    "Plan",
    "TestWish",
    "choose",
    "measure",
    "plan",
]
