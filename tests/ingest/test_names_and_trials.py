"""Cheap tests that spare most rows the dear ones give the same answers as the dear ones alone."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest

from shuke.engines.duckdb import DuckDB
from shuke.ingest.alike import FORMS, SIGNS, core
from shuke.ingest.forms.characters import FOLDED, INVISIBLE, WIDE, folded
from shuke.ingest.policies.trials import HINTS, says_test
from shuke.privacy.names import keep_names

pytestmark = pytest.mark.row("Z1")

PARTS = (
    "王",
    "小明",
    "公司",
    "有限公司",
    "分公司",
    "（上海）",
    " ",
    "·",
    "Ltd",
    "Co.",
    "INC",
    "A",
    "１",
    "苑",
    "-",
    "測試",
    "测试",
)


def texts(parts: tuple[str, ...], count: int) -> list[str]:
    """Random texts of a few parts each."""
    rng = random.Random(1)
    return ["".join(rng.choices(parts, k=rng.randrange(5))) for _ in range(count)]


def test_the_core_of_a_name_is_what_is_left_without_signs_and_the_form_of_the_company() -> None:
    """Names of Han letters alone, which are not cut, are those from which nothing is to be cut."""
    names = texts(PARTS, 2_000)
    with DuckDB(threads=1) as engine:
        found = [row[0] for row in engine.run(f"SELECT {core('t')} FROM (SELECT UNNEST(?) AS t)", [names])]
    assert found == [re.sub(FORMS, "", re.sub(SIGNS, "", name).lower()) for name in names]


def test_no_text_that_calls_itself_a_test_lacks_the_letters_that_hint_at_it() -> None:
    """A text without them is never a test."""
    said = texts((*PARTS, "test", "TEST", "Test", "tesT", "latest", "试", "x", " "), 2_000)
    hint = " OR ".join(f"CONTAINS(t, '{part}')" for part in HINTS)
    with DuckDB(threads=1) as engine:
        rows = engine.run(f"SELECT {says_test('t')}, {hint} FROM (SELECT UNNEST(?) AS t)", [said])
    assert {(True, True), (False, True), (False, False)} == set(rows)


def test_a_text_is_folded_letter_by_letter_whichever_way_is_the_fastest_for_it() -> None:
    """Full-width letters alone, among others, and such as hardly anybody uses become what the table of letters says."""
    rng = random.Random(3)
    letters = [*"0189.-/()¥元年 ", *WIDE, *WIDE, *"ＡｂＺ～\u2212\u2019\u200b\u00a0圓號王"]
    written = [
        "".join(rng.choices(letters[: rng.choice((14, 50, len(letters)))], k=rng.randrange(8))) for _ in range(3_000)
    ]
    with DuckDB(threads=1) as engine:
        found = [row[0] for row in engine.run(f"SELECT {folded('t')} FROM (SELECT UNNEST(?) AS t)", [written])]
    table = {ord(letter): to for letter, to in FOLDED.items()} | dict.fromkeys(map(ord, INVISIBLE))
    assert found == [text.translate(table).strip(" ").upper() for text in written]


def test_a_customer_has_the_name_of_the_latest_line_and_the_greatest_of_that_day() -> None:
    """Whether the customer has one name or several, and whichever lines have none."""
    rng = random.Random(2)
    names = [None, "王一", "王二", "李三"]
    lines = [
        (f"C{rng.randrange(300)}", date(2024, 1, 1) + timedelta(rng.randrange(4)), rng.choice(names))
        for _ in range(1_000)
    ]
    latest: dict[str, tuple[date, str]] = {}
    for customer, day, name in lines:
        if name is not None:
            latest[customer] = max(latest.get(customer, (date.min, "")), (day, name))
    with DuckDB(threads=1) as engine:
        columns = [list(column) for column in zip(*lines, strict=True)]
        engine.run(
            "CREATE TEMP TABLE some_lines AS SELECT UNNEST(?) AS customer_id, UNNEST(?) AS ordered_at, "
            "UNNEST(?) AS customer_name",
            columns,
        )
        keep_names(engine, "some_lines", raw=True)
        found = dict(engine.run("SELECT * FROM customer_names"))
    assert found == {customer: name for customer, (_, name) in latest.items()}
