"""The ledger keeps what was written, in order, and finds what was changed or taken out."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuke.campaign_kept.ledger import Ledger
from shuke.errors import DataError, UsageError

pytestmark = pytest.mark.row("D5")


def test_a_ledger_that_is_not_there_is_empty_and_entries_are_numbered(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "book")
    assert ledger.entries() == []
    assert [ledger.write("test", name, {"cost": "1.00"}).number for name in ("a", "b")] == [1, 2]
    assert [(one.number, one.did, one.campaign) for one in ledger.entries()] == [(1, "test", "a"), (2, "test", "b")]
    assert [one.number for one in ledger.of("b")] == [2]
    assert not [path for path in ledger.home.iterdir() if path.name.startswith(".")]


def test_a_name_is_given_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.write("test", "spring", {})
    with pytest.raises(UsageError) as caught:
        ledger.require_new("spring")
    assert caught.value.key == "campaign_name_taken"


@pytest.mark.parametrize("harm", ["change", "remove", "garble"])
def test_an_entry_that_was_changed_or_taken_out_is_found(tmp_path: Path, harm: str) -> None:
    ledger = Ledger(tmp_path)
    for name in ("a", "b", "c"):
        ledger.write("test", name, {"cost": "1.00"})
    first = tmp_path / "000001.json"
    if harm == "remove":
        first.unlink()
    else:
        text = first.read_text(encoding="utf-8")
        first.write_text(text.replace("1.00", "2.00") if harm == "change" else text[:20], encoding="utf-8")
    with pytest.raises(DataError) as caught:
        ledger.entries()
    assert caught.value.key == "campaign_ledger_damaged"


def test_somebody_else_who_writes_first_keeps_their_number(tmp_path: Path) -> None:
    one, other = Ledger(tmp_path), Ledger(tmp_path)
    assert [
        one.write("test", "a", {}).number,
        other.write("test", "b", {}).number,
        one.write("test", "c", {}).number,
    ] == [
        1,
        2,
        3,
    ]
