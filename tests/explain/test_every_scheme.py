"""Every built-in scheme, and some that do what none of them does: explanations are right in each, for everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from effort import FULL
from explain.made import AS_OF, DAY, IDS, Made, rated
from explain.own_schemes import OWN
from oracle import half_up
from oracle.scheme import metrics_of
from rating.library import covering
from shuke.explain.document import document
from shuke.explain.explanation import Explanation
from shuke.explain.reasons import Pointed, Scaled, Steps, Summed
from shuke.explain.words import lines
from shuke.saved import explain_saved, open_saved

ROWS = {
    "rfm-quintile-weighted": ("Z3", "Z4", "Z5"),
    "activity-contribution-rank": ("C1", "C2", "C3", "C4", "C5"),
    "activity-contribution-rank-rescaled": ("C1", "C2", "C3", "C4", "C5"),
    "ladder-25": ("D2", "D3"),
    "quartile-code": ("D12",),
    "quintile-code-inverse": ("D12",),
    "nested-125": ("D8",),
    "three-level-eight": ("T5",),
    "three-level-eight-kmeans": ("T5",),
    "rfmt-ahp": ("D19",),
    "rfmt-ahp-log": ("D19",),
    "rfmt-kmeans": ("D19",),
}
# In a usual run the built-in ones that have every part of the language together.
TRIED = (*(IDS if FULL else covering(IDS)), *OWN)
SCHEMES = [pytest.param(name, marks=pytest.mark.row(*ROWS.get(name, ()))) for name in TRIED]
CENT = Decimal("0.01")
NOT_TRIED = {"purchase-cycle", "value-preference", "by-ids"}

pytestmark = pytest.mark.row("X4")


@pytest.fixture(scope="module", params=SCHEMES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The book under one scheme after the other."""
    found = rated(request.param, tmp_path_factory.mktemp(request.param), OWN.get(request.param))
    yield found
    found.result.close()


def number(value: Any) -> Fraction:
    return Fraction(half_up(Fraction(value), 6))


def same(one: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether a row by hand agrees with another in all results that both have."""
    return all(one[name] == value for name, value in row.items() if name in one)


def figures_of(made: Made, customer: str) -> dict[str, Any]:
    return {name: made.table[customer][name] for name in metrics_of(made.values)}


def test_the_place_and_every_figure_are_those_of_the_table(made: Made) -> None:
    assert len(made.told) >= 30
    for customer, told in made.told.items():
        row = made.table[customer]
        assert told.results == {name: row[name] for name in told.results}
        assert told.composite == (row[told.total.name] if told.total else None)
        for reason in told.reasons:
            assert reason.score == row[reason.name] or isinstance(reason, Summed)
            assert number(reason.score) == number(row[reason.name])
            if not isinstance(reason, Summed):
                assert reason.value == row[reason.metric]  # type: ignore[attr-defined]
        assert all(told.others[name] == row[name] for name in told.others)
        shown = {getattr(reason, "metric", "") for reason in told.reasons} | set(told.others)
        assert set(metrics_of(made.values)) <= shown


def test_the_table_can_be_rated_by_hand_from_what_was_learned(made: Made) -> None:
    if made.scheme == "by-ids":
        pytest.skip("a place by id is known of all together alone")
    for customer, row in made.table.items():
        again = made.measured(customer, made.lines[customer], AS_OF)
        assert again is not None
        for name, value in row.items():
            if name in again:
                expected = again[name]
                assert expected == value if isinstance(value, str | None) else number(expected) == number(value), name


def test_break_values_either_side_are_true(made: Made) -> None:
    for customer, told in made.told.items():
        for reason in told.reasons:
            if not isinstance(reason, Steps) or reason.value is None or made.scheme == "by-ids":
                continue
            figures = figures_of(made, customer)
            for bound, score in ((reason.reached, reason.score), (reason.next_bound, reason.next_score)):
                if bound is not None:
                    placed = made.placed({**figures, reason.metric: bound})
                    # Others that look at the same figure may move a group that this score is learned in.
                    if placed is not None and not reason.within:
                        assert placed[reason.name] == score, (customer, reason)
            if reason.next_bound is not None and reason.next_score is not None:
                sign = 1 if reason.best == "high" else -1
                assert sign * Decimal(reason.value) < sign * Decimal(reason.next_bound)
                assert reason.next_score > reason.score
            if reason.reached is not None:
                sign = 1 if reason.best == "high" else -1
                assert sign * Decimal(reason.value) >= sign * Decimal(reason.reached)


def test_no_step_lies_between_a_figure_and_the_next_break_value(made: Made) -> None:
    for told in made.told.values():
        for reason in told.reasons:
            if isinstance(reason, Steps) and reason.next_bound is not None and not reason.within:
                known = made.run["fitted"]["scores"][reason.name]
                bounds = [Decimal(bound) for bound, score in known["steps"] if Decimal(score) > reason.score]
                sign = 1 if reason.best == "high" else -1
                beyond = [bound for bound in bounds if reason.value is None or sign * bound > sign * reason.value]
                assert reason.next_bound == min(beyond, key=lambda bound: sign * bound)


def test_terms_add_up_and_points_multiply(made: Made) -> None:
    for told in made.told.values():
        for reason in (*told.reasons, told.total):
            if isinstance(reason, Summed):
                exact = sum((Fraction(term.weight) * Fraction(term.score) for term in reason.terms), Fraction(0))
                assert Fraction(reason.total) == exact
            if isinstance(reason, Pointed):
                assert reason.product == Decimal(reason.value or 0) * reason.points  # type: ignore[arg-type]
            if isinstance(reason, Scaled) and reason.width and reason.value is not None:
                value = Fraction(reason.value if reason.log is None else reason.log)  # type: ignore[arg-type]
                distance = value - Fraction(reason.origin)
                place = (distance if reason.best == "high" else -distance) / Fraction(reason.width)
                assert abs(place - Fraction(reason.score)) < Fraction(1, 10**6)


def spoken_number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


NUMBER = r"-?[0-9][0-9,]*(?:\.[0-9]+)?"
PRODUCT = re.compile(rf"({NUMBER}) × ({NUMBER}) = ({NUMBER}) →")
SUM = re.compile(rf" = (.+) ([=≈]) ({NUMBER})")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_calculation_in_the_text_is_right(lang: str, made: Made) -> None:
    for told in made.told.values():
        for line in lines(told, lang):
            product = PRODUCT.search(line)
            if product:
                first, second, result = map(spoken_number, product.groups())
                assert first * second == result, line
            found = SUM.search(line)
            if found and "ln(" not in line and "−" not in found[1].replace(" − ", ""):
                terms = re.split(r" ([+−]) ", found[1])
                total = Fraction(0)
                for sign, term in zip(["+", *terms[1::2]], terms[::2], strict=True):
                    factors = re.fullmatch(rf"(?:({NUMBER}) × )?.*?({NUMBER})", term)
                    assert factors, line
                    part = spoken_number(factors[1] or "1") * spoken_number(factors[2])
                    total += part if sign == "+" else -part
                told_total = spoken_number(found[3])
                assert total == told_total if found[2] == "=" else abs(total - told_total) < Fraction(5, 10**6), line


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_text_names_the_place_the_figures_and_nothing_unfilled(lang: str, made: Made) -> None:
    for customer, told in made.told.items():
        said = lines(told, lang)
        whole = "\n".join(said)
        assert customer in said[0]
        assert not {"{", "None", "Decimal"} & set(re.findall(r"\{|None|Decimal", whole))
        assert (re.search(r"[\u4e00-\u9fff]", whole) is not None) == (lang == "zh")
        assert all(str(place) in whole for place in told.results.values() if place is not None)
        for reason in told.reasons:
            shown = f"{Decimal(half_up(Fraction(reason.score), 6)).normalize():f}"
            if not (isinstance(reason, Steps) and reason.kind == "split"):
                assert shown in whole


def test_programs_are_told_the_same(made: Made) -> None:
    for customer, told in made.told.items():
        data = json.loads(json.dumps(document(told), ensure_ascii=False))
        row = made.table[customer]
        assert data["customer_id"] == customer
        for name, value in data["results"].items():
            assert value == row[name] or Decimal(value) == row[name]
        for one in data["reasons"]:
            assert number(one["points"]) == number(row[one["score"]])
        assert len(data["ways_up"]) == len(told.ways)


def explained_saved(made: Made, kind: str, customer: str) -> Explanation:
    return explain_saved(open_saved(made.folder / kind), customer)


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_saved_result_explains_like_the_rating_itself(kind: str, made: Made) -> None:
    for customer in list(made.table)[::16]:
        assert document(explained_saved(made, kind, customer)) == document(made.told[customer])


def sampled_ways(made: Made) -> Iterator[tuple[str, Any]]:
    for customer in list(made.told)[::3]:
        for way in made.told[customer].ways:
            yield customer, way


def reaches(made: Made, customer: str, day: Any, orders: int, amount: Decimal, group: str) -> bool:
    """Whether so many orders lead to a group or a better one, by hand."""
    ladder = made.told[customer].ladder
    assert ladder is not None
    names = [one.name for one in made.told[customer].scheme.groups[ladder]]
    row = made.with_orders(customer, day, orders, amount)
    return row is not None and row[ladder] is not None and names.index(row[ladder]) <= names.index(group)


def test_ways_lead_where_they_say_and_one_cent_less_does_not(made: Made) -> None:
    for customer, way in sampled_ways(made):
        told, tomorrow = made.told[customer], AS_OF + DAY
        row = made.with_orders(customer, tomorrow, way.orders, way.amount_each)
        assert row is not None
        assert row[told.ladder or ""] == way.group
        if way.score is not None and told.total is not None:
            assert number(row[told.total.name]) == number(way.score)
        if way.at_most != way.amount_each and way.amount_each > CENT:
            assert not reaches(made, customer, tomorrow, way.orders, way.amount_each - CENT, way.group)
        if way.at_most is None:
            for more in (CENT, Decimal(100), Decimal(77_777), Decimal(9_000_000)):
                assert reaches(made, customer, tomorrow, way.orders, way.amount_each + more, way.group)
        elif way.at_most > way.amount_each:
            middle = (way.amount_each + way.at_most).quantize(Decimal(1)) / 2
            assert reaches(made, customer, tomorrow, way.orders, middle, way.group)
            assert reaches(made, customer, tomorrow, way.orders, way.at_most, way.group)
            assert not reaches(made, customer, tomorrow, way.orders, way.at_most + CENT, way.group)


def test_ways_hold_until_the_day_they_say(made: Made) -> None:
    for customer, way in list(sampled_ways(made))[::3]:
        last = way.until or AS_OF + timedelta(days=366)
        for day in {AS_OF + DAY, AS_OF + (last - AS_OF) // 2, last}:
            assert reaches(made, customer, day, way.orders, way.amount_each, way.group), (customer, day)
        if way.until is not None and way.at_most is None:
            assert not reaches(made, customer, last + DAY, way.orders, way.amount_each, way.group), customer


def test_fewer_orders_of_any_amount_that_was_tried_do_not_do(made: Made) -> None:
    for customer, way in sampled_ways(made):
        if way.orders > 1 and way.at_most is None:
            told = made.told[customer]
            for amount in (CENT, way.amount_each, told.most):
                assert not reaches(made, customer, AS_OF + DAY, way.orders - 1, amount, way.group), customer


def test_one_more_order_leads_where_it_is_said_to(made: Made) -> None:
    for customer, told in list(made.told.items())[::2]:
        if told.next_order is None:
            assert made.scheme in {*NOT_TRIED, "two-dates"}
            continue
        amounts = [told.next_order.amount] if told.next_order.amount else [CENT, Decimal(50), Decimal(123_456)]
        for amount in amounts:
            row = made.with_orders(customer, AS_OF + DAY, 1, amount)
            assert row is not None
            assert same(row, told.next_order.results), customer


def test_why_nothing_is_tried_is_said(made: Made) -> None:
    for told in made.told.values():
        if made.scheme in NOT_TRIED:
            assert (told.trial, told.ways, told.next_order) == ("not_tried", (), None)
            assert any("cannot be tried out" in line for line in lines(told, "en"))
        elif made.scheme == "two-dates":
            assert told.ways_status == "closed"
        else:
            assert told.trial == "tried"


def test_what_must_rise_leads_to_the_next_better_group_and_less_does_not(made: Made) -> None:
    for customer, told in made.told.items():
        names = {column: [one.name for one in groups] for column, groups in told.scheme.groups.items()}
        for one in told.raises:
            figures = figures_of(made, customer)
            raised = {**figures, **{need.metric: need.bound for need in one.needs}}
            row = made.placed(raised)
            assert row is not None
            assert row[one.column] == one.group
            assert names[one.column].index(one.group) < names[one.column].index(told.results[one.column])
            for left_out in one.needs:
                fewer = made.placed({**raised, left_out.metric: figures[left_out.metric]})
                assert fewer is None or fewer[one.column] != one.group
        if made.scheme.startswith("octants") and told.results["segment"] != "important_value":
            assert told.raises
