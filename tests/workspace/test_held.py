"""A person can have everything that is held of them, and have it put right; after erasing there is nothing to give."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from cli.terminal import shuke
from shuke.desk import Desk
from shuke.desk.notes import add_note
from shuke.errors import NotFound, UsageError
from shuke.rating import Options
from shuke.watching.care.planned import plan
from shuke.watching.opted_out import opt_out
from shuke.workspace import Workspace, load, refresh
from shuke.workspace.beside import Beside
from shuke.workspace.correct import attributes, correct
from shuke.workspace.find import find
from shuke.workspace.forget import forget
from shuke.workspace.held import held
from shuke.workspace.opted_out import opted_out
from workspace.books import UNION, book, made, write

pytestmark = pytest.mark.row("X9")

AT = "2025-01-01T08:00:00Z"
LINES = book(5)
WHO, OTHER = sorted({line[0] for line in LINES})[:2]
PHONE = "13900130003"
PEOPLE = [(WHO, "杭州", "否", "=1+1"), (OTHER, "宁波", "", "x")]
HEADERS = ("customer_id", "region", "退订", "行业")


def filled(folder: Path, names: dict[str, str] | None = None) -> Workspace:
    """A workspace with two loads, tables beside them, a run, tasks, and a note."""
    called = names or {}
    lines = [(called.get(who, who), *rest) for who, *rest in LINES]
    people = [(called.get(who, who), *rest) for who, *rest in PEOPLE]
    said = [(called.get(WHO, WHO), "complaint", "2024-06-01")]
    space = made(folder / "shop")
    beside = Beside(
        (write(folder / "said.csv", said, ("customer_id", "kind", "occurred_at")),),
        (write(folder / "people.csv", people, HEADERS),),
    )
    load(space, [write(folder / "1.csv", lines[:80])], UNION, beside=beside)
    load(space, [write(folder / "2.csv", lines[80:])], UNION)
    refresh(space, Options(reading=UNION), formats=["parquet"], lang="en").result.close()
    plan(space, "test", AT)
    kept = find(space, called.get(WHO, WHO)).customers[0]
    with Desk(space.home).changing() as db:
        add_note(db, kept, AT, "test", "called")
    return space


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("held")).home


def shop(once: Path, tmp_path: Path) -> Workspace:
    """A copy of the workspace, for a test that changes it."""
    return Workspace(shutil.copytree(once, tmp_path / "shop"))


@pytest.mark.parametrize("personal", [False, True])
def test_a_copy_holds_every_row_of_the_person_and_no_row_of_another(personal: bool, once: Path, tmp_path: Path) -> None:
    names = {WHO: PHONE, OTHER: "13900130004"}
    space = filled(tmp_path, names) if personal else Workspace(once)
    asked = PHONE if personal else WHO
    found = held(space, asked)
    own = [line for line in LINES if line[0] == WHO]
    (kept,) = found.customers
    assert (kept == WHO) != personal
    lines = found.document()["lines"]
    assert sorted((one["order_id"] is not None, one["amount"]) for one in lines) == sorted(
        (bool(order), f"{float(amount):.4f}") for _, order, _, amount in own
    )
    assert {"lines", "interactions", "customer", "tasks", "notes"} <= set(found.tables)
    assert any(name.startswith("rating-") for name in found.tables)
    for name, rows in found.tables.items():
        column = next((one for one in rows.columns if one == "customer_id"), rows.columns[0])
        place = rows.columns.index(column)
        assert {row[place] for row in rows.rows} == {kept}, name
    assert PHONE.encode() not in found.archive()


def test_the_file_has_one_document_and_a_table_each_which_no_spreadsheet_runs(once: Path, tmp_path: Path) -> None:
    space = shop(once, tmp_path)
    out = tmp_path / "person.zip"
    said = shuke("privacy", "export", WHO, "--out", out, "--workspace", space.home, "--lang", "en")
    assert said.code == 0, said.err
    with zipfile.ZipFile(out) as packed:
        told = json.loads(packed.read("data.json"))
        assert {f"{name}.csv" for name in told if name != "customers"} == set(packed.namelist()) - {"data.json"}
        (row,) = csv.DictReader(io.StringIO(packed.read("customer.csv").decode("utf-8-sig")))
    assert (row["region"], row["行业"]) == ("杭州", "'=1+1")
    assert shuke("privacy", "export", WHO, "--out", out, "--workspace", space.home).code == 2
    assert held(space, WHO).archive() == out.read_bytes()


def test_after_erasing_there_is_nothing_to_give(once: Path, tmp_path: Path) -> None:
    space = shop(once, tmp_path)
    opt_out(space, [WHO], "test", AT)
    forget(space, [WHO])
    with pytest.raises(NotFound) as caught:
        held(space, WHO)
    assert caught.value.key == "person_unknown"
    assert WHO not in opted_out(space)


def test_a_correction_counts_and_leaves_the_other_cells_as_they_were(once: Path, tmp_path: Path) -> None:
    space = shop(once, tmp_path)
    correct(space, WHO, {"region": "上海"})
    assert attributes(space, WHO) == {"region": "上海", "退订": "否", "行业": "=1+1"}
    assert attributes(space, OTHER)["region"] == "宁波"
    correct(space, WHO, {"退订": "是"})
    assert opted_out(space) == {WHO}
    correct(space, WHO, {"退订": None})
    assert opted_out(space) == frozenset()
    said = shuke("privacy", "correct", WHO, "--set", "region=北京", "--workspace", space.home, "--lang", "zh")
    assert (said.code, "已更正 1 个单元格" in said.out) == (0, True)
    assert "更正" in shuke("history", "--workspace", space.home, "--lang", "zh").out


def test_a_corrected_phone_is_masked_like_the_one_that_was_read(tmp_path: Path) -> None:
    space = made(tmp_path / "shop")
    table = write(tmp_path / "p.csv", [("C1", "13800138000", "茶")], ("customer_id", "手机号", "行业"))
    load(space, [write(tmp_path / "s.csv", [("C1", "1", "2024-01-01", "1")])], UNION, beside=Beside((), (table,)))
    before = attributes(space, "C1")
    correct(space, "C1", {"行业": "酒"})
    assert attributes(space, "C1") == {**before, "行业": "酒"}
    correct(space, "C1", {"手机号": "13900139111"})
    assert "13900139111" not in str(attributes(space, "C1"))
    assert all(b"13900139111" not in path.read_bytes() for path in space.home.rglob("*") if path.is_file())


def test_without_a_customer_table_a_correction_begins_one(tmp_path: Path) -> None:
    space = made(tmp_path / "shop")
    load(space, [write(tmp_path / "s.csv", [("C1", "1", "2024-01-01", "1")])], UNION)
    correct(space, "C1", {"region": "杭州"})
    assert attributes(space, "C1") == {"region": "杭州"}


@pytest.mark.parametrize(
    ("who", "values", "key"),
    [
        (WHO, {"nonsense": "x"}, "correct_unknown"),
        (WHO, {}, "correct_nothing"),
        ("nobody", {"region": "x"}, "person_unknown"),
    ],
)
def test_what_cannot_be_put_right_is_told(once: Path, who: str, values: dict[str, str | None], key: str) -> None:
    with pytest.raises(UsageError) as caught:
        correct(Workspace(once), who, values)
    assert caught.value.key == key


def test_the_terminal_tells_what_is_held_and_who_wants_no_marketing(once: Path, tmp_path: Path) -> None:
    space = shop(once, tmp_path)
    told = json.loads(shuke("privacy", "find", WHO, "--workspace", space.home, "--json").out)
    assert (told["customers"], told["opted_out"], told["customer_table"]["region"]) == ([WHO], False, "杭州")
    assert (
        "1 customer wants no marketing (1"
        in shuke("privacy", "opt-out", WHO, "--workspace", space.home, "--lang", "en").out
    )
    assert WHO in shuke("privacy", "opted-out", "--workspace", space.home).out
    assert shuke("privacy", "opt-in", WHO, "--workspace", space.home).code == 0
    assert shuke("privacy", "opt-in", WHO, "--workspace", space.home).code == 2
    assert shuke("privacy", "find", "nobody", "--workspace", space.home).code == 2
