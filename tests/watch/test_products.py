"""Lifts and what went with leaving: literal rows, exact chances, and worlds in which nothing goes with anything."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from math import comb, exp, sqrt
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from browse.kept import BEFORE, table
from shuke.cli.main import app
from shuke.errors import UsageError
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.watch.products import Count, Group, lifts, traits
from shuke.watching.products import products
from shuke.workspace import Settings, Workspace, load, refresh
from shuke.workspace.beside import Beside
from workspace.books import UNION, write

SIZES = {"A": 20, "B": 80}
PAID = {"A": Decimal(1000), "B": Decimal(1000)}


@pytest.mark.row("C8")
def test_a_lift_is_what_was_seen_over_what_everybody_s_share_would_give() -> None:
    counts = [
        Count("category", "tea", "A", 15, Decimal("600.00")),
        Count("category", "tea", "B", 10, Decimal("200.00")),
    ]
    (tea,), few = lifts(counts, SIZES, PAID)
    best, rest = tea.places
    assert (tea.customers, tea.money, few) == (25, Decimal("800.00"), 0)
    assert (best.expected, best.lift, best.money_share, best.mix) == (5.0, 3.0, 0.6, 1.5)
    assert (rest.expected, rest.lift, rest.mix) == (20.0, 0.5, 0.5)
    chance = 2 * sum(comb(25, x) * comb(75, 20 - x) for x in range(15, 21)) / comb(100, 20)
    assert best.p == pytest.approx(chance, abs=1e-6)
    assert (best.mark, rest.mark) == ("more", "less")


@pytest.mark.row("C8")
def test_numbers_of_few_customers_are_not_told_nor_what_they_would_follow_from() -> None:
    counts = [Count("c", "x", "A", 3), Count("c", "x", "B", 20), Count("c", "x", "C", 30), Count("c", "rare", "A", 4)]
    (x,), few = lifts(counts, {"A": 50, "B": 50, "C": 50}, {})
    assert few == 1
    hidden, beside, told = x.places
    assert (hidden.seen, hidden.lift, hidden.p, hidden.money) == (None, None, None, None)
    # 53 - 20 - 30 would tell it, so the next smallest is not told either.
    assert (beside.seen, beside.lift, told.seen) == (None, None, 30)
    # That it is less than luck explains is told all the same.
    assert hidden.mark == "less"


@pytest.mark.row("C8")
def test_of_what_goes_with_nothing_hardly_ever_anything_is_marked() -> None:
    random, worlds, marked = Random(11), 60, 0
    for _ in range(worlds):
        counts = []
        for thing in range(12):
            share = random.uniform(0.05, 0.6)
            for place, size in (("A", 60), ("B", 120), ("C", 200)):
                counts.append(Count("c", f"t{thing}", place, sum(random.random() < share for _ in range(size))))
        found, _ = lifts(counts, {"A": 60, "B": 120, "C": 200}, {})
        marked += any(one.mark in {"more", "less"} for thing in found for one in thing.places)
    # Where nothing is there to find, the false share is that of worlds with any mark: at most 5 %, and chance.
    assert marked <= 0.05 * worlds + 3 * sqrt(0.05 * 0.95 * worlds)


@pytest.mark.row("C8")
def test_the_risk_of_those_who_complained_is_that_within_their_starting_place() -> None:
    whole = {"A": (100, 20), "B": (100, 60)}
    groups = [Group("contact", "complaint", "A", 20, 10), Group("contact", "complaint", "B", 10, 9)]
    (one,), few = traits(groups, whole)
    assert (one.customers, one.left, one.others, one.others_left, one.expected, few) == (30, 19, 170, 61, 10.0, 0)
    above = 10 * 80 / 100 + 9 * 90 / 100
    below = 10 * 20 / 100 + 51 * 10 / 100
    spread = (20 * 80 * 20 / 1e4 - 10 * 10 / 100) + (10 * 90 * 60 / 1e4 - 9 * 51 / 100)
    half = 1.959963984540054 * sqrt(spread / (above * below))
    assert one.risk == pytest.approx(above / below, abs=1e-6)
    assert one.interval == pytest.approx((one.risk * exp(-half), one.risk * exp(half)), abs=1e-5)
    assert one.mark == "more"
    assert traits([Group("did", "refund", "A", 3, 3)], whole) == ([], 1)


@pytest.mark.row("C8")
def test_a_workspace_tells_what_it_knows_and_says_what_it_does_not(kept: Workspace) -> None:
    found = products(kept.home)
    assert found.sizes == dict(sorted(Counter(row["tier"] for row in table(kept)).items()))
    # The sales of this shop have no products: nothing is made up.
    assert (found.things, found.missing) == ((), ("category", "product", "channel", "promotion", "contact"))
    assert found.leaving is not None
    fell = found.leaving["fell"]
    old = {row["customer_id"]: row["tier"] for row in table(kept, BEFORE)}
    new = {row["customer_id"]: row["tier"] for row in table(kept)}
    above = [one for one, tier in old.items() if tier != "D"]
    assert (fell.customers, fell.left) == (len(above), sum(new.get(one, "D") == "D" for one in above))
    assert {(one.family, one.name) for one in fell.traits} <= {("did", "refund"), ("did", "once")}


def test_numbers_that_cannot_be_meant_are_refused(kept: Workspace) -> None:
    with pytest.raises(UsageError, match="least"):
        products(kept.home, least=0)


@pytest.mark.row("C8")
def test_what_is_bought_and_complained_about_is_counted_once_per_customer(tea_shop: Path) -> None:
    found = products(tea_shop, 2, least=1)
    told = {(one.family, one.name): one for one in found.things}
    assert told["category", "tea"].customers == 12
    assert told["category", "tea"].money == Decimal("2990.00")
    assert told["contact", "complaint"].customers == 12
    assert sum(place.seen or 0 for place in told["promotion", "618"].places) == 1
    assert found.missing == ("product", "channel")
    assert found.leaving is None
    later = products(tea_shop).leaving
    assert later is not None
    (complained,) = [one for one in later["fell"].traits if one.name == "complaint"]
    assert complained.mark == "more"


@pytest.mark.parametrize(("lang", "word"), [("en", "complaint"), ("zh", "投诉")])
def test_the_terminal_tells_lifts_and_leaving(tea_shop: Path, lang: str, word: str) -> None:
    words = ["products", "--workspace", str(tea_shop)]
    done = CliRunner().invoke(app, [*words, "--lang", lang])
    assert done.exit_code == 0, done.output
    assert word in done.output
    assert json.loads(CliRunner().invoke(app, [*words, "--json"]).output)["control"] == "benjamini-hochberg"


@pytest.fixture(scope="module")
def tea_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop in which everybody who complained is gone a year later."""
    folder, lines = tmp_path_factory.mktemp("tea"), []
    for number in range(40):
        one = f"C{number:02}"
        on = f"2023-{number % 12 + 1:02}-15"
        thing, promotion = ("tea", "618" if number == 0 else "") if number < 12 else ("paper", "")
        lines += [(one, f"O{number}-{copy}", on, "100.00", thing, promotion) for copy in range(number % 4 + 1)]
        if number >= 12:
            lines.append((one, f"L{number}", "2024-11-01", "100.00", thing, promotion))
    lines.append(("C01", "O1-0", "2023-12-20", "-10.00", "tea", ""))
    sales = write(
        folder / "sales.csv", lines, ("customer_id", "order_id", "ordered_at", "amount", "category", "promotion")
    )
    contacts = [(f"C{number:02}", "complaint", "2023-12-01") for number in range(12)]
    beside = Beside((write(folder / "contacts.csv", contacts, ("customer_id", "kind", "occurred_at")),), ())
    space = Workspace.init(folder / "shop", scheme_text("rfm-quintile-weighted")[0], Settings())
    load(space, [sales], UNION, beside=beside)
    for as_of in (date(2023, 12, 31), date(2024, 12, 31)):
        refresh(space, Options(reading=UNION, as_of=as_of, currency="CNY"), formats=["parquet"]).result.close()
    return space.home
