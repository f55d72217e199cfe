"""Typed tables: Parquet files and the tables that live in Python, read in place or converted to the same lines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pandas
import polars
import pyarrow
import pytest
from pyarrow import parquet

from ingest.reading import taken

pytestmark = pytest.mark.row("Z1")

STAMP = datetime.fromisoformat("2024-01-05 23:59:59")
CLEAN = {
    "customer_id": pyarrow.array(["C1", "C2", "C1"]),
    "order_id": pyarrow.array(["S1", "S2", "S3"]),
    "ordered_at": pyarrow.array([date(2024, 1, 5), date(2024, 2, 29), date(2024, 12, 31)]),
    "amount": pyarrow.array([Decimal("1.10"), Decimal("-2.25"), Decimal("3.00")], pyarrow.decimal128(12, 2)),
}


def written(path: Path, **changed: pyarrow.Array) -> Path:
    parquet.write_table(pyarrow.table({**CLEAN, **changed}), path)
    return path


def test_a_clean_file_is_read_in_place(tmp_path: Path) -> None:
    assert taken(written(tmp_path / "sales.parquet")).in_place


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"customer_id": pyarrow.array([7, 70, 700])},
        {"order_id": pyarrow.array([1, 2, 3], pyarrow.int32())},
        {"amount": pyarrow.array([1, -2, 3], pyarrow.int32())},
        {"ordered_at": pyarrow.array([STAMP, STAMP, STAMP])},
    ],
    ids=["decimals", "whole customer ids", "whole order ids", "whole amounts", "timestamps"],
)
def test_read_in_place_and_converted_are_the_same_lines(changed: dict[str, pyarrow.Array], tmp_path: Path) -> None:
    source = written(tmp_path / "sales.parquet", **changed)
    in_place, converted = taken(source), taken(source, in_place=False)
    assert in_place.in_place
    assert not converted.in_place
    assert in_place.lines == converted.lines


@pytest.mark.parametrize("missing", ["customer_id", "ordered_at", "amount"])
def test_an_empty_cell_is_rejected_with_its_row_counted_from_one(missing: str, tmp_path: Path) -> None:
    kept = CLEAN[missing].to_pylist()
    source = written(
        tmp_path / "sales.parquet", **{missing: pyarrow.array([kept[0], None, kept[2]], CLEAN[missing].type)}
    )
    read = taken(source)
    reason = {"customer_id": "customer_id_blank", "ordered_at": "date_blank", "amount": "amount_blank"}[missing]
    assert (len(read.lines), [(row[0], row[3]) for row in read.rejected]) == (2, [(2, reason)])


def test_doubles_are_read_by_their_shortest_text(tmp_path: Path) -> None:
    source = written(tmp_path / "sales.parquet", amount=pyarrow.array([0.1 + 0.2, 19.995, 1e-5]))
    assert taken(source).amounts == [Decimal("0.3"), Decimal("19.995"), Decimal(0)]


def test_doubles_that_are_no_numbers_are_rejected(tmp_path: Path) -> None:
    source = written(tmp_path / "sales.parquet", amount=pyarrow.array([float("nan"), float("inf"), 2.0]))
    read = taken(source)
    assert (read.amounts, [row[3] for row in read.rejected]) == (
        [Decimal(2)],
        ["amount_blank", "amount_not_a_number"],
    )


def test_a_double_beyond_the_range_is_rejected_as_such(tmp_path: Path) -> None:
    source = written(tmp_path / "sales.parquet", amount=pyarrow.array([1e15, 1e300, 2.0]))
    assert [row[3] for row in taken(source).rejected] == ["amount_out_of_range"] * 2


def test_times_with_a_zone_become_local_days(tmp_path: Path) -> None:
    moments = [datetime(2024, 1, 5, 15, 59, tzinfo=UTC), datetime(2024, 1, 5, 16, tzinfo=UTC), None]
    source = written(tmp_path / "sales.parquet", ordered_at=pyarrow.array(moments, pyarrow.timestamp("us", tz="UTC")))
    read = taken(source, timezone="Asia/Shanghai")
    assert read.days == [date(2024, 1, 5), date(2024, 1, 6)]


def test_times_with_a_zone_are_not_taken_for_local_ones_in_silence(tmp_path: Path) -> None:
    moments = [datetime(2024, 1, 5, 16, tzinfo=UTC)] * 3
    source = written(tmp_path / "sales.parquet", ordered_at=pyarrow.array(moments, pyarrow.timestamp("us", tz="UTC")))
    assert {row[3] for row in taken(source).rejected} == {"date_without_zone_setting"}


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_timestamps_of_every_unit_are_dates(unit: str, tmp_path: Path) -> None:
    moments = pyarrow.array([STAMP] * 3, pyarrow.timestamp(unit))
    source = written(tmp_path / "sales.parquet", ordered_at=moments)
    assert set(taken(source).days) == set(taken(source, in_place=False).days) == {date(2024, 1, 5)}


def test_dates_kept_as_text_are_converted(tmp_path: Path) -> None:
    source = written(tmp_path / "sales.parquet", ordered_at=pyarrow.array(["2024-01-05", "2024年1月6日", "x"]))
    read = taken(source)
    assert (read.days, [row[0] for row in read.rejected]) == ([date(2024, 1, 5), date(2024, 1, 6)], [3])


@pytest.mark.parametrize("untidy", ["Ｃ２", "C2 ", "C2\u3000"])
def test_an_identifier_that_must_be_folded_leads_to_conversion(untidy: str, tmp_path: Path) -> None:
    import shuke

    source = written(tmp_path / "sales.parquet", customer_id=pyarrow.array(["C1", untidy, "C2"]))
    result = shuke.score(source)
    assert result.summary["customers"]["seen"] == 2
    result.close()


def test_the_cheap_look_finds_the_same_identifiers_as_the_forms() -> None:
    from itertools import product

    from shuke.engines.duckdb import DuckDB
    from shuke.ingest.forms.identifiers import suspect
    from shuke.ingest.forms.plain import IDENTIFIER
    from shuke.ingest.load import untidy
    from shuke.stages.relation import literal

    texts = ["".join(letters) for count in range(1, 5) for letters in product("A01.e+-'=\" \tＣ", repeat=count)]
    texts += ["1.5e+300", "1.5e300", "120.000", '="C12"', '= "12"', "'120", "A" * 12, "A" * 11 + " ", "客户"]
    forms = f"NOT REGEXP_FULL_MATCH(id, {literal(IDENTIFIER)}) AND (RIGHT(id, 1) <= ' ' OR {suspect('id')})"
    with DuckDB() as engine:
        found = engine.run(f"SELECT id FROM (SELECT UNNEST(?) AS id) WHERE ({untidy('id')}) <> ({forms})", [texts])
    assert found == []


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    from shuke.errors import DataError

    whole = written(tmp_path / "whole.parquet").read_bytes()
    (tmp_path / "sales.parquet").write_bytes(whole[:-20])
    with pytest.raises(DataError) as caught:
        taken(tmp_path / "sales.parquet")
    assert caught.value.key == "parquet_damaged"


@pytest.mark.parametrize("library", ["pyarrow", "pandas", "polars", "lazy polars"])
def test_tables_that_live_in_python_are_read_like_files(library: str, tmp_path: Path) -> None:
    table = pyarrow.table(CLEAN)
    frames = {
        "pyarrow": table,
        "pandas": table.to_pandas(),
        "polars": polars.from_arrow(table),
        "lazy polars": polars.from_arrow(table).lazy(),
    }
    assert taken(frames[library]).lines == taken(written(tmp_path / "sales.parquet"), in_place=False).lines


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_pandas_timestamps_of_every_unit_are_dates(unit: str) -> None:
    moments = pandas.to_datetime(["2024-01-05 23:59:59", "2024-02-29 00:00:00"]).as_unit(unit)
    frame = pandas.DataFrame({"customer_id": ["C1", "C2"], "ordered_at": moments, "amount": [1.1, 2.2]})
    assert taken(frame).days == [date(2024, 1, 5), date(2024, 2, 29)]


def test_rows_of_a_table_count_from_one() -> None:
    frame = pandas.DataFrame({"customer_id": ["C1", None], "ordered_at": ["2024-01-05"] * 2, "amount": [1, 2]})
    assert [row[0] for row in taken(frame).rejected] == [2]
