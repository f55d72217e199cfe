"""The operator's day at the terminal: every money is that of the rows of the exports, added up by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from story.shop import NOVEMBER, OCTOBER, between, bought, net, sales
from story.terminal import TEST, Figures

pytestmark = [pytest.mark.slow, pytest.mark.row("T1", "Z7", "D5", "X7")]


def test_the_day_is_gone_through_and_its_money_is_that_of_the_exports(told: Figures) -> None:
    lines = sales()
    october = between(lines, OCTOBER.replace(day=1), OCTOBER)
    november = between(lines, NOVEMBER.replace(day=1), NOVEMBER)
    assert f"{net(october):,.2f}" in told.loaded
    assert f"{len(october):,}" in told.loaded
    # What October brought is the part that customers did themselves, to the cent.
    parts = told.monetary["parts"]
    assert Decimal(told.monetary["before"]) + sum(map(Decimal, parts.values())) == Decimal(told.monetary["after"])
    assert told.warnings > 0
    assert (told.contacts, told.held_out) == (48, 12)
    assert Decimal(told.cost) == 48 * Decimal(TEST["contact"])
    assert len(told.listed) == told.contacts
    responses, revenue = bought(november, set(told.listed))
    assert (told.responses, Decimal(told.revenue)) == (responses, revenue)
    low, high = told.profit[1:]
    assert low < told.profit[0] < high
    assert told.goal[1] in {"on_track", "unsure", "behind", "reached"}
    assert told.report.stat().st_size > 10_000


def test_the_report_of_the_newest_rating_can_be_sent_as_one_file(told: Figures) -> None:
    text = Path(told.report).read_text(encoding="utf-8")
    assert "2024-11-30" in text
    assert "http://" not in text.split("<body", 1)[0]
