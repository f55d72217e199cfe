"""What counts as a duplicate, on pairs that are labelled: exact rules join what they say, likeness joins nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import shuke
from cli.sales import write
from effort import times

pytestmark = [pytest.mark.row("Z1"), pytest.mark.row("X3"), pytest.mark.promise("B9")]

HEADERS = ("customer_id", "customer_name", "order_id", "ordered_at", "amount", "product")
FULL_WIDTH = {ord(letter): ord(letter) + 0xFEE0 for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"}
# Ways to write one customer that the exact rule knows, and ways that only look alike.
SAME = (
    lambda who: f"  {who} ",
    lambda who: who.translate(FULL_WIDTH),
    lambda who: f"{who[:2]}\u200b{who[2:]}",
    lambda who: f"{who}\u3000",
)
ALIKE = (
    lambda who: f"{who}有限公司",
    lambda who: f"{who}（分公司）",
    lambda who: who.replace("1", "l") + "1l",
    lambda who: f"{who}·",
)
Row = tuple[str, str, str, str, str, str]


def line(who: str, order: str, amount: str, product: str = "茶") -> Row:
    return (who, "", order, "2024-03-05", amount, product)


def identical(n: int, _: random.Random) -> tuple[list[Row], tuple[int, Decimal]]:
    """The same line twice in one file: two cups, unless the policy says that it is one line."""
    return [line(f"I{n}", f"I{n}-1", "10.00")] * 2, (1, Decimal("10.00"))


def of_lines(n: int, _: random.Random) -> tuple[list[Row], tuple[int, Decimal]]:
    """One order of two lines: one purchase, both amounts."""
    return [line(f"L{n}", f"L{n}-1", "10.00"), line(f"L{n}", f"L{n}-1", "5.50", "杯")], (1, Decimal("15.50"))


def spelled(n: int, chance: random.Random) -> tuple[list[Row], tuple[int, Decimal]]:
    """One customer in two spellings that the exact rule knows: two purchases of one customer."""
    who = f"SPELT-{n}"
    return [line(who, f"S{n}-1", "10.00"), line(chance.choice(SAME)(who), f"S{n}-2", "7.00")], (2, Decimal("17.00"))


def alike(n: int, chance: random.Random) -> tuple[list[Row], tuple[int, Decimal]]:
    """Two customers who look alike: one purchase each, whatever they look like."""
    who = f"杭州心樾{n}"
    return [line(who, f"A{n}-1", "10.00"), line(chance.choice(ALIKE)(who), f"A{n}-2", "7.00")], (1, Decimal("10.00"))


KINDS = {"I": identical, "L": of_lines, "SPELT-": spelled, "杭州心樾": alike}


def test_labelled_pairs_are_joined_as_the_rules_say_and_never_by_likeness(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    each, chance = times(500, 100), random.Random(9)
    rows, wanted = [], {}
    for prefix, make in KINDS.items():
        for n in range(each):
            pair, told = make(n, chance)
            rows += pair
            wanted[f"{prefix}{n}"] = told
    chance.shuffle(rows)
    source = write(tmp_path / "pairs.csv", rows, HEADERS)
    result = shuke.score(source, as_of="2024-12-31", raw=True, policies={"duplicates": "merge"})
    found = {row["customer_id"]: (row["frequency"], row["monetary"]) for row in result.customers.rows()}
    notes = {note.get("code") for note in result.summary["notes"]}
    result.close()
    right = sum(found.get(who) == told for who, told in wanted.items())
    others = len(found) - len(wanted)
    figure(f"{right:,} of {len(wanted):,} labelled pairs as the rules say; {each - others} joined by likeness alone")
    assert right == len(wanted)
    assert others == each
    assert "W-ALIKE" in notes


def test_an_amended_order_replaces_the_earlier_one_where_the_policy_says_so(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    count = times(500, 50)
    before = [line(f"C{n}", f"O{n}", "100.00") for n in range(count)]
    after = [line(f"C{n}", f"O{n}", f"{n}.25") for n in range(count)]
    files = [write(tmp_path / f"{place}.csv", rows, HEADERS) for place, rows in enumerate((before, after))]
    result = shuke.score(files, as_of="2024-12-31", raw=True, policies={"amended": "latest"})
    found = {row["customer_id"]: row["monetary"] for row in result.customers.rows()}
    result.close()
    right = sum(found.get(f"C{n}") == Decimal(f"{n}.25") for n in range(count))
    figure(f"{right:,} of {count:,} amended orders count as the later file says")
    assert right == count
