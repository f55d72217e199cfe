"""Files as people name and pack them: read as what they are, or refused with the code that says why."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.terminal import shuke
from ingest.books import workbook
from ingest.catalogue.sheets import read
from ingest.made import archives
from ingest.made.archives import CSV, OTHER_CSV
from ingest.made.binary import binary_workbook
from ingest.made.compound import OldSheet, compound, old_workbook
from shuke.errors import DataError, UsageError
from shuke.ingest.files import examine
from shuke.ingest.limits import Limits
from shuke.ingest.opening import open_tables
from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("Z1")

ROWS = [["客户编号", "日期", "金额"], ["C1", "2024-01-05", 5], ["C2", "2024-01-06", 7.5]]
BOTH = [("C1", "2024-01-05", "5"), ("C2", "2024-01-06", "7.5")]
TSV = CSV.replace(",", "\t")
HTML = (
    "<html><head><meta charset='utf-8'></head><body><table><tr><td>菜单</td></tr></table><table>"
    "<tr><th>客户编号</th><th>日期</th><th>金额</th></tr><tr><td>C1</td><td>2024-01-05</td><td>5</td></tr>"
    "<tr><td>C2</td><td>2024-01-06</td><td>7.5</td></tr></table></body></html>"
)
XML2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="销售"><Table>'
    + "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in ROWS
    )
    + "</Table></Worksheet></Workbook>"
)


def xlsx_bytes(folder: Path) -> bytes:
    return workbook(folder / "made.xlsx", ROWS).read_bytes()


@dataclass(frozen=True)
class Good:
    """A file that is read: its name, its bytes, and the codes of what is told of it."""

    name: str
    content: Callable[[Path], bytes]
    codes: tuple[str, ...] = ()


GOOD = {
    "6-csv-named-xlsx": Good("销售.xlsx", lambda _: CSV.encode(), ("W-TYPE",)),
    "6-csv-named-xls": Good("销售.xls", lambda _: CSV.encode(), ("W-TYPE",)),
    "6-workbook-named-csv": Good("销售.csv", xlsx_bytes, ("W-TYPE",)),
    "6-new-workbook-named-xls": Good("销售.xls", xlsx_bytes, ("W-TYPE",)),
    "7-web-page-named-xls": Good("销售.xls", lambda _: HTML.encode(), ("W-TYPE",)),
    "7-web-page-in-gbk": Good("销售.xls", lambda _: HTML.replace("utf-8", "gb2312").encode("gbk"), ("W-TYPE",)),
    "7-web-page-in-utf-16": Good("销售.xls", lambda _: HTML.replace("utf-8", "utf-16").encode("utf-16"), ("W-TYPE",)),
    "8-tabs-named-xls": Good("销售.xls", lambda _: TSV.encode("gbk"), ("W-TYPE",)),
    "9-xml-of-2003-named-xls": Good("销售.xls", lambda _: XML2003.encode(), ("W-TYPE",)),
    "9-xml-of-2003-in-gb2312": Good(
        "销售.xls",
        lambda _: XML2003.replace('"1.0"?', '"1.0" encoding="gb2312"?', 1).encode("gbk"),
        ("W-TYPE",),
    ),
    "10-old-excel": Good("销售.xls", lambda _: old_workbook(OldSheet("销售", ROWS))),
    "12-binary-excel": Good("销售.xlsb", lambda _: binary_workbook(("销售", 0, ROWS))),
    "14-open-document": Good("销售.ods", lambda _: archives.open_document(ROWS)),
    "15-et-that-is-old-excel": Good("销售.et", lambda _: old_workbook(OldSheet("销售", ROWS))),
    "15-et-that-is-a-new-workbook": Good("销售.et", xlsx_bytes),
    "28-zip-with-one-csv": Good("销售.zip", lambda _: archives.zipped({"a/销售.csv": CSV})),
    "28-zip-of-one-file-without-an-ending": Good("销售.zip", lambda _: archives.zipped({"data": CSV})),
    "28-zip-of-a-workbook": Good("销售.zip", lambda folder: archives.zipped({"销售.xlsx": xlsx_bytes(folder)})),
    "28-zip-with-remarks-beside": Good(
        "销售.zip",
        lambda _: archives.zipped({"销售.csv": CSV, "readme.pdf": b"%PDF", "__MACOSX/._销售.csv": b"\0"}),
        ("W-ZIP", "W-ZIPLEFT"),
    ),
    "28-zip-with-the-same-file-twice": Good(
        "销售.zip", lambda _: archives.zipped({"a.csv": CSV, "b.csv": CSV}), ("W-SAMEFILE",)
    ),
    "29-gzipped-csv": Good("销售.csv.gz", lambda _: gzip.compress(CSV.encode())),
    "29-gzipped-workbook": Good("销售.xlsx.gz", lambda folder: gzip.compress(xlsx_bytes(folder))),
    "34-name-of-300-bytes-with-emoji": Good("📈" + "长" * 70 + ".csv", lambda _: CSV.encode()),
    "34-name-that-turns-the-writing": Good("a\u202ecsv.\u200fxlsx.csv", lambda _: CSV.encode()),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in GOOD.items()])
def test_a_file_is_read_as_what_it_is(case: Good, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.content(tmp_path))
    found = read(path)
    assert found.lines == BOTH
    assert [line.split()[0] for line in found.told["en"]] == list(case.codes)
    assert [line.split()[0] for line in found.told["zh"]] == list(case.codes)


def test_files_of_an_archive_are_read_together_and_each_has_its_account(tmp_path: Path) -> None:
    (tmp_path / "2024.zip").write_bytes(archives.zipped({"一月.csv": CSV, "二月.csv": OTHER_CSV}))
    said = shuke("inspect", tmp_path / "2024.zip", "--lang", "zh")
    assert said.code == 0
    assert "读取了压缩包内的 2 个文件：一月.csv, 二月.csv" in said.out
    assert read(tmp_path / "2024.zip").lines == [*BOTH, ("C3", "2024-02-05", "1")]


def test_names_in_an_archive_of_chinese_windows_are_read_as_gbk(tmp_path: Path) -> None:
    path = tmp_path / "2024.zip"
    data = archives.zipped({"AAAA.csv": CSV, "BBBB.csv": OTHER_CSV})
    path.write_bytes(data.replace(b"AAAA", "一月".encode("gbk")).replace(b"BBBB", "二月".encode("gbk")))
    assert "一月.csv, 二月.csv" in read(path).told["zh"][0]


@dataclass(frozen=True)
class Bad:
    """A file that is refused: its name, its bytes, the code, and a word of the message in English."""

    name: str
    content: Callable[[Path], bytes]
    code: str
    says: str = ""


def database(folder: Path) -> bytes:
    with sqlite3.connect(folder / "x.db") as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    return (folder / "x.db").read_bytes()


def corrupt_parquet(folder: Path) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"customer_id": ["C1"], "ordered_at": ["2024-01-05"], "amount": ["5"]})
    pq.write_table(table, folder / "whole.parquet")
    data = bytearray((folder / "whole.parquet").read_bytes())
    data[-30:-10] = b"\xff" * 20
    return bytes(data)


BAD = {
    "1-no-bytes": Bad("销售.xlsx", lambda _: b"", "E-FILE-EMPTY"),
    "2-only-a-mark": Bad("销售.csv", lambda _: b"\xef\xbb\xbf", "E-FILE-EMPTY"),
    "2-only-blank-lines": Bad("销售.csv", lambda _: b"\n\n \r\n", "E-FILE-EMPTY"),
    "3-headers-alone": Bad("销售.csv", lambda _: "客户编号,日期,金额\n".encode(), "E-FILE-NOROWS", "row 1"),
    "3-headers-alone-in-a-workbook": Bad(
        "销售.xlsx", lambda folder: workbook(folder / "x.xlsx", ROWS[:1]).read_bytes(), "E-FILE-NOROWS", "row 1"
    ),
    "7-web-page-without-a-table": Bad("销售.xls", lambda _: b"<html><p>Login</p></html>", "E-TYPE-HTML"),
    "9-other-xml": Bad("销售.xls", lambda _: b'<?xml version="1.0"?><data/>', "E-TYPE-XML"),
    "11-excel-4": Bad("销售.xls", lambda _: b"\x09\x04\x06\x00\x00\x04\x10\x00" + bytes(200), "E-TYPE-OLD"),
    "11-excel-95": Bad("销售.xls", lambda _: old_workbook(OldSheet("S", [["a"]]), version=0x0500), "E-TYPE-OLD"),
    "15-et-of-another-kind": Bad("销售.et", lambda _: compound({"ETData": b"x"}), "E-TYPE-ET", ".xlsx"),
    "16-numbers": Bad(
        "销售.numbers", lambda _: archives.zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"}), "E-TYPE-NUMBERS"
    ),
    "17-pdf": Bad("销售.xlsx", lambda _: b"%PDF-1.7\n", "E-TYPE", "PDF"),
    "17-picture": Bad("销售.xlsx", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(50), "E-TYPE", "picture"),
    "17-word": Bad("销售.xlsx", lambda _: archives.zipped({"word/document.xml": "<w/>"}), "E-TYPE", "Word"),
    "17-old-word": Bad("销售.xls", lambda _: compound({"WordDocument": b"x"}), "E-TYPE", "Word"),
    "17-database": Bad("销售.xlsx", database, "E-TYPE", "database"),
    "17-seven-zip": Bad("销售.xlsx", lambda _: b"7z\xbc\xaf\x27\x1c" + bytes(50), "E-TYPE-ZIP", "7z"),
    "18-password": Bad("销售.xlsx", lambda _: compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "E-ENC-PW"),
    "18-password-of-old-excel": Bad(
        "销售.xls", lambda _: old_workbook(OldSheet("S", [["a"]]), locked=True), "E-ENC-PW"
    ),
    "20-rights-management": Bad(
        "销售.xlsx", lambda _: compound({"EncryptedPackage": b"x", "\tDRMContent": b"x"}), "E-ENC-IRM"
    ),
    "21-cut-workbook": Bad("销售.xlsx", lambda folder: xlsx_bytes(folder)[:-300], "E-CORRUPT", "cut off"),
    "21-cut-old-workbook": Bad("销售.xls", lambda _: old_workbook(OldSheet("S", ROWS))[:1500], "E-CORRUPT"),
    "27-name-that-climbs": Bad("销售.zip", lambda _: archives.with_names("../../x.csv"), "E-ZIP-NAME", "../../x.csv"),
    "27-name-from-the-root": Bad("销售.zip", lambda _: archives.with_names("/etc/x.csv"), "E-ZIP-NAME"),
    "27-name-of-a-drive": Bad("销售.zip", lambda _: archives.with_names("C:\\x.csv"), "E-ZIP-NAME"),
    "27-name-twice": Bad("销售.zip", lambda _: archives.with_names("a.csv", "a.csv"), "E-ZIP-NAME"),
    "27-link": Bad("销售.zip", lambda _: archives.with_link(), "E-ZIP-NAME"),
    "28-archive-in-an-archive": Bad(
        "销售.zip", lambda _: archives.zipped({"a.zip": archives.zipped({"a.csv": CSV})}), "E-ZIP-NEST", "a.zip"
    ),
    "28-archive-under-another-name": Bad(
        "销售.zip", lambda _: archives.zipped({"a.csv": archives.zipped({"a.csv": CSV})}), "E-ZIP-NEST"
    ),
    "28-archive-without-tables": Bad(
        "销售.zip", lambda _: archives.zipped({"a.pdf": "%PDF", "b.png": "x"}), "E-ZIP-EMPTY"
    ),
    "29-gzip-that-expands": Bad("销售.csv.gz", lambda _: gzip.compress(b"a,b\n" + bytes(40 << 20)), "E-BOMB", "times"),
    "29-cut-gzip": Bad("销售.csv.gz", lambda _: gzip.compress(CSV.encode() * 50)[:-20], "E-CORRUPT"),
    "30-cut-parquet": Bad("销售.parquet", lambda _: b"PAR1" + bytes(100), "E-CORRUPT"),
    "30-flipped-parquet": Bad("销售.parquet", corrupt_parquet, "E-CORRUPT"),
    "32-lock-file": Bad("~$销售.xlsx", lambda _: b"\x05admin" + bytes(159), "E-LOCKFILE"),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in BAD.items()])
def test_a_file_that_cannot_be_read_is_refused_by_its_name(case: Bad, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.content(tmp_path))
    with pytest.raises(DataError) as caught:
        read(path)
    assert caught.value.code == case.code
    assert caught.value.where.file == case.name
    told = {lang: caught.value.render(lang) for lang in LANGUAGES}
    assert all(sentence.startswith(f"{case.code} · {case.name}") for sentence in told.values())
    assert case.says in told["en"]
    assert told["en"] != told["zh"]


@pytest.mark.parametrize("count", [pytest.param(1, id="4-one-row")])
def test_one_row_is_rated_and_it_is_said_that_scores_mean_little(count: int, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("\n".join(CSV.splitlines()[: count + 1]), encoding="utf-8")
    said = shuke("score", tmp_path / "a.csv", "--out", tmp_path / "out", "--lang", "en")
    assert said.code == 0
    assert "fewer than five" in said.out + said.err + (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [pytest.param(1 << 21, id="5-too-large")])
def test_a_file_beyond_the_size_that_is_taken_is_refused_before_it_is_read(size: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.truncate(size)
    with pytest.raises(DataError) as caught:
        examine(path, Limits(file_bytes=1 << 20))
    assert (caught.value.code, caught.value.figures) == ("E-FILE-SIZE", {"size": "2.0", "limit": "1.0"})


def test_lock_files_in_a_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "销售.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "~$销售.xlsx").write_bytes(b"\x05admin" + bytes(159))
    assert read(tmp_path).lines == BOTH


@pytest.mark.parametrize("name", [pytest.param("january.csv", id="33-same-file")])
def test_the_same_file_under_another_name_is_counted_once_and_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / name).write_text(CSV, encoding="utf-8")
    said = shuke("score", tmp_path, "--out", tmp_path / "out", "--lang", "en")
    assert said.code == 0
    assert "has the same content as a.csv" in said.out + said.err
    assert read(tmp_path).lines == BOTH


@pytest.mark.parametrize("name", [pytest.param("no\x00such\u202e.csv", id="34-nul-in-a-name")])
def test_a_name_is_shown_with_its_invisible_characters_written_out(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path / name)
    assert "no\\u0000such\\u202e.csv" in caught.value.render("en")


@pytest.mark.parametrize("kind", [pytest.param("list", id="31-lists"), pytest.param("struct", id="31-structures")])
def test_a_parquet_column_of_lists_or_structures_is_refused_by_its_name(kind: str, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    amounts = [[1, 2]] if kind == "list" else [{"a": 1}]
    table = pa.table({"customer_id": ["C1"], "ordered_at": ["2024-01-05"], "amount": amounts})
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(DataError) as caught:
        read(tmp_path / "a.parquet")
    assert (caught.value.code, caught.value.where.column) == ("E-COLTYPE", "amount")


@pytest.mark.parametrize("scale", [pytest.param(10, id="31-long-decimals-and-int96")])
def test_parquet_decimals_of_many_places_and_old_times_are_read(scale: int, tmp_path: Path) -> None:
    from decimal import Decimal

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "customer_id": ["C1"],
            "ordered_at": pa.array([1_704_456_000 * 10**9], pa.timestamp("ns")),
            "amount": pa.array([Decimal("12.3456789012")], pa.decimal128(38, scale)),
            "remarks": [[1]],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", use_deprecated_int96_timestamps=True)
    assert read(tmp_path / "a.parquet").lines == [("C1", "2024-01-05", "12.3457")]


def test_parquet_texts_that_are_not_called_texts_are_read(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"customer_id": ["客1".encode()], "ordered_at": [b"2024-01-05"], "amount": [b"5"], "photo": [b"\xff\xd8"]}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").lines == [("客1", "2024-01-05", "5")]


def test_an_unpacked_file_is_a_source_of_the_archive_that_was_named(tmp_path: Path) -> None:
    from shuke.engines.duckdb import DuckDB
    from shuke.ingest.raw import Reading

    (tmp_path / "2024.zip").write_bytes(archives.zipped({"一月.csv": CSV, "二月.csv": OTHER_CSV}))
    with DuckDB() as engine:
        raws = open_tables(engine, examine(tmp_path / "2024.zip"), Reading())
        assert [raw.name for raw in raws] == ["2024.zip › 一月.csv", "2024.zip › 二月.csv"]
