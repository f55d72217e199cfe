"""The target profile: weights by hand, a hold-out that knows, and look-alikes whose parts add up."""

from __future__ import annotations

import json
from decimal import Decimal
from math import comb, log
from random import Random

import pytest
from typer.testing import CliRunner

from browse.kept import people, table
from shuke.cli.main import app
from shuke.errors import UsageError
from shuke.watch.target import Cell, fit, held_out, profile
from shuke.watching.target import target
from shuke.workspace import Workspace

NAMES = ["industry", "region"]
CELLS = [
    Cell(("bank", "north"), 0, 12, 8),
    Cell(("bank", "south"), 1, 6, 4),
    Cell(("shop", "north"), 2, 2, 38),
    Cell(("shop", None), 3, 0, 27),
    Cell((None, "west"), 0, 1, 2),
]


@pytest.mark.row("C11")
def test_a_lift_is_the_share_of_high_value_over_everybody_s() -> None:
    values, few = profile(NAMES, CELLS)
    told = {(one.attribute, one.value): one for one in values}
    bank = told["industry", "bank"]
    assert (bank.customers, bank.high, bank.rate) == (30, 18, 0.6)
    assert bank.lift == pytest.approx(0.6 / 0.21)
    chance = 2 * sum(comb(21, x) * comb(79, 30 - x) for x in range(18, 22)) / comb(100, 30)
    assert bank.p == pytest.approx(chance, abs=1e-6)
    assert (bank.mark, told["industry", "shop"].mark) == ("more", "less")
    # Three customers in the west are too few to be told.
    assert few == 1
    assert values[0] == bank


@pytest.mark.row("C11")
def test_weights_are_drawn_towards_everybody_s_mix_and_add_up_exactly() -> None:
    model = fit(NAMES, CELLS)
    high, others = 20, 77
    mix = 30 / 97
    weight = log(((18 + 20 * mix) / (high + 20)) / ((12 + 20 * mix) / (others + 20)))
    assert model.weights["industry", "bank"] == round(Decimal(weight), 4)
    parts = model.parts(("bank", None))
    assert parts == (model.weights["industry", "bank"], Decimal(0))
    assert model.score(("bank", "north")) == model.base + sum(model.parts(("bank", "north")))
    assert model.parts(("never seen", "north"))[0] == 0


@pytest.mark.row("C11")
def test_the_check_never_looks_at_whom_it_ranks() -> None:
    random = Random(5)
    # Values that say nothing: a ranking that looked at its own customers would find something in them.
    noise = []
    for place in range(2_000):
        high = int(random.random() < 0.25)
        noise.append(Cell((str(random.randrange(40)), str(random.randrange(40))), place % 4, high, 1 - high))
    found = held_out(NAMES, noise)
    assert found is not None
    assert found.interval[0] <= found.base <= found.interval[1]
    real = [
        Cell((value, "x"), place % 4, high, 1 - high)
        for place in range(2_000)
        for value in [random.choice("abcdefghij")]
        for high in [int(random.random() < (0.7 if value == "a" else 0.1))]
    ]
    good = held_out(NAMES, real)
    assert good is not None
    assert good.interval[0] > 2 * good.base
    assert sum(one.high for one in good.tenths) == pytest.approx(sum(one.high for one in real))
    assert held_out(NAMES, CELLS[:1]) is not None or CELLS[0].high + CELLS[0].others < 40


def test_equal_scores_are_split_by_measure_and_not_by_order() -> None:
    found = held_out(["a"], [Cell(("x",), part, 5, 15) for part in range(4)])
    assert found is not None
    assert {one.rate for one in found.tenths} == {0.25}


@pytest.mark.row("C11")
def test_the_others_are_ranked_and_every_one_explained(kept: Workspace) -> None:
    found = target(kept.home, most=7)
    # In a CSV file an apostrophe stands before what a spreadsheet would run.
    rows = {(row["customer_id"] or "").removeprefix("'"): row for row in table(kept)}
    assert (found.high, found.customers) == (("A",), len(rows))
    assert found.high_customers == sum(row["tier"] == "A" for row in rows.values())
    # Who looks after a customer is none of theirs.
    assert set(found.attributes.values()) == {"region"}
    model = found.model
    (name,) = found.attributes
    scores = {one: model.score((row["region"],)) for one, row in rows.items()}
    wanted = sorted((-scores[one], one) for one, row in rows.items() if row["tier"] != "A")
    assert all(
        scores[one] == model.base + model.weights[name, row["region"]] for one, row in rows.items() if row["region"]
    )
    assert [(-one.score, one.customer_id) for one in found.likest] == wanted[:7]
    for one in found.likest:
        assert found.model.base + sum(weight for *_, weight in one.parts) == one.score
        assert one.place == rows[one.customer_id]["tier"]
    # Whoever has not bought in the period is one of the others too.
    assert found.others == len(people()) - found.high_customers
    own = target(kept.home, most=500, owner=("owner", "S-01"))
    assert {rows[one.customer_id]["owner"] for one in own.likest} == {"S-01"}
    assert own.values == found.values
    assert target(kept.home, owner=("owner", None)).likest == ()


def test_what_cannot_be_looked_at_is_said(kept: Workspace) -> None:
    with pytest.raises(UsageError, match="region"):
        target(kept.home, wanted=("industry",))
    with pytest.raises(UsageError, match="least"):
        target(kept.home, least=0)
    assert list(target(kept.home, wanted=("REGION",)).attributes.values()) == ["region"]


@pytest.mark.parametrize(("lang", "word"), [("en", "drawing by lot"), ("zh", "随机抽取")])
def test_the_terminal_tells_the_profile(kept: Workspace, lang: str, word: str) -> None:
    words = ["target", "--workspace", str(kept.home)]
    done = CliRunner().invoke(app, [*words, "--lang", lang])
    assert done.exit_code == 0, done.output
    assert word in done.output
    told = json.loads(CliRunner().invoke(app, [*words, "--json", "--most", "2"]).output)
    assert [len(told["likest"]), told["control"]] == [2, "benjamini-hochberg"]
