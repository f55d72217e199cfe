"""Every encoding that can be proved is found whatever the size of the file, and what is read is what was written."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.reading import taken
from shuke.errors import Undecided

pytestmark = pytest.mark.promise("C5")

# Name -> how bytes are made of text, and the encoding that is told.
PROVED = {
    "utf-8": (lambda text: text.encode(), "utf-8"),
    "utf-8 with a mark": (lambda text: text.encode("utf-8-sig"), "utf-8-sig"),
    "gbk": (lambda text: text.encode("gbk"), "gb18030"),
    "gb18030": (lambda text: text.encode("gb18030"), "gb18030"),
    "utf-16": (lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "utf-16"),
    "utf-16 little endian without a mark": (lambda text: text.encode("utf-16-le"), "utf-16-le"),
    "utf-16 big endian without a mark": (lambda text: text.encode("utf-16-be"), "utf-16-be"),
}
NAMES = [
    *("张伟", "王芳", "李娜", "欧阳静", "杭州西湖茶叶有限公司"),
    *("上海浦东贸易", "赵敏", "诸葛亮", "鑫达五金店", "陈晓明"),
]
# Few, some, and more than a block of bytes.
SIZES = (3, 300, 40_000)


@pytest.mark.parametrize("name", PROVED)
def test_an_encoding_is_found_in_files_of_every_size(name: str, tmp_path: Path, figure: Callable[[str], None]) -> None:
    encode, told = PROVED[name]
    source = tmp_path / "销售.csv"
    for count in SIZES:
        customers = [f"{NAMES[n % len(NAMES)]}{n}" for n in range(count)]
        rows = (f"{customer},S{n},2024-01-05,{n}.50,茶杯\n" for n, customer in enumerate(customers))
        source.write_bytes(encode("客户编号,订单号,下单时间,金额,商品\n" + "".join(rows)))
        read = taken(source)
        assert read.encodings == [told]
        assert read.customers == customers
    figure(f"{name}: {len(SIZES)} of {len(SIZES)} sizes")


@pytest.mark.parametrize("count", range(1, len(NAMES) + 1))
def test_a_file_of_gbk_with_few_names_is_not_asked_about(count: int, tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    rows = "".join(f"{name},2024-01-05,5.00\n" for name in NAMES[:count])
    source.write_bytes(f"customer_id,date,amount\n{rows}".encode("gbk"))
    assert taken(source).customers == NAMES[:count]


@pytest.mark.parametrize("codec", ["big5", "euc_kr", "shift_jis", "cp1252"])
@pytest.mark.parametrize("rows", [3, 300])
def test_text_of_another_script_is_never_taken_for_chinese(codec: str, rows: int, tmp_path: Path) -> None:
    names = {"big5": "臺北商店", "euc_kr": "서울상점", "shift_jis": "東京のお店", "cp1252": "Café Zoë"}
    source = tmp_path / "sales.csv"
    content = "customer_id,date,amount\n" + "".join(f"{names[codec]}{n},2024-01-05,5.00\n" for n in range(rows))
    source.write_bytes(content.encode(codec))
    with pytest.raises(Undecided) as caught:
        taken(source)
    assert caught.value.decision == "encoding"


@pytest.mark.parametrize("line", [2, 150, 299])
@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_a_stray_byte_is_told_with_its_line_wherever_it_is(codec: str, line: int, tmp_path: Path) -> None:
    lines = ["客户编号,日期,金额", *(f"{NAMES[n % len(NAMES)]},2024-01-05,5.00" for n in range(300))]
    content = [text.encode(codec) for text in lines]
    content[line - 1] = content[line - 1].replace(b",5.00", b",5\xff.00")
    source = tmp_path / "sales.csv"
    source.write_bytes(b"\n".join(content) + b"\n")
    with pytest.raises(Undecided) as caught:
        taken(source)
    where = caught.value.where
    assert (caught.value.code, where.line, where.column) == ("E-ENC-BYTE", line, "金额")
