"""Campaigns of a workspace go into its backups, and forget whom the workspace forgets."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from cli.terminal import shuke
from shuke import campaigns
from shuke.errors import DataError
from shuke.rating import Options
from shuke.workspace import Workspace, refresh
from shuke.workspace.backup import backup, restore
from shuke.workspace.find import find
from shuke.workspace.forget import forget
from shuke.workspace.verify import verify
from workspace.books import book, loaded, made, write
from workspace.test_forget import found_in, named
from workspace.whole import sha256

COSTS = campaigns.Costs({"mail": Decimal("0.62")}, Decimal(35))


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """A workspace with a measured test that is kept in it, and one that was written elsewhere."""
    space = made(tmp_path / "space", "rfm-quintile-weighted")
    loaded(space, write(tmp_path / "sales.csv", named(book(31))))
    refresh(space, Options(threads=1), formats=["parquet"]).result.close()
    pilot = space.home / "campaigns" / "pilot"
    for folder, name in ((pilot, "pilot"), (tmp_path / "elsewhere", "other")):
        wish = campaigns.TestWish(name, sample=20, costs=COSTS, held_out=Fraction(1, 4))
        with campaigns.plan(space.home, wish) as plan:
            plan.save(folder, ("csv", "xlsx", "parquet"), "zh")
    contacted = sorted(row["customer_id"] for row in audience(pilot) if row["arm"] != "held_out")
    answers = write(tmp_path / "answers.csv", [(one, "80.00") for one in contacted[:6]], ("customer_id", "amount"))
    campaigns.measure(pilot, [answers], ledger=space.home, out=pilot / "look-01", keep_responses=True)
    return space


def audience(folder: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = parquet.read_table(folder / "audience.parquet").to_pylist()
    return rows


@pytest.mark.row("X3", "D5")
def test_a_backup_holds_the_ledger_and_the_campaigns_and_they_go_on_from_there(
    space: Workspace, tmp_path: Path
) -> None:
    backup(space, tmp_path / "b.tar")
    again = tmp_path / "again"
    restore(tmp_path / "b.tar", again)
    told = {path.relative_to(space.home): sha256(path) for path in (space.home / "campaigns").rglob("*.*")}
    assert {path.name for path in told} >= {"000003.json", "list.xlsx", "result.json", "responses.parquet"}
    assert {path: sha256(again / path) for path in told} == told
    assert verify(Workspace(again)).campaigns == 1
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    # The earlier audience is found where the workspace is now.
    (tmp_path / "elsewhere" / "audience.parquet").rename(tmp_path / "away.parquet")
    (space.home / "campaigns").rename(tmp_path / "moved")
    wish = campaigns.ListWish("spring", COSTS, {"mail": Decimal("0.62")}, most=5)
    with campaigns.choose(again, wish) as chosen:
        chosen.save(again / "campaigns" / "spring")
    entries = campaigns.Ledger(again / "campaigns").entries()
    assert [one.campaign for one in entries] == ["pilot", "other", "pilot", "spring"]
    assert [one.document.get("folder") for one in entries] == [
        "pilot",
        str(tmp_path / "elsewhere"),
        None,
        "spring",
    ]


@pytest.mark.row("X3")
@pytest.mark.parametrize("harm", ["000001.json", "pilot/list.csv", "pilot/campaign.json"])
def test_a_campaign_that_was_changed_is_found(space: Workspace, harm: str) -> None:
    path = space.home / "campaigns" / harm
    path.write_bytes(path.read_bytes().replace(b"0", b"1"))
    with pytest.raises(DataError):
        verify(space)


@pytest.mark.row("X3")
def test_who_is_forgotten_is_in_no_list_sample_or_response_and_sums_stay(space: Workspace, tmp_path: Path) -> None:
    pilot = space.home / "campaigns" / "pilot"
    before = audience(pilot)
    document = json.loads((pilot / "campaign.json").read_text(encoding="utf-8"))
    contacted = sorted(row["customer_id"] for row in before if row["arm"] != "held_out")
    held = sorted(row["customer_id"] for row in before if row["arm"] == "held_out")
    gone = {contacted[0], contacted[10], held[0]}
    result = (pilot / "look-01" / "result.json").read_bytes()
    ledger = [one.document for one in campaigns.Ledger(space.home / "campaigns").entries()]
    assert find(space, contacted[0]).campaigns == ("pilot",)

    told = shuke("forget", *gone, "--workspace", space.home, "--yes", "--lang", "en")
    assert "Taken out of the lists of: pilot." in told.out
    assert f"{tmp_path / 'elsewhere'} lies outside the workspace" in told.out
    assert found_in(space.home, sorted(gone)) == []
    assert find(space, contacted[0]).campaigns == ()
    assert [row for row in before if row["customer_id"] not in gone] == audience(pilot)
    with (pilot / "list.csv").open(encoding="utf-8-sig", newline="") as stream:
        listed = [row["customer_id"] for row in csv.DictReader(stream)]
    sheet = openpyxl.load_workbook(pilot / "list.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["客户", *listed]
    assert parquet.read_table(pilot / "list.parquet")["customer_id"].to_pylist() == listed
    assert listed == [one for one in contacted if one not in gone]
    kept = parquet.read_table(pilot / "look-01" / "responses.parquet")["customer_id"].to_pylist()
    assert kept == [one for one in contacted[:6] if one not in gone]
    # What was done and measured stays as it was told.
    now = json.loads((pilot / "campaign.json").read_text(encoding="utf-8"))
    for name in ("contacts", "held_out", "cost", "counts", "base", "list_sha256"):
        assert now[name] == document[name]
    assert (pilot / "look-01" / "result.json").read_bytes() == result
    assert [one.document for one in campaigns.Ledger(space.home / "campaigns").entries()] == ledger
    assert verify(Workspace(space.home)).campaigns == 1

    answers = write(tmp_path / "more.csv", [(one,) for one in contacted], ("customer_id",))
    found = campaigns.measure(pilot, [answers])
    assert (found.forgotten, found.unknown) == (3, 2)
    (arm,) = found.arms
    assert (arm.customers, arm.cost) == (len(contacted) - 2, len(contacted) * Decimal("0.62"))


def test_taking_out_that_was_broken_off_is_finished_by_the_next(space: Workspace) -> None:
    pilot = space.home / "campaigns" / "pilot"
    old = {name: (pilot / name).read_bytes() for name in ("audience.parquet", "list.csv", "list.xlsx", "list.parquet")}
    gone = next(row["customer_id"] for row in audience(pilot) if row["arm"] != "held_out")
    forget(space, [gone])
    for names in (["audience.parquet", "list.csv", "list.xlsx", "list.parquet"], ["list.xlsx"]):
        for name in names:
            (pilot / name).write_bytes(old[name])
        assert campaigns.measure(pilot, [pilot / "list.csv"]).responded > 0
        forget(space, [gone])
        assert found_in(pilot, [gone]) == []
        verify(space)
