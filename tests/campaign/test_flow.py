"""Pilot, measure, list, and again: one flow at the terminal and in Python, with every figure told."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from pyarrow import parquet

import shuke
from campaign.bases import orders
from cli.sales import write
from cli.terminal import shuke as run_command
from shuke import campaigns
from shuke.campaigns.told import of_choice, of_plan
from shuke.errors import DataError, UsageError

pytestmark = [pytest.mark.row("D4", "D5", "D8", "T6", "B5", "D13", "D18"), pytest.mark.slow]
MONEY = ("--cost", "print=0.30", "--cost", "postage=0.32", "--sale", "35")


def audience(folder: Path) -> list[dict[str, object]]:
    return parquet.read_table(folder / "audience.parquet").to_pylist()


def respond(folder: Path, path: Path, seed: int = 1, *, amounts: bool = True) -> Path:
    """Responses with a truth: recent customers respond more, and contact adds to it."""
    rng = random.Random(seed)
    rows = []
    for one in sorted(audience(folder), key=lambda row: str(row["customer_id"])):
        rate = 0.02 * int(str(one["cell"])[0]) + (0.15 if one["arm"] != "held_out" else 0)
        if rng.random() < rate:
            rows.append((one["customer_id"], "80.00") if amounts else (one["customer_id"],))
    return write(path, rows, ("customer_id", "amount") if amounts else ("customer_id",))


def test_a_pilot_becomes_a_roll_out_at_the_terminal(run: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    test = tmp_path / "pilot"
    planned = run_command(
        "campaign", "plan", run, "--out", test, "--sample", 300, *MONEY, "--offer", "A", "--offer", "B",
        "--held-out", "20%", "--ledger", book, "--lang", "en",
    )  # fmt: skip
    assert planned.code == 0, planned.err
    assert "0.62 per contact / 35.00 net per sale = 1.77 % response" in planned.out
    assert "every cell is within one customer of its exact share" in planned.out
    assert "pieces a cell can tell a cell from break-even (1.77 %) only if" in planned.out
    with (test / "list.csv").open(encoding="utf-8-sig", newline="") as stream:
        listed = list(csv.DictReader(stream))
    everybody = audience(test)
    held = {row["customer_id"] for row in everybody if row["arm"] == "held_out"}
    assert len(everybody) == 300
    assert abs(len(held) - 60) <= 1
    assert {row["customer_id"] for row in listed} == {row["customer_id"] for row in everybody} - held
    assert all(row["key_code"] == f"{row['offer']}-{row['cell']}" for row in listed)

    measured = run_command(
        "campaign",
        "measure",
        test,
        respond(test, tmp_path / "answers.csv"),
        "--ledger",
        book,
        "--out",
        tmp_path / "res",
    )
    assert measured.code == 0, measured.err
    result = json.loads((tmp_path / "res" / "result.json").read_text(encoding="utf-8"))
    assert [arm["name"] for arm in result["arms"]] == ["A", "B"]
    assert sum(Decimal(arm["cost"]) for arm in result["arms"]) == Decimal("0.62") * len(listed)
    assert sum(len(arm["incremental"]) for arm in result["arms"]) == 6

    chosen = run_command(
        "campaign", "list", run, "--out", tmp_path / "spring", "--sale", "35", "--channel", "mail=0.62", "--channel",
        "sms=0.05", "--offer", "A", "--offer", "B=30", "--budget", "40", "--rest-days", "30", "--ledger", book,
        "--lang", "zh",
    )  # fmt: skip
    assert chosen.code == 0, chosen.err
    document = json.loads((tmp_path / "spring" / "campaign.json").read_text(encoding="utf-8"))
    assert document["proved"]
    assert Decimal(document["cost"]) <= 40
    assert document["barred"] == {"rest": len(listed)}
    assert not {row["customer_id"] for row in audience(tmp_path / "spring")} & {row["customer_id"] for row in listed}
    told = run_command("campaign", "ledger", book, "--lang", "en")
    assert [line.split()[:2] for line in told.out.splitlines()] == [
        ["1", "pilot"], ["2", "pilot"], ["2", "pilot"], ["3", "spring"],
    ]  # fmt: skip


def test_later_orders_measure_a_campaign_and_looks_are_counted(run: Path, tmp_path: Path) -> None:
    costs = campaigns.Costs({"contact": Decimal("0.62")}, Decimal(35))
    wish = campaigns.TestWish("c", 200, costs, held_out=Fraction(1, 2), looks=2, seed=3)
    with campaigns.plan(run, wish, tmp_path / "book") as planned:
        planned.save(tmp_path / "c")
    everybody = [str(row["customer_id"]) for row in audience(tmp_path / "c")]
    lines = [
        (one, f"N{place}-{n}", "2025-01-15", "10.01") for place, one in enumerate(everybody[:40]) for n in range(2)
    ]
    late = [(everybody[50], "N50", "2025-03-01", "99.00"), (everybody[60], "N60", "2025-01-20", "-5.00")]
    source = write(tmp_path / "orders.csv", [*lines, *late])
    looks = []
    for _ in range(3):
        found = campaigns.measure(
            tmp_path / "c", [source], first=date(2025, 1, 1), last=date(2025, 1, 31), ledger=tmp_path / "book"
        )
        looks.append((found.look, found.always))
    assert looks == [(1, False), (2, False), (3, True)]
    assert found.responded == 40
    held = {str(row["customer_id"]) for row in audience(tmp_path / "c") if row["arm"] == "held_out"}
    (arm,) = found.arms
    contacted = [one for one in everybody[:40] if one not in held]
    assert arm.responses == len(contacted)
    refund = Decimal(0) if everybody[60] in held else Decimal("5.00")
    assert arm.revenue == len(contacted) * Decimal("20.02") - refund
    assert arm.cost == (200 - len(held)) * Decimal("0.62")


def test_without_held_out_customers_no_profit_is_claimed(run: Path, tmp_path: Path) -> None:
    costs = campaigns.Costs({"contact": Decimal("0.62")}, Decimal(35))
    with campaigns.plan(run, campaigns.TestWish("c", 200, costs, held_out=Fraction(0))) as planned:
        planned.save(tmp_path / "c")
    found = campaigns.measure(tmp_path / "c", [respond(tmp_path / "c", tmp_path / "a.csv", amounts=False)])
    (arm,) = found.arms
    assert arm.incremental == {}
    assert arm.roi is None
    assert found.cells.basis == "responses"
    assert arm.revenue == arm.responses * 35


def test_a_file_of_expectations_makes_a_list_of_the_most_people(run: Path, tmp_path: Path) -> None:
    customers = sorted(str(row["customer_id"]) for row in parquet.read_table(run / "customers.parquet").to_pylist())
    rates = {one: (place % 97 + 1) / 1000 for place, one in enumerate(customers)}
    table = write(tmp_path / "expected.csv", rates.items(), ("customer_id", "response"))
    out = write(tmp_path / "opted.csv", [(one,) for one in customers[90:97]], ("customer_id",))
    wish = campaigns.ListWish(
        "people",
        campaigns.Costs({}, Decimal(35)),
        {"mail": Decimal("0.62")},
        budget=Decimal("62.00"),
        objective="people",
        expected=table,
        opt_out=(out,),
        held_out=Fraction(1, 5),
    )
    with campaigns.choose(run, wish) as chosen:
        chosen.save(tmp_path / "people", ["csv"])
        assert chosen.contacts == 100
        assert chosen.held_out == 25
        assert chosen.cost == Decimal("62.00")
        free = sorted((rate for one, rate in rates.items() if one not in customers[90:97]), reverse=True)
        assert chosen.allocation.value == pytest.approx(sum(free[:125]))
        assert {one.other for one in chosen.compared} == {"top", "lot"}
        assert all(one.gain > 0 for one in chosen.compared)
        assert chosen.reaches is None
        assert chosen.further[0] == pytest.approx(sum(free[100:200]), rel=0.05)
    assert not {str(row["customer_id"]) for row in audience(tmp_path / "people")} & set(customers[90:97])
    with campaigns.choose(run, replace(wish, name="all", budget=Decimal(100_000))) as everybody:
        said = of_choice(everybody, (), "en")
        assert everybody.reaches == "all"
        assert f"Everybody who may be contacted is on the list ({len(customers) - 7:,} customers" in "\n".join(said)
        assert not [line for line in said if "Beside" in line or "No list within" in line]
    with campaigns.choose(run, replace(wish, name="worth", objective="money", budget=None)) as worth:
        assert worth.reaches == "worth"
        assert "Everybody who is expected to be worth a contact" in "\n".join(of_choice(worth, (), "en"))


def test_personal_ids_in_responses_meet_the_pseudonyms_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "pseudonym.key"))
    mobile = {f"K{number:05}": f"138{number * 7919 % 10**8:08}" for number in range(200)}
    lines = [(mobile[one], *rest) for one, *rest in orders(200)]
    result = shuke.score(write(tmp_path / "s.csv", lines, ("手机号", "订单号", "下单时间", "金额")), as_of="2024-12-31")
    result.save(tmp_path / "run", ["parquet"])
    result.close()
    costs = campaigns.Costs({"contact": Decimal("0.62")}, Decimal(35))
    with campaigns.plan(tmp_path / "run", campaigns.TestWish("c", len(mobile), costs)) as planned:
        planned.save(tmp_path / "c")
        assert [line for line in of_plan(planned, (), "en") if line.startswith("Codes stand for")]
    answers = write(tmp_path / "a.csv", [(one,) for one in sorted(mobile.values())[:30]], ("手机号",))
    found = campaigns.measure(tmp_path / "c", [answers])
    assert (found.responded, found.unknown) == (30, 0)
    assert not any(one in (tmp_path / "c" / "list.csv").read_text(encoding="utf-8-sig") for one in mobile.values())


def test_the_same_seed_writes_the_same_bytes(run: Path, tmp_path: Path) -> None:
    costs = campaigns.Costs({"contact": Decimal("0.62")}, Decimal(35))
    for name in ("one", "two"):
        with campaigns.plan(run, campaigns.TestWish("c", 100, costs)) as planned:
            planned.save(tmp_path / name, ["csv", "xlsx", "parquet"])
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--sample", "9999999"), "from"),
        (("--sample", "10", "--held-out", "150%"), "150%"),
        (("--sample", "10", "--cells", "colour"), "colour"),
        (("--sample", "10", "--looks", "11"), "11"),
        (("--sample", "10", "--sale-cost", "x"), "--sale-cost"),
    ],
)
def test_what_cannot_be_meant_ends_with_code_2_and_writes_nothing(
    run: Path, tmp_path: Path, words: tuple[str, ...], key: str
) -> None:
    said = run_command("campaign", "plan", run, "--out", tmp_path / "c", *MONEY, *words, "--lang", "en")
    assert said.code == 2
    assert key in said.err or "held-out" in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "c").exists()


def test_a_campaign_that_was_changed_and_one_that_is_none_are_refused(run: Path, tmp_path: Path) -> None:
    costs = campaigns.Costs({"contact": Decimal("0.62")}, Decimal(35))
    with campaigns.plan(run, campaigns.TestWish("c", 100, costs)) as planned:
        planned.save(tmp_path / "c")
    answers = respond(tmp_path / "c", tmp_path / "a.csv")
    with pytest.raises(UsageError):
        campaigns.measure(run, [answers])
    (tmp_path / "c" / "audience.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataError):
        campaigns.measure(tmp_path / "c", [answers])


def test_the_latest_run_of_a_workspace_is_planned_from_and_its_own_ledger_is_kept(tmp_path: Path) -> None:
    source = write(tmp_path / "sales.csv", orders(200))
    home = tmp_path / "shop"
    for words in (("init", home, "--scheme", "nested-125"), ("load", source, "--workspace", home)):
        assert run_command(*words).code == 0
    assert run_command("refresh", "--workspace", home, "--as-of", "2024-12-31").code == 0
    planned = run_command("campaign", "plan", home, "--out", tmp_path / "c", "--sample", 100, *MONEY)
    assert planned.code == 0, planned.err
    answers = respond(tmp_path / "c", tmp_path / "a.csv")
    assert run_command("campaign", "measure", tmp_path / "c", answers, "--ledger", home).code == 0
    told = run_command("campaign", "ledger", home, "--json")
    assert [entry["did"] for entry in json.loads(told.out)] == ["test", "measure"]
    assert run_command("status", "--workspace", home, "--verify").code == 0
    again = run_command("campaign", "plan", home, "--out", tmp_path / "d", "--name", "c", "--sample", 100, *MONEY)
    assert again.code == 2


def test_a_list_without_anything_to_expect_says_so(run: Path, tmp_path: Path) -> None:
    wish = campaigns.ListWish("c", campaigns.Costs({}, Decimal(35)), {"mail": Decimal("0.62")})
    with pytest.raises(UsageError) as caught:
        campaigns.choose(run, wish, tmp_path / "book")
    assert caught.value.key == "campaign_nothing_expected"
