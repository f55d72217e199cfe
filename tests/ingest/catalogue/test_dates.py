"""Dates and times as people and systems write them: each is a day, or its row is rejected for what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from ingest.catalogue.cells import column, column_of
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Undecided
from shuke.ingest import ahead
from shuke.ingest.intake import open_sources, take_in
from shuke.ingest.load import load
from shuke.ingest.raw import Reading
from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("Z1", "X3")

DAY = date(2024, 1, 5)
NEXT = date(2024, 1, 6)
SHANGHAI = {"timezone": "Asia/Shanghai"}


@dataclass(frozen=True)
class Good:
    """Cells with the day that all of them say, or each its own, and the ways of writing that are logged."""

    cells: Sequence[str] | Mapping[str, date]
    forms: Sequence[str] = ()
    decisions: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> list[date]:
        return list(self.cells.values()) if isinstance(self.cells, Mapping) else [DAY] * len(self.cells)


GOOD = {
    "153-separators": Good(
        ["2024-01-05", "2024/1/5", "2024.1.5", "2024-1-05", "2024 01 05", "2024_01_05"], ["separators"]
    ),
    "154-eight-digits": Good(["20240105", "20240105 10:20", "20240105102030"], ["compact_date"]),
    "155-chinese": Good(
        [
            "2024年1月5日",
            "2024年01月05日",
            "2024年1月5号",
            "2024 年 1 月 5 日",
            "2024年1月5",
            "2024年1月5日 星期五",
            "2024年1月5日9:56",
        ],
        ["chinese_date"],
    ),
    "156-chinese-numerals-if-asked-for": Good(
        {
            "二〇二四年一月五日": DAY,
            "二零二四年十二月三十一日": date(2024, 12, 31),
            "二〇二四年十月二十日": date(2024, 10, 20),
            "二〇二四年元月廿五日": date(2024, 1, 25),
        },
        ["chinese_numerals"],
        {"chinese-numerals": "read"},
    ),
    "157-year-proved-by-its-place": Good({"24-1-5": DAY, "99-12-31": date(1999, 12, 31)}, ["short_year"]),
    "157-order-decided-by-a-person": Good(["24-01-05", "24/01/05"], ["short_year"], {"date-order": "ymd"}),
    "157-century": Good(
        {"69年1月5日": date(2069, 1, 5), "70年1月5日": date(1970, 1, 5), "00年1月5日": date(2000, 1, 5)},
        ["short_year"],
    ),
    "158-day-first-proved": Good({"05/01/2024": DAY, "31/01/2024": date(2024, 1, 31), "5.1.2024": DAY}, ["day_month"]),
    "158-month-first-proved": Good(
        {"01/05/2024": DAY, "01/31/2024": date(2024, 1, 31), "1-5-2024": DAY}, ["day_month"]
    ),
    "158-decided-by-a-person": Good(["05/01/2024", "5/1/24"], ["day_month"], {"date-order": "dmy"}),
    "158-decided-by-a-person-the-other-way": Good(["01/05/2024", "1/5/24"], ["day_month"], {"date-order": "mdy"}),
    "160-names-of-months": Good(
        [
            "Jan 5, 2024",
            "5-Jan-24",
            "5 January 2024",
            "January 5th, 2024",
            "05JAN2024",
            "Fri, 5 Jan 2024",
            "2024-Jan-05",
            "5 jan 2024 9:30 PM",
        ],
        ["month_name"],
    ),
    "161-serial-numbers": Good(["45296", "45296.0"], ["serial"]),
    "164-serial-numbers-with-a-fraction": Good({"45296.75": DAY, "45296.9999999": DAY, "45297.5": NEXT}, ["serial"]),
    "166-leap-day": Good(
        {"2024-02-29": date(2024, 2, 29), "2024年2月29日": date(2024, 2, 29), "20000229": date(2000, 2, 29)}
    ),
    "171-zones": Good(
        {
            "2024-01-05T23:30:00Z": NEXT,
            "2024-01-05 15:59:59Z": DAY,
            "2024-01-05T23:30:00+08:00": DAY,
            "2024-01-05T23:30:00+0800": DAY,
            "2024-01-05 23:30:00+08": DAY,
            "2024-01-05T00:30:00+09:00": date(2024, 1, 4),
            "2024/1/5 15:59 -05:00": NEXT,
            "2024年1月5日 23:30 UTC": NEXT,
            "2024-01-05 11:30 PM GMT": NEXT,
            "2024-01-05 12:30 AM UTC": DAY,
            "2024-01-05 23:30:00.123456789+08:00": DAY,
        },
        ["zone"],
        settings=SHANGHAI,
    ),
    "173-a-gap-of-the-local-clock": Good(
        {"1986-05-04 02:30:00": date(1986, 5, 4), "1986-09-14 01:30": date(1986, 9, 14)}, settings=SHANGHAI
    ),
    "174-midnight": Good(
        {"2024-01-04 24:00:00": DAY, "2024-01-04 24:00": DAY, "2024-01-05 23:59:60": DAY, "2024年1月4日 24:00": DAY},
        ["next_day"],
    ),
    "175-halves-of-the-day": Good(
        [
            "2024-01-05 上午 9:30",
            "2024-01-05 下午9:30",
            "2024年1月5日 下午9点30分",
            "2024/1/5 9:30 PM",
            "2024-01-05 09:30:00 am",
            "2024-01-05 12:00 AM",
            "2024-01-05 12:30 p.m.",
            "2024-01-05 9时30分5秒",
        ],
        ["half_of_day"],
    ),
    "177-months-if-asked-for": Good(
        {
            "2024-01": date(2024, 1, 31),
            "2024年2月": date(2024, 2, 29),
            "2024Q1": date(2024, 3, 31),
            "2024年第4季度": date(2024, 12, 31),
            "202404": date(2024, 4, 30),
            "Feb 2023": date(2023, 2, 28),
        },
        ["partial"],
        {"partial-dates": "last-day"},
    ),
    "177-first-days-if-asked-for": Good(
        {"2024-01": date(2024, 1, 1), "2024Q2": date(2024, 4, 1)}, ["partial"], {"partial-dates": "first-day"}
    ),
    "181-full-width": Good(
        ["２０２４－０１－０５", "２０２４年１月５日", "２０２４／１／５　１０：２０"], ["characters"]
    ),
}
BAD = {
    "155-month-alone": ("E-DATE-PART", ["2024年1月", "2024年"]),
    "156-chinese-numerals": ("E-DATE-CN", ["二〇二四年一月五日", "二零二四年十二月三十一日"]),
    "163-the-day-that-never-was": ("E-DATE-1900", ["60", "60.5"]),
    "165-days-that-are-none": (
        "E-DATE-INVALID",
        [
            "2023-02-29",
            "2024-02-30",
            "2024-13-01",
            "2024-04-31",
            "20240230",
            "2024年2月30日",
            "2024-00-10",
            "31 Feb 2024",
            "2024-01-05 25:00",
            "2024-01-05 12:60",
            "2024-01-05 10:20:61",
            "31/02/2024",
        ],
    ),
    "167-dummies": (
        "E-DATE-BLANK",
        ["0000-00-00", "1900-01-01", "1970-01-01 00:00:00", "9999-12-31", "00000000", "1900/1/1"],
    ),
    "171-zone-without-a-local-one": ("E-DATE-ZONE", ["2024-01-05T23:30:00Z", "2024-01-05 10:00+08:00"]),
    "176-words": (
        "E-DATE-TEXT",
        ["春节", "昨天", "上周五", "soon", "epoch", "infinity", "today", "now", "12024-01-05", "2024-01-05 (BC)"],
    ),
    "177-parts": ("E-DATE-PART", ["2024-01", "2024Q1", "2024", "202401", "1月5日", "Jan 2024", "2024年第一季度"]),
    "178-ranges": (
        "E-DATE-RANGE",
        ["2024-01-01~2024-01-31", "2024年1月1日至2024年1月31日", "2024.1.1-2024.1.31", "2024-01-01 - 2024-01-31"],
    ),
    "179-blank": ("E-DATE-BLANK", ["", "\u3000", "—", "N/A", "NULL", "待定", "NaT", "无"]),
    "161-numbers-that-are-no-days": ("E-DATE-TEXT", ["12345", "99999", "7", "123456"]),
}


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD)
def test_a_date_is_read_however_it_is_written(case: Good, tmp_path: Path) -> None:
    read = column(tmp_path, "ordered_at", list(case.cells), decisions=dict(case.decisions), **case.settings)
    assert dict(zip(case.cells, zip(read.values, read.reasons, strict=True), strict=True)) == {
        cell: (day, None) for cell, day in zip(case.cells, case.days, strict=True)
    }
    assert set(case.forms) <= set(read.changes)


@pytest.mark.parametrize(("wanted", "cells"), BAD.values(), ids=BAD)
def test_what_is_no_date_is_rejected_for_what_it_is(wanted: str, cells: Sequence[str], tmp_path: Path) -> None:
    read = column(tmp_path, "ordered_at", ["2024-01-05", *cells])
    assert dict(zip(cells, read.codes[1:], strict=True)) == dict.fromkeys(cells, wanted)
    assert read.values == [DAY, *[None] * len(cells)]


@pytest.mark.parametrize(
    ("cells", "choices", "row"),
    [
        (["05/01/2024", "03/02/2024"], ("dmy", "mdy"), 2),
        (["2024-01-05", "05/01/2024"], ("dmy", "mdy"), 3),
        (["04-01-05"], ("ymd", "dmy", "mdy"), 2),
        (["24-01-05"], ("ymd", "dmy"), 2),
    ],
    ids=["158-day-or-month", "158-among-others", "157-three-ways", "157-two-ways"],
)
def test_an_order_that_nothing_proves_is_a_question(
    cells: list[str], choices: tuple[str, ...], row: int, tmp_path: Path
) -> None:
    with pytest.raises(Undecided) as asked:
        column(tmp_path, "ordered_at", cells)
    assert (asked.value.code, asked.value.decision) == ("E-DATE-ORDER", "date-order")
    assert asked.value.choices == choices
    assert (asked.value.where.row, asked.value.where.letter) == (row, "C")
    assert all(cells[row - 2] in asked.value.render(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    "cells", [["31/01/2024", "01/31/2024"], ["05/01/2024", "31/01/2024", "01/25/24"]], ids=["159-two", "159-three"]
)
def test_a_column_that_mixes_orders_is_refused_with_two_rows(cells: list[str], tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        column(tmp_path, "ordered_at", cells)
    assert not isinstance(refused.value, Undecided)
    assert (refused.value.code, refused.value.where.row) == ("E-DATE-MIX", len(cells) + 1)
    assert refused.value.figures["first_row"] == len(cells)
    for lang in LANGUAGES:
        told = refused.value.render(lang)
        assert cells[-1] in told
        assert cells[-2] in told
    read = column(tmp_path, "ordered_at", cells, decisions={"date-order": "dmy"})
    assert read.codes == [None] * (len(cells) - 1) + ["E-DATE-INVALID"]


def test_161_a_serial_number_is_a_day_only_in_a_column_of_dates(tmp_path: Path) -> None:
    assert column(tmp_path, "amount", ["45296"]).values == [45296]


def test_162_serial_numbers_of_a_workbook_of_1904_count_from_there(tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_text("customer_id,ordered_at,amount\nA,45296,1\nB,60,1\nC,43834.5,1\n", encoding="utf-8")
    with DuckDB() as engine:
        (raw,), _ = open_sources(engine, source, Reading())
        load(engine, replace(raw, epoch_1904=True), Reading(), 0)
        found = engine.run("SELECT ordered_at, verdict FROM lines_0 ORDER BY rowid")
    assert found == [(date(2028, 1, 6), None), (None, "date_not_understood"), (date(2024, 1, 5), None)]


def test_167_dummies_are_counted_whatever_their_form(tmp_path: Path) -> None:
    read = column(tmp_path, "ordered_at", ["2024-01-05", "1900-01-01", "0000-00-00", "1970年1月1日", "9999/12/31"])
    assert read.codes == [None] + ["E-DATE-BLANK"] * 4
    assert (read.noted, read.notes["dummy_dates"]["count"]) == ({"W-DUMMYDATE"}, "4")


def dated(folder: Path, days: dict[str, int]) -> Path:
    """Make a book with so many purchases on each day."""
    rows = [f"C{number},{day},1.00" for day, count in days.items() for number in range(count)]
    path = folder / "s.csv"
    path.write_text("\n".join(["customer_id,ordered_at,amount", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("days", "stray"),
    [
        ({"2024-01-05": 999, "2025-01-06": 1}, ("2025-01-06", 1, "2024-01-05")),
        ({"2024-01-05": 999, "2025-01-05": 1}, None),
        ({"2024-01-05": 998, "2025-01-06": 1}, None),
        ({"2024-01-05": 1998, "2030-01-05": 1, "2042-01-05": 1}, ("2030-01-05", 2, "2024-01-05")),
        ({"2024-01-05": 2, "2042-01-05": 1}, ("2042-01-05", 1, "2024-01-05")),
        ({"2024-01-05": 2, "2034-01-05": 1}, None),
        ({"2024-01-05": 1, "2042-01-05": 1}, None),
        ({"2024-01-05": 3}, None),
        ({}, None),
    ],
    ids=["168-a-year-among-1000", "168-not-quite", "168-too-many", "168-two-years", "168-few-rows", "168-nine-years",
         "168-half", "168-one-day", "168-nothing"],
)  # fmt: skip
def test_a_few_rows_far_ahead_of_all_others_are_seen(days: dict[str, int], stray: tuple[str, int, str] | None) -> None:
    counted = [(date.fromisoformat(day), count) for day, count in days.items()]
    found = ahead.strays(counted)
    assert (found and (found.first.isoformat(), found.rows, found.before.isoformat())) == stray
    with DuckDB() as engine:
        engine.run("CREATE TABLE lines (ordered_at TIMESTAMP)")
        for day, count in days.items():
            engine.run(f"INSERT INTO lines SELECT TIMESTAMP '{day} 09:30:00' FROM RANGE({count})")
        assert ahead.look(engine, "lines") == found


def test_168_without_an_as_of_date_rows_far_ahead_are_a_question(tmp_path: Path) -> None:
    import shuke

    source = dated(tmp_path, {"2024-01-05": 5, "2042-01-05": 1})
    with pytest.raises(Undecided) as asked:
        shuke.score(source)
    assert (asked.value.code, asked.value.decision) == ("E-DATE-FUTURE", "future-dates")
    assert all("2042-01-05" in asked.value.render(lang) for lang in LANGUAGES)
    told = shuke.score(source, decide={"future-dates": "reject"}).summary
    assert (told["as_of"], told["accounting"]["rows_rejected"]) == ("2024-01-05", {"date_future": 1})
    kept = shuke.score(source, decide={"future-dates": "keep"}).summary
    assert (kept["as_of"], kept["accounting"]["rows_used"]) == ("2042-01-05", 6)
    assert "W-DATE-LATEST" in {note["code"] for note in kept["notes"]}


def test_168_with_an_as_of_date_later_rows_are_after_it_whatever_the_calendar_says(tmp_path: Path) -> None:
    import shuke

    source = dated(tmp_path, {"2024-01-05": 5, "2042-01-05": 1, "2942-01-05": 1})
    told = shuke.score(source, as_of="2024-06-30").summary["accounting"]
    assert (told["rows_used"], told["rows_after_as_of"], told["rows_rejected"]) == (6, 1, {"date_future": 1})
    assert shuke.score(source, as_of="2042-12-31").summary["accounting"]["rows_used"] == 6


def test_168_parquet_that_is_read_in_place_is_asked_about_and_read_row_by_row_then(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    import shuke

    days = [DAY] * 5 + [date(2042, 1, 5)]
    table = {"customer_id": ["C1"] * 6, "ordered_at": days, "amount": pa.array([1] * 6, pa.int32())}
    pq.write_table(pa.table(table), tmp_path / "s.parquet")
    with pytest.raises(Undecided):
        shuke.score(tmp_path / "s.parquet")
    told = shuke.score(tmp_path / "s.parquet", decide={"future-dates": "reject"}).summary
    assert (told["as_of"], told["accounting"]["rows_rejected"]) == (DAY.isoformat(), {"date_future": 1})


def test_168_inspect_shows_the_question_and_the_answer(tmp_path: Path) -> None:
    from cli.terminal import shuke as run

    source = dated(tmp_path, {"2024-01-05": 5, "2042-01-05": 1})
    said = run("inspect", source)
    assert "--decide future-dates=" in said.out
    answered = run("inspect", source, "--decide", "future-dates=reject")
    assert "E-DATE-FUTURE" in answered.out
    assert "--decide future-dates" not in answered.out


def test_169_dates_of_long_ago_are_told(tmp_path: Path) -> None:
    read = column(tmp_path, "ordered_at", ["2024-01-05", "2001-01-05", "1998-01-05", "2005-01-05"])
    assert (read.noted, read.notes["old_dates"]["count"]) == ({"W-OLD"}, "2")


MOMENTS = ["1704470399", "1704470400", "1704470400000", "1704470400000000", "1704470400.5"]


def test_170_seconds_are_asked_about_where_they_are_most_of_a_column(tmp_path: Path) -> None:
    with pytest.raises(Undecided) as asked:
        column(tmp_path, "ordered_at", MOMENTS)
    assert (asked.value.code, asked.value.decision) == ("E-DATE-EPOCH", "epoch")
    read = column(tmp_path, "ordered_at", MOMENTS, decisions={"epoch": "read"}, **SHANGHAI)
    assert read.values == [DAY, *[NEXT] * 4]
    assert read.changes == {"epoch": 5}
    without = column(tmp_path, "ordered_at", MOMENTS, decisions={"epoch": "read"})
    assert without.codes == ["E-DATE-ZONE"] * 5
    refused = column(tmp_path, "ordered_at", MOMENTS, decisions={"epoch": "reject"})
    assert refused.codes == ["E-DATE-TEXT"] * 5


def test_170_a_stray_number_is_no_question(tmp_path: Path) -> None:
    read = column(tmp_path, "ordered_at", ["2024-01-05"] * 3 + MOMENTS[:1])
    assert read.codes == [None] * 3 + ["E-DATE-TEXT"]


def test_172_times_without_a_zone_among_others_stand_as_they_are_and_are_told(tmp_path: Path) -> None:
    cells = ["2024-01-05T23:30:00Z", "2024-01-05 23:30:00", "2024-01-05T23:30:00+0000", "2024-01-05"]
    read = column(tmp_path, "ordered_at", cells, **SHANGHAI)
    assert read.values == [NEXT, DAY, NEXT, DAY]
    assert read.noted == {"W-ZONE"}
    assert (read.notes["zones_mixed"]["zoned"], read.notes["zones_mixed"]["bare"]) == ("2", "1")


@pytest.mark.parametrize(("rows", "noted"), [(20, {"W-DATE-CONST"}), (19, set())])
def test_182_all_on_one_day_is_told(rows: int, noted: set[str], tmp_path: Path) -> None:
    assert column(tmp_path, "ordered_at", ["2024-01-05 10:20", *["2024年1月5日"] * (rows - 1)]).noted == noted


def test_182_is_told_of_parquet_files_too(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    customers = [f"C{number}" for number in range(20)]
    table = {"customer_id": customers, "ordered_at": [DAY] * 20, "amount": pa.array([1] * 20, pa.int32())}
    pq.write_table(pa.table(table), tmp_path / "s.parquet")
    with DuckDB() as engine:
        (loaded,) = take_in(engine, tmp_path / "s.parquet", Reading()).loaded
    assert (loaded.in_place, [key for key, _ in loaded.settled.notes]) == (True, ["dates_constant"])


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(1900, 1, 1), date(9999, 12, 31), date(2942, 1, 1)])
def test_167_a_parquet_file_with_such_a_day_is_read_row_by_row(day: date, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = {"customer_id": ["C1"] * 2, "ordered_at": [DAY, day], "amount": pa.array([1] * 2, pa.int32())}
    pq.write_table(pa.table(table), tmp_path / "s.parquet")
    read = column_of(tmp_path / "s.parquet", "ordered_at")
    assert read.codes == [None, "E-DATE-FUTURE" if day.year == 2942 else "E-DATE-BLANK"]


def test_a_stated_format_alone_decides(tmp_path: Path) -> None:
    read = column(tmp_path, "ordered_at", ["05/01/2024", "31/02/2024", "2024-01-05"], date_format="%d/%m/%Y")
    assert (read.values, read.codes) == ([DAY, None, None], [None, "E-DATE-TEXT", "E-DATE-TEXT"])
