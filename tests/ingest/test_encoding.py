"""Text in the encodings that people's systems write, found out by the whole file and never guessed."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from cli.sales import as_text, write
from ingest.reading import taken
from shuke.errors import DataError, UsageError

pytestmark = pytest.mark.row("Z1")

HEADERS = ("客户编号", "订单号", "下单时间", "金额")
# Four bytes each in GB18030, and not in GBK at all.
RARE = "𠮷㐂䶮"
ROWS = [("甲001", "单1", "2024-01-05", "10.00"), ("乙002", "单2", "2024-02-05", "20.50")]
ENCODINGS = {
    "utf-8": ("utf-8", "utf-8"),
    "utf-8 with a mark": ("utf-8-sig", "utf-8-sig"),
    "gbk": ("gbk", "gb18030"),
    "gb18030": ("gb18030", "gb18030"),
    "utf-16 little endian with a mark": ("utf-16", "utf-16"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_same_table_is_read_from_every_encoding(name: str, tmp_path: Path) -> None:
    written, found = ENCODINGS[name]
    read = taken(write(tmp_path / "销售.csv", ROWS, HEADERS, encoding=written))
    assert read.customers == ["甲001", "乙002"]
    assert read.encodings == [found]


def test_utf_16_big_endian_with_a_mark_is_read(tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    source.write_bytes(codecs.BOM_UTF16_BE + as_text([HEADERS, *ROWS]).encode("utf-16-be"))
    assert taken(source).customers == ["甲001", "乙002"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_rare_characters_of_four_bytes_stay_what_they_are(encoding: str, tmp_path: Path) -> None:
    rows = [(f"{letter}家", "1", "2024-01-05", "1") for letter in RARE]
    read = taken(write(tmp_path / "sales.csv", rows, HEADERS, encoding=encoding))
    assert read.customers == [f"{letter}家" for letter in RARE]


def test_a_rare_character_after_a_megabyte_of_plain_text_is_still_read_right(tmp_path: Path) -> None:
    rows = [(f"C{n}", str(n), "2024-01-05", "1") for n in range(60_000)] + [("𠮷野家", "x", "2024-01-05", "1")]
    source = write(tmp_path / "sales.csv", rows, HEADERS, encoding="gb18030")
    assert source.stat().st_size > 1 << 20
    assert taken(source).customers[-1] == "𠮷野家"


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("wanted", [None, "utf-8"])
def test_a_byte_order_mark_is_no_part_of_the_first_header(quoted: bool, wanted: str | None, tmp_path: Path) -> None:
    header = '"客户编号"' if quoted else "客户编号"
    source = tmp_path / "sales.csv"
    source.write_bytes(codecs.BOM_UTF8 + f"{header},下单时间,金额\nC1,2024-01-05,3\n".encode())
    assert taken(source, encoding=wanted).customers == ["C1"]


def test_a_named_encoding_is_used(tmp_path: Path) -> None:
    rows = [("臺北客戶", "1", "2024-01-05", "3")]
    source = write(tmp_path / "sales.csv", rows, ("客戶編號", "訂單編號", "訂單日期", "金額"), encoding="big5")
    assert taken(source, encoding="big5").customers == ["臺北客戶"]


def test_a_named_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "sales.csv", ROWS, HEADERS, encoding="gbk")
    with pytest.raises(DataError) as caught:
        taken(source, encoding="utf-8")
    assert caught.value.key == "encoding_does_not_fit"


@pytest.mark.parametrize("name", ["klingon", "", "base64", "rot13", "hex"])
def test_an_encoding_that_is_none_of_text_is_wrong_usage(name: str, tmp_path: Path) -> None:
    source = write(tmp_path / "sales.csv")
    with pytest.raises(UsageError) as caught:
        taken(source, encoding=name)
    assert caught.value.key == "encoding_unknown"


def test_a_stray_byte_is_never_left_out(tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    source.write_bytes(as_text([HEADERS, *ROWS]).encode("utf-8") + b"C3\xff,3,2024-01-05,1\n")
    with pytest.raises(DataError) as caught:
        taken(source)
    assert caught.value.key == "stray_byte"
