"""Which files are read, which are refused, and that the same content is never counted twice."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from cli.sales import ROWS, write
from cli.terminal import shuke
from ingest.reading import taken
from shuke.errors import DataError, ShukeError, UsageError
from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("Z1")


REFUSED = {
    "file_is_old_excel": b"\x09\x04\x06\x00\x00\x04\x10\x00" + b"\0" * 600,
    "compound_damaged": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "file_is_pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "file_is_picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "file_is_database": b"SQLite format 3\0" + b"\0" * 100,
    "page_without_table": b"<html><body><p>1</p></body></html>",
    "file_is_markup": b'<?xml version="1.0"?><invoices/>',
    "file_not_text": b"customer_id,date,amount\nC1,\x00\x01,3\n",
    "file_empty": b"",
    "parquet_damaged": b"PAR1 and then nothing that is Parquet",
}


@pytest.mark.parametrize("key", REFUSED)
def test_a_file_that_is_no_table_is_refused_by_name_in_both_languages(key: str, tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    source.write_bytes(REFUSED[key])
    with pytest.raises(DataError) as caught:
        taken(source)
    assert caught.value.key == key
    sentences = {lang: caught.value.render(lang) for lang in LANGUAGES}
    assert all(sentence.startswith(f"{caught.value.code} · sales.csv: ") for sentence in sentences.values())
    assert sentences["en"] != sentences["zh"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refused_file_ends_the_command_with_exit_code_3(lang: str, tmp_path: Path) -> None:
    source = tmp_path / "销售.xlsx"
    source.write_bytes(REFUSED["file_is_pdf"])
    said = shuke("score", source, "--out", tmp_path / "out", "--lang", lang)
    assert (said.code, said.out) == (3, "")
    assert said.lines[0].startswith("E-TYPE · 销售.xlsx: ")
    assert ("PDF，不是表格" if lang == "zh" else "PDF, not a table") in said.lines[0]


def test_a_zip_archive_is_read_as_what_it_is_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path / "sales.csv")
    with zipfile.ZipFile(tmp_path / "sales.xlsx", "w") as archive:
        archive.write(tmp_path / "sales.csv", "sales.csv")
    assert taken(tmp_path / "sales.xlsx").lines == taken(tmp_path / "sales.csv").lines


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\n\n  \n", b"\xef\xbb\xbf\r\n\r\n", b"\xff\xfe"])
def test_a_file_that_holds_only_a_mark_or_blank_lines_is_empty(content: bytes, tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    source.write_bytes(content)
    with pytest.raises(DataError) as caught:
        taken(source)
    assert caught.value.key == "file_empty"


def test_a_gzipped_file_without_content_is_empty(tmp_path: Path) -> None:
    source = tmp_path / "sales.csv.gz"
    source.write_bytes(gzip.compress(b""))
    with pytest.raises(DataError) as caught:
        taken(source)
    assert caught.value.key == "file_empty"


def test_the_kind_of_a_file_is_told_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    assert taken(write(tmp_path / "sales.xlsx")).customers == ["C1", "C1", "C2", "C3"]


def test_a_gzipped_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    plain = write(tmp_path / "sales.csv")
    packed = tmp_path / "packed.csv"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert taken(packed).lines == taken(plain).lines


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.98])
def test_a_gzipped_file_that_was_cut_is_refused(kept: float, tmp_path: Path) -> None:
    rows = [(f"C{n}", f"S{n}", "2024-01-05", f"{n}.37") for n in range(2000)]
    whole = gzip.compress(write(tmp_path / "sales.csv", rows).read_bytes())
    cut = tmp_path / "sales.csv.gz"
    cut.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(DataError) as caught:
        taken(cut)
    assert caught.value.key == "file_cut"


@pytest.mark.parametrize("wrong", [b"\xff", b"\x00", b"\x55"])
@pytest.mark.parametrize("place", [0.01, 0.3, 0.9])
def test_a_gzipped_file_with_wrong_bytes_inside_is_refused(place: float, wrong: bytes, tmp_path: Path) -> None:
    rows = [(f"C{n}", f"S{n}", "2024-01-05", f"{n}.37") for n in range(2000)]
    damaged = bytearray(gzip.compress(write(tmp_path / "sales.csv", rows).read_bytes()))
    start = int(len(damaged) * place)
    damaged[start : start + 40] = wrong * 40
    source = tmp_path / "sales.csv.gz"
    source.write_bytes(damaged)
    with pytest.raises(DataError) as caught:
        taken(source)
    assert caught.value.key == "file_cut"


def test_a_workbook_that_was_cut_is_refused(tmp_path: Path) -> None:
    from ingest.books import workbook

    whole = workbook(tmp_path / "whole.xlsx", [("customer_id", "date", "amount"), ("C1", "2024-01-05", 3)])
    cut = tmp_path / "sales.xlsx"
    cut.write_bytes(whole.read_bytes()[:-400])
    with pytest.raises(DataError) as caught:
        taken(cut)
    assert caught.value.key == "archive_cut"


def test_the_same_content_under_two_names_is_counted_once(tmp_path: Path) -> None:
    first = write(tmp_path / "january.csv")
    second = write(tmp_path / "january (1).csv")
    read = taken(first, second)
    assert len(read.lines) == len(ROWS)
    assert read.repeated == [("january (1).csv", "january.csv")]


def test_the_same_file_named_twice_is_counted_once(tmp_path: Path) -> None:
    source = write(tmp_path / "sales.csv")
    assert len(taken(source, source).lines) == len(ROWS)


def test_files_of_a_folder_are_read_together_and_others_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", ROWS[:2])
    write(tmp_path / "b.tsv", ROWS[2:], delimiter="\t")
    (tmp_path / "notes.md").write_text("not a table")
    assert taken(tmp_path).customers == ["C1", "C1", "C2", "C3"]


def test_files_with_columns_in_another_order_are_read_together(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", ROWS[:1])
    second = write(tmp_path / "b.csv", [("5.00", "2024-05-01", "C9")], headers=("金额", "下单时间", "客户编号"))
    assert [(line["customer_id"], line["order_id"]) for line in taken(first, second).lines] == [
        ("C1", "S1"),
        ("C9", None),
    ]


def test_a_folder_without_sales_files_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        taken(tmp_path)
    assert caught.value.key == "folder_without_files"


def test_a_path_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        taken(tmp_path / "no such.csv")
    assert caught.value.key == "file_not_found"


def test_one_unreadable_file_among_several_stops_the_reading(tmp_path: Path) -> None:
    good = write(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_bytes(REFUSED["file_is_picture"])
    with pytest.raises(ShukeError) as caught:
        taken(good, tmp_path / "b.csv")
    assert caught.value.where.file == "b.csv"


@pytest.mark.parametrize("ending", ["\n", ""])
def test_headers_without_rows_are_said_to_have_no_rows(ending: str, tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    source.write_text("customer_id,order_id,ordered_at,amount" + ending)
    said = shuke("score", source, "--out", tmp_path / "out")
    assert said.code == 3
    assert "there are headers but no rows below them" in said.err
