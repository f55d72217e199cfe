"""What a caller from Python gives and is told: days in every form, and errors in terms of arguments."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import shuke
from shuke.in_python import in_python

LINES = 40


def frame(**columns: object) -> pd.DataFrame:
    made = pd.DataFrame(
        {
            "customer_id": [f"C{number % 7}" for number in range(LINES)],
            "order_id": range(LINES),
            "ordered_at": pd.date_range("2024-01-01", periods=LINES, freq="5D"),
            "amount": [f"{number + 1}.10" for number in range(LINES)],
        }
    )
    return made.assign(**columns)


@pytest.mark.parametrize(
    "day",
    [
        "2024-12-31",
        date(2024, 12, 31),
        datetime(2024, 12, 31, 18, tzinfo=UTC),
        pd.Timestamp("2024-12-31"),
        np.datetime64("2024-12-31"),
    ],
)
def test_the_day_may_be_whatever_names_a_day(day: object) -> None:
    assert shuke.score(frame(), as_of=day).summary["as_of"] == "2024-12-31"  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["31.12.2024", 5, 2024.5])
def test_what_names_no_day_is_told(day: object) -> None:
    with pytest.raises(shuke.UsageError, match="is not a date"):
        shuke.score(frame(), as_of=day)  # type: ignore[arg-type]


def test_reasons_and_arguments_are_told_where_all_rows_would_be_rejected() -> None:
    moments = frame()["ordered_at"].dt.tz_localize("Asia/Shanghai")
    with pytest.raises(shuke.DataError) as caught:
        shuke.score(frame(ordered_at=moments), as_of="2024-12-31")
    told = caught.value.render("en")
    assert "E-DATE-ZONE the time carries a zone; say the local one with timezone: 40" in told
    assert 'decide={"many-rejected": "go-on"}' in told
    with pytest.raises(shuke.DataError, match=r"E-NOUSE: not one of 40 rows could be used \(E-DATE-ZONE "):
        shuke.score(frame(ordered_at=moments))
    assert shuke.score(frame(ordered_at=moments), timezone="Asia/Shanghai").summary["accounting"]["rows_used"] == LINES


def test_what_is_no_source_is_told() -> None:
    for source in (None, 5, [frame()]):
        with pytest.raises(shuke.UsageError, match="cannot be read"):
            shuke.score(source)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (
            "Say which: --decide a=net | --decide a=off.",
            'Say which: decide={"a": "net"} | decide={"a": "off"}.',
        ),
        ('It could be --map "amount=实付 金额".', 'It could be map={"amount": "实付 金额"}.'),
        ("Choose another day with --as-of.", "Choose another day with as_of."),
        ("--policy test-orders=exclude", 'policies={"test-orders": "exclude"}'),
        ("or --policy，--horizon-days 30", "or policies，horizon_days 30"),
    ],
)
def test_options_are_arguments(told: str, wanted: str) -> None:
    assert in_python(told) == wanted


def test_one_name_alone_is_a_list_of_one(tmp_path: Path) -> None:
    result = shuke.score(frame(region="华东"), as_of="2024-12-31", metrics="gross", carry="region")
    assert {"gross", "region"} <= result.customers.rows()[0].keys()
    assert (tmp_path / "out" / "customers.csv") in result.save(tmp_path / "out", "csv")
    assert shuke.backtest(frame(), "rfm-quintile-weighted", resamples=0).days


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"threads": 0}, "0 is no number of threads"),
        ({"zero_orders": "sometimes"}, "zero_orders sometimes is not offered"),
    ],
)
def test_settings_that_cannot_be_meant_are_told(given: dict[str, Any], wanted: str) -> None:
    with pytest.raises(shuke.UsageError, match=wanted):
        shuke.score(frame(), **given)


def test_a_language_that_is_not_offered_is_told(tmp_path: Path) -> None:
    with pytest.raises(shuke.UsageError, match="the language fr is not offered"):
        shuke.Scheme.load("rfm-quintile-weighted").sentences("fr")
    with pytest.raises(shuke.UsageError, match="the language fr is not offered"):
        shuke.score(frame(), as_of="2024-12-31").save(tmp_path / "out", lang="fr")
