"""``summary.json``: the names and types that other people's scripts rely on."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

pytestmark = pytest.mark.row("X3")

SHAPE = {
    "scheme": str,
    "as_of": str,
    "period": list,
    "accounting": dict,
    "customers": dict,
    "groups": list,
}
ACCOUNTING = {
    "rows_read": int,
    "rows_used": int,
    "rows_merged": int,
    "rows_rejected": dict,
    "rows_before_period": int,
    "rows_after_as_of": int,
    "amount_read": str,
    "amount_used": str,
    "amount_merged": str,
    "amount_rejected": str,
}
GROUP = {"name": str, "customers": int, "share": float, "monetary": str, "monetary_share": float}


@pytest.fixture
def told(saved: dict[str, Path]) -> dict[str, object]:
    return json.loads((saved["en"] / "summary.json").read_text(encoding="utf-8"))


def types(part: dict[str, object], shape: dict[str, type]) -> dict[str, type]:
    return {name: type(part[name]) for name in shape}


def test_the_summary_has_the_names_and_types_of_the_contract(told: dict[str, object]) -> None:
    assert types(told, SHAPE) == SHAPE
    assert types(told["accounting"], ACCOUNTING) == ACCOUNTING
    assert types(told["customers"], {"seen": int, "rated": int, "not_rated": dict})
    assert [types(group, GROUP) for group in told["groups"]] == [GROUP] * 4
    assert (told["scheme"], len(told["period"])) == ("rfm-quintile-weighted", 2)


def test_rows_and_money_add_up(told: dict[str, object]) -> None:
    part = told["accounting"]
    assert part["rows_read"] == part["rows_used"] + part["rows_merged"] + sum(part["rows_rejected"].values())
    read, *others = (Decimal(part[f"amount_{name}"]) for name in ("read", "used", "merged", "rejected"))
    assert read == sum(others)


def test_customers_seen_are_rated_or_not(told: dict[str, object]) -> None:
    part = told["customers"]
    assert part["seen"] == part["rated"] + sum(part["not_rated"].values())


def test_the_summary_is_the_same_in_both_languages(saved: dict[str, Path]) -> None:
    assert (saved["en"] / "summary.json").read_bytes() == (saved["zh"] / "summary.json").read_bytes()


def test_the_manifest_holds_what_is_needed_to_check_the_run(saved: dict[str, Path]) -> None:
    manifest = json.loads((saved["en"] / "run.json").read_text(encoding="utf-8"))
    summary = json.loads((saved["en"] / "summary.json").read_text(encoding="utf-8"))
    assert {"scheme", "sources", "as_of", "engine", "versions", "identities", "timings", "files"} <= manifest.keys()
    assert manifest["accounting"] == summary["accounting"]
    assert set(manifest["files"]) == {path.name for path in saved["en"].iterdir()} - {"run.json"}
