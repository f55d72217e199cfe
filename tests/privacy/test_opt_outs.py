"""Who wants no marketing is in nothing that is made for it: lists, tests, tasks, warnings, messages, products."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cli.terminal import shuke as run
from shuke import campaigns
from shuke.desk import Desk
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.watching.care.planned import plan as plan_care
from shuke.watching.opted_out import opt_in, opt_out
from shuke.watching.target import target
from shuke.watching.warnings.check import Wish, check
from shuke.workspace import Settings, Workspace, load, refresh
from shuke.workspace.beside import Beside
from shuke.workspace.opted_out import opted_out
from workspace.books import UNION, write

pytestmark = [pytest.mark.row("X9")]

OUT, IN = 1000, 400
# How the customer table says that somebody wants none; a word that is neither yes nor no counts as yes.
SAID = ("是", "Y", "1", "true", "拒绝", "maybe")
AT, START = "2025-01-01T08:00:00Z", date(2024, 1, 1)
CARE = """\
care: test
capacity: 100000
groups:
  C: {rhythm: quarterly, marketing: false}
"""
RULES = """\
warnings: everybody
most: 100000
rules:
  - {rule: all_of_them, title: {en: All, zh: 全部}, when: {days_since_purchase: {at_least: 0}}}
  - {rule: long_ago, title: {en: Long ago, zh: 很久}, marketing: false, when: {days_since_purchase: {at_least: 200}}}
"""
CHANNELS = {"channels": [{"channel": "hook", "kind": "webhook", "url": {"env": "SHUKE_SECRET_URL"}, "inside": "true"}]}


@dataclass(frozen=True)
class Shop:
    """A workspace with a run, and who wants no marketing: as was noted, and as the customer table says."""

    space: Workspace
    noted: frozenset[str]
    flagged: frozenset[str]
    everybody: frozenset[str]

    @property
    def out(self) -> frozenset[str]:
        return self.noted | self.flagged


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("quiet")
    names = [f"K{n:05}" for n in range(OUT + IN)]
    flagged, noted = names[: OUT // 2], names[OUT // 2 : OUT]
    sales = [
        (who, f"{who}-{k}", (START + timedelta(days=(n * 7 + k * 31) % 366)).isoformat(), f"{50 + n % 400}.00")
        for n, who in enumerate(names)
        for k in range(1 + n % 4)
    ]
    people = [
        (who, ("茶", "酒", "书")[n % 3], SAID[n % len(SAID)] if n < OUT // 2 else "否") for n, who in enumerate(names)
    ]
    space = Workspace.init(folder / "shop", scheme_text("rfm-quintile-weighted")[0], Settings())
    table = write(folder / "people.csv", people, ("customer_id", "行业", "退订"))
    load(space, [write(folder / "sales.csv", sales)], UNION, beside=Beside((), (table,)))
    options = Options(reading=UNION, as_of=date(2024, 12, 31), currency="CNY")
    refresh(space, options, formats=["parquet"], lang="en").result.close()
    done = opt_out(space, noted, "test", AT)
    assert (len(done.customers), done.new) == (len(noted), len(noted))
    watch = space.home / "watch"
    watch.mkdir()
    (watch / "care.yaml").write_text(CARE, encoding="utf-8")
    (watch / "warnings.yaml").write_text(RULES, encoding="utf-8")
    (watch / "channels.yaml").write_text(json.dumps(CHANNELS), encoding="utf-8")
    return Shop(space, frozenset(noted), frozenset(flagged), frozenset(names))


def desk(space: Workspace, query: str) -> list[tuple[Any, ...]]:
    with Desk(space.home).reading() as db:
        return [tuple(row) for row in db.execute(query)]


def column(path: Path, name: str = "customer_id") -> set[str]:
    return {row[0] for row in duckdb.sql(f"SELECT {name} FROM '{path}'").fetchall()}


@pytest.mark.promise("F6")
def test_who_noted_it_and_of_whom_the_customer_table_says_it_are_known(shop: Shop) -> None:
    assert opted_out(shop.space) == shop.out
    assert len(shop.out) == OUT


@pytest.mark.promise("F6")
def test_campaigns_hold_nobody_of_them(shop: Shop, tmp_path: Path, figure: Callable[[str], None]) -> None:
    table = write(tmp_path / "expected.csv", [(one, "0.1") for one in shop.everybody], ("customer_id", "response"))
    costs, mail = campaigns.Costs({"contact": Decimal("0.62")}, Decimal(35)), {"mail": Decimal("0.62")}
    wish = campaigns.ListWish("list", campaigns.Costs({}, Decimal(35)), mail, most=300, expected=table)
    told = {}
    for name, made in (
        ("test", campaigns.plan(shop.space.home, campaigns.TestWish("test", 200, costs))),
        ("list", campaigns.choose(shop.space.home, wish)),
    ):
        with made as found:
            found.save(tmp_path / name, ["csv"])
            assert found.document["barred"] == {"opt_out": OUT}
        files = sorted((tmp_path / name).glob("*.parquet"))
        told[name] = {one for path in files for one in column(path)}
    figure("; ".join(f"{len(ids & shop.out)} of {OUT:,} in a {name} of {len(ids)}" for name, ids in told.items()))
    assert all(told.values())
    assert [ids & shop.out for ids in told.values()] == [set(), set()]


@pytest.mark.promise("F6")
def test_tasks_of_care_are_made_for_them_where_care_is_no_marketing_alone(
    shop: Shop, figure: Callable[[str], None]
) -> None:
    done = plan_care(shop.space, "test", AT)
    rows = desk(shop.space, "SELECT customer_id, place FROM tasks WHERE status = 'open'")
    leaks = [row for row in rows if row[0] in shop.out and row[1] != "C"]
    service = {row[0] for row in rows if row[0] in shop.out}
    figure(f"care: {len(leaks)} of {len(rows):,} tasks of marketing for them; {done.opted_out} left out and told")
    assert leaks == []
    assert len(service) + done.opted_out == OUT
    assert service
    assert done.opted_out > 500


@pytest.mark.promise("F6")
def test_they_are_warned_of_for_service_alone_and_messages_say_nothing_else(
    shop: Shop, figure: Callable[[str], None]
) -> None:
    check(shop.space, Wish())
    opened = desk(
        shop.space, "SELECT w.customer_id, r.rule FROM warnings w JOIN warning_reasons r ON r.warning = w.number"
    )
    leaks = [row for row in opened if row[0] in shop.out and row[1] != "long_ago"]
    lines = desk(shop.space, "SELECT customer_id, marketing FROM message_lines")
    said = [row for row in lines if row[0] in shop.out and row[1]]
    figure(f"warnings: {len(leaks)} of {len(opened):,} reasons, {len(said)} of {len(lines):,} lines of messages")
    assert (leaks, said) == ([], [])
    assert {row[0] for row in lines} >= shop.everybody - shop.out
    assert {row[0] for row in lines} & shop.out


@pytest.mark.promise("F6")
def test_none_of_them_is_listed_as_like_the_valuable_ones(shop: Shop, figure: Callable[[str], None]) -> None:
    found = target(shop.space.home, most=10_000)
    listed = {one.customer_id for one in found.likest}
    figure(f"target list: {len(listed & shop.out)} of {len(listed)} listed; {found.opted_out} left out and told")
    assert listed & shop.out == set()
    assert listed
    assert found.opted_out > 0


@pytest.mark.promise("F6")
def test_a_data_product_is_made_without_them(shop: Shop, tmp_path: Path, figure: Callable[[str], None]) -> None:
    result = next((shop.space.home / "runs").iterdir())
    said = run("publish", result, "--out", tmp_path / "product", "--lang", "en")
    assert said.code == 0, said.err
    told = json.loads((tmp_path / "product" / "deidentification.json").read_text(encoding="utf-8"))["customers"]
    figure(f"data product: {told['opted_out']:,} left out, {told['chosen']} of the {IN} others chosen")
    assert (told["opted_out"], told["chosen"]) == (OUT, IN)
    assert f"{OUT:,} customers want no part" in said.out


def test_what_waits_for_somebody_is_taken_back_when_they_opt_out(shop: Shop) -> None:
    plan_care(shop.space, "test", AT)
    check(shop.space, Wish())
    told = "SELECT customer_id FROM message_lines WHERE marketing = 1"
    query = f"SELECT customer_id FROM tasks WHERE status = 'open' AND place <> 'C' AND customer_id IN ({told})"
    somebody = next(row[0] for row in desk(shop.space, query))
    done = opt_out(shop.space, [somebody], "test", AT)
    assert (done.new, done.tasks > 0, done.lines > 0) == (1, True, True)
    assert desk(shop.space, f"SELECT 1 FROM tasks WHERE status = 'open' AND customer_id = '{somebody}'") == []
    assert desk(shop.space, f"SELECT 1 FROM message_lines WHERE marketing = 1 AND customer_id = '{somebody}'") == []
    assert opt_in(shop.space, somebody)
    assert not opt_in(shop.space, somebody)


def test_a_table_of_customers_that_says_nothing_of_it_leaves_everybody_in(tmp_path: Path) -> None:
    space = Workspace.init(tmp_path / "shop", scheme_text("rfm-quintile-weighted")[0], Settings())
    table = write(tmp_path / "people.csv", [("C1", "茶")], ("customer_id", "行业"))
    load(space, [write(tmp_path / "s.csv", [("C1", "1", "2024-01-01", "1")])], UNION, beside=Beside((), (table,)))
    assert opted_out(space) == frozenset()
