"""A table that is kept in the order of its customers is written as it stands, and gives the same file."""

from pathlib import Path

import duckdb
import pytest

from shuke.rating import Options, in_order, rate
from shuke.result import Result
from shuke.scheme.parse import scheme_text

HEAD = "customer_id,order_id,ordered_at,amount\n"
CODES = [f"C{i * 7919 % 997:04d}" for i in range(300)]
# Telephone numbers go out as pseudonyms, whose order is another one.
PHONES = [f"138{i * 7919 % 99991:08d}" for i in range(300)]


def written(folder: Path, customers: list[str], *, to_write: bool) -> tuple[bytes, bool]:
    """The Parquet file of a rating, and whether its table stood in order before it was written."""
    source = folder / "sales.csv"
    lines = [f"{one},SO{i},2024-{1 + i % 12:02d}-05,{100 + i}.50\n" for i, one in enumerate(customers)]
    source.write_text(HEAD + "".join(lines), encoding="utf-8")
    result = Result(rate([source], *scheme_text("rfm-quintile-weighted")[:1], Options(to_write=to_write)))
    ordered = in_order(result.rating.engine)
    result.save(folder / "out", ["parquet"], "en")
    result.close()
    return (folder / "out" / "customers.parquet").read_bytes(), ordered


def test_whether_rows_are_sorted_before_or_after_they_are_placed_is_the_same_file(tmp_path: Path) -> None:
    before, after = (written(tmp_path, CODES, to_write=wanted) for wanted in (True, False))
    assert before == (after[0], True)


def test_pseudonyms_are_sorted_though_the_ids_behind_them_were_sorted_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "pseudonym.key"))
    before, after = (written(tmp_path, PHONES, to_write=wanted) for wanted in (True, False))
    assert before == (after[0], False)
    with duckdb.connect() as connection:
        ids = connection.sql(f"SELECT customer_id FROM '{tmp_path / 'out' / 'customers.parquet'}'").fetchall()
    assert ids == sorted(ids)
