"""What a contact must bring: the worked case, further lines of cost and of sales, and what cannot pay."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from shuke.campaign.costs import Costs
from shuke.campaign.power import looks_above, rate_above, rate_apart, size_above, size_per_arm
from shuke.errors import UsageError

pytestmark = pytest.mark.row("D9")
WORKED = Costs({"contact": Decimal("0.62")}, Decimal(35))


def test_sixty_two_cents_by_thirty_five_is_one_point_seven_seven_percent() -> None:
    assert WORKED.break_even == Fraction(62, 3500)
    assert f"{float(WORKED.break_even) * 100:.2f} %" == "1.77 %"


def test_lines_of_cost_add_up_and_margin_returns_and_sale_costs_come_off_the_sale() -> None:
    costs = Costs(
        contact={"print": Decimal("0.30"), "postage": Decimal("0.32")},
        sale=Decimal(100),
        margin=Decimal("0.4"),
        returns=Decimal("0.1"),
        per_sale={"packing": Decimal(1)},
        fixed={"creative": Decimal(500)},
    )
    assert costs.per_contact == Decimal("0.62")
    assert costs.net == 35
    assert costs.break_even == WORKED.break_even
    assert costs.cost(1000) == Decimal("1120.00")
    assert costs.break_even_with_fixed(1000) == Fraction(1120, 35_000)


def test_costs_are_the_same_after_being_written_and_read() -> None:
    assert Costs.of(WORKED.document()) == WORKED


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"margin": Decimal(0)}, "campaign_no_net"),
        ({"returns": Decimal(1)}, "campaign_no_net"),
        ({"margin": Decimal("1.2")}, "campaign_share_wrong"),
        ({"margin": Decimal("NaN")}, "campaign_share_wrong"),
        ({"contact": {"visit": Decimal(40)}}, "campaign_never_pays"),
        ({"contact": {"visit": Decimal(-1)}}, "campaign_cost_negative"),
    ],
)
def test_what_cannot_pay_or_be_meant_is_refused(given: dict[str, object], key: str) -> None:
    with pytest.raises(UsageError) as caught:
        Costs(**{"contact": {"contact": Decimal("0.62")}, "sale": Decimal(35), **given})  # type: ignore[arg-type]
    assert caught.value.key == key


@pytest.mark.parametrize(("rate", "contacts"), [(0.02, 21_456), (0.0225, 5_101), (0.025, 2_287), (0.03, 862)])
def test_contacts_that_show_a_cell_above_break_even(rate: float, contacts: int) -> None:
    assert size_above(rate, float(WORKED.break_even)) == contacts
    told = rate_above(contacts, float(WORKED.break_even))
    assert told is not None
    assert told == pytest.approx(rate, abs=1e-5)


def test_raw_rates_mislead_as_often_as_the_binomial_says() -> None:
    assert looks_above(320, 0.01, WORKED.break_even) == pytest.approx(0.104, abs=5e-4)
    assert 1 - looks_above(320, 0.025, WORKED.break_even) == pytest.approx(0.188, abs=5e-4)


def test_two_arms_need_what_the_textbook_says() -> None:
    assert size_per_arm(0.5, 0.75, power=0.9) == pytest.approx(76.7069, abs=1e-3)
    assert round(size_per_arm(0.0177, 0.0177 * 1.25)) == 15_645
    assert rate_apart(77, 77, 0.5, power=0.9) == pytest.approx(0.75, abs=1e-3)
