"""Delimited text as systems and people write it: encodings, dialects, and what breaks in transport."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.reading import taken
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Undecided
from shuke.ingest.intake import open_sources
from shuke.ingest.raw import Reading
from shuke.locale import LANGUAGES, code

pytestmark = pytest.mark.row("Z1")

HEAD = "客户编号,订单号,下单时间,金额,商品\n"
TEXT = HEAD + "张三丰,S1,2024-01-05,5,茶杯\n李四,S2,2024-01-06,7.50,书\n"
BOTH = (("张三丰", "5.0000"), ("李四", "7.5000"))
PLAIN = "customer_id,order_id,ordered_at,amount,product\nC1,S1,2024-01-05,5,cup\nC2,S2,2024-01-06,7.50,book\n"
TWO = (("C1", "5.0000"), ("C2", "7.5000"))
TRADITIONAL = "客戶編號,訂單編號,訂單日期,金額\n臺北商店,1,2024-01-05,5\n高雄飲料公司,2,2024-01-06,7.50\n"
JAPANESE = "顧客番号,注文日,金額\n東京カメラ,2024-01-05,5\n大阪のお店,2024-01-06,7\n"
KOREAN = "고객번호,주문일,금액\n서울상점,2024-01-05,5\n부산마트,2024-01-06,7\n"
FRENCH = "client,date,montant\nHélène Müller,2024-01-05,5\nCafé à côté,2024-01-06,7\n"
MANY = HEAD + "".join(f"张三{n},S{n},2024-01-05,{n}.50,茶杯\n" for n in range(1, 31))


def utf8(text: str) -> bytes:
    return text.encode()


@dataclass(frozen=True)
class Good:
    """A file that is read without a question: its lines, its rejected rows, the encoding, the codes of notes."""

    content: bytes
    lines: Sequence[tuple[str, str]] = TWO
    encoding: str = "utf-8"
    rejected: Sequence[tuple[int, str]] = ()
    codes: Sequence[str] = ()
    figures: Mapping[str, object] = field(default_factory=dict)


def plain(**changed: str) -> bytes:
    text = PLAIN
    for old, new in changed.items():
        text = text.replace(old, new)
    return text.encode()


def rows(*lines: str, head: str = "customer_id,order_id,ordered_at,amount,product") -> bytes:
    return "".join(f"{line}\n" for line in (head, *lines)).encode()


C1, C2 = "C1,S1,2024-01-05,5,cup", "C2,S2,2024-01-06,7.50,book"

GOOD = {
    "35-utf-8": Good(utf8(TEXT), BOTH),
    "36-utf-8-with-a-mark": Good(TEXT.encode("utf-8-sig"), BOTH, "utf-8-sig"),
    "37-gbk": Good(TEXT.encode("gbk"), BOTH, "gb18030"),
    "38-four-byte-characters": Good(
        TEXT.replace("李四", "𠮷㐂䶮").encode("gb18030"), (BOTH[0], ("𠮷㐂䶮", "7.5000")), "gb18030"
    ),
    "41-utf-16-little-endian": Good(b"\xff\xfe" + TEXT.encode("utf-16-le"), BOTH, "utf-16"),
    "41-utf-16-big-endian": Good(b"\xfe\xff" + TEXT.encode("utf-16-be"), BOTH, "utf-16"),
    "42-utf-16-little-endian-without-a-mark": Good(TEXT.encode("utf-16-le"), BOTH, "utf-16-le"),
    "42-utf-16-big-endian-without-a-mark": Good(TEXT.encode("utf-16-be"), BOTH, "utf-16-be"),
    "42-utf-16-of-plain-letters": Good(PLAIN.encode("utf-16-le"), encoding="utf-16-le"),
    "43-replacement-characters": Good(
        plain(cup="caf\ufffd", book="锟斤拷"), codes=["W-MOJIBAKE"], figures={"count": "2"}
    ),
    "43-utf-8-read-as-latin-1": Good(plain(cup="cafÃ©", book="å®¢æˆ·"), codes=["W-MOJIBAKE"], figures={"count": "2"}),
    "43-utf-8-read-as-gbk": Good(
        plain(cup="茶杯客户".encode().decode("gb18030")), codes=["W-MOJIBAKE"], figures={"count": "1"}
    ),
    "43-letters-with-accents-are-no-damage": Good(plain(cup="café à côté", book="naïve »")),
    "47-a-few-nul-bytes": Good(
        rows(*[C1] * 200, "C2,S2,2024-01-06,7.50,bo\0ok"),
        [TWO[0]] * 200 + [TWO[1]],
        codes=["W-CTRL"],
        figures={"nul": "1", "control": "0"},
    ),
    "48-control-characters": Good(
        plain(cup="c\x01u\x02p", S1="S\x1f1"), codes=["W-CTRL"], figures={"nul": "0", "control": "3"}
    ),
    "49-ctrl-z-at-the-end": Good(utf8(PLAIN + "\x1a")),
    "50-mixed-line-ends": Good(rows(C1 + "\r", C2)),
    "50-carriage-returns-among-line-feeds": Good(utf8(PLAIN.replace("cup\n", "cup\r"))),
    "50-carriage-returns-alone": Good(utf8(PLAIN.replace("\n", "\r"))),
    "51-line-break-in-quotes": Good(plain(cup='"a\nb"', book='"c\r\nd"')),
    "51-line-breaks-in-quotes-keep-row-numbers": Good(
        rows('C1,S1,2024-01-05,5,"a\n\nb"', "C2,S2,x,1,book", C2), rejected=[(3, "date_not_understood")]
    ),
    "52-line-break-without-quotes": Good(
        rows("C1,S1,2024-01-05,5,cup", "C9,S9,2024-", "01-07,9,cup", C2),
        rejected=[(3, "wrong_number_of_columns"), (4, "wrong_number_of_columns")],
    ),
    "52-line-break-in-the-last-amount": Good(
        rows("5,S1,2024-01-05,C1", "7.50,S2,2024-01-06,C2", "9,S9,2024-01-07,C", "9", head="金额,订单号,日期,客户编号"),
        rejected=[(4, "wrong_number_of_columns"), (5, "wrong_number_of_columns")],
    ),
    "52-line-break-in-the-first-cell": Good(
        rows(C1, "C", "9,S9,2024-01-07,9,cup", C2),
        rejected=[(3, "wrong_number_of_columns"), (4, "wrong_number_of_columns")],
    ),
    "53-quote-that-closes-in-its-line": Good(rows(C1, 'C9,S9,2024-01-05,5,"cup"s', C2), rejected=[(3, "quote_broken")]),
    "53-quote-that-closes-a-few-lines-below": Good(
        rows(C1, 'C9,S9,2024-01-05,5,"cup', "C8,S8,2024-01-05,5,cup", 'C7,S7,2024-01-05,5,cup"', C2),
        rejected=[(3, "quote_broken")],
    ),
    "53-quote-that-swallows-a-quoted-cell": Good(
        rows(C1, 'C9,S9,2024-01-05,5,"cup', 'C2,S2,2024-01-06,7.50,"book"'), rejected=[(3, "quote_broken")]
    ),
    "53-quote-inside-a-plain-cell": Good(plain(cup='15" screen')),
    "54-doubled-quotes": Good(plain(cup='"a ""b"", c"')),
    "54-quotes-behind-backslashes": Good(plain(cup=r'"a \"b\", c"', book=r'"\"d\""')),
    "54-one-quote-behind-a-backslash-far-below": Good(
        rows(*[C1] * 3000, r'C2,S2,2024-01-06,7.50,"a \"b\", c"'), [TWO[0]] * 3000 + [TWO[1]]
    ),
    "54-backslash-at-the-end-of-a-quoted-cell": Good(plain(cup='"C:\\"', book='"D:\\"')),
    "55-semicolon": Good(utf8(PLAIN.replace(",", ";"))),
    "56-tab": Good(utf8(PLAIN.replace(",", "\t"))),
    "56-vertical-bar": Good(utf8(PLAIN.replace(",", "|"))),
    "56-the-delimiter-of-hive": Good(utf8(PLAIN.replace(",", "\x01"))),
    "58-delimiter-in-a-plain-value": Good(
        rows(C1, "C9,S9,2024-01-05,5,上海,浦东", C2), rejected=[(3, "wrong_number_of_columns")]
    ),
    "59-short-row-without-what-is-needed": Good(
        rows(C1, "C9,S9,2024-01-05", C2), rejected=[(3, "wrong_number_of_columns")]
    ),
    "59-short-row-without-an-optional-cell": Good(rows("C1,S1,2024-01-05,5", C2)),
    "59-long-row": Good(rows(C1, "C9,S9,2024-01-05,5,cup,more", C2), rejected=[(3, "wrong_number_of_columns")]),
    "59-long-row-of-empty-cells": Good(rows(C1 + ",,", C2)),
    "60-delimiter-behind-every-line": Good(utf8(PLAIN.replace("\n", ",\n"))),
    "60-delimiter-behind-every-row-but-the-header": Good(rows(C1 + ",", C2 + ",")),
    "60-something-behind-the-last-delimiter": Good(
        rows(*[C1 + ","] * 300, "C9,S9,2024-01-05,5,cup,x"),
        [TWO[0]] * 300,
        rejected=[(302, "wrong_number_of_columns")],
    ),
    "61-hint-for-excel": Good(
        b"sep=;\n" + utf8(PLAIN.replace(",", ";") + "C9;S9;x;1;cup\n"), rejected=[(5, "date_not_understood")]
    ),
    "61-hint-in-capitals-with-a-tab": Good(b'"SEP=\t"\r\n' + utf8(PLAIN.replace(",", "\t"))),
    "63-comments-above-the-header": Good(
        b'# made by the till, 2024\n# "quoted\n' + utf8(PLAIN) + b"C9,S9,x,1,cup\n",
        rejected=[(6, "date_not_understood")],
        codes=["W-COMMENT"],
        figures={"count": 2},
    ),
    "63-header-behind-a-hash-sign": Good(b"#" + utf8(PLAIN)),
    "64-last-line-without-a-line-end": Good(utf8(PLAIN[:-1]), codes=["W-CUT"]),
    "64-last-line-of-the-same-form-is-whole": Good(
        utf8("客户编号,日期,金额\n" + "".join(f"C{n},2024-01-05,{n}.50\n" for n in range(10)) + "C10,2024-01-05,10.50"),
        [(f"C{n}", f"{n}.5000") for n in range(11)],
    ),
    "65-last-line-cut-in-a-cell": Good(utf8(PLAIN + "C9,S9,2024-"), rejected=[(4, "row_cut")], codes=["W-CUT"]),
    "65-last-line-cut-in-quotes": Good(
        utf8(PLAIN + 'C9,S9,2024-01-05,5,"cu'), rejected=[(4, "row_cut")], codes=["W-CUT"]
    ),
    "65-last-line-cut-in-its-last-value": Good(
        utf8("客户编号,日期,金额\n" + "".join(f"C{n},2024-01-05,{n}.50\n" for n in range(10)) + "C10,2024-01-05,10.5"),
        [(f"C{n}", f"{n}.5000") for n in range(10)],
        rejected=[(12, "row_cut")],
        codes=["W-CUT"],
    ),
    "65-last-line-cut-in-a-character": Good(
        (TEXT + "王五,S3,2024-01-07,9,水杯").encode("gbk")[:-1], BOTH, "gb18030", [(4, "row_cut")], ["W-CUT"]
    ),
    "66-semicolon-and-whole-amounts": Good(
        utf8(PLAIN.replace("7.50", "7").replace(",", ";")), (TWO[0], ("C2", "7.0000"))
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_can_be_read_is_read_and_what_was_put_right_is_told(name: str, tmp_path: Path) -> None:
    case = GOOD[name]
    source = tmp_path / "sales.csv"
    source.write_bytes(case.content)
    read = taken(source)
    assert [(line["customer_id"], str(line["amount"])) for line in read.lines] == list(case.lines)
    assert [(row, reason) for row, _, _, reason in read.rejected] == list(case.rejected)
    assert read.encodings == [case.encoding]
    assert [code("notes", key) for key in read.notes] == list(case.codes)
    if case.figures:
        assert next(iter(read.notes.values())) == case.figures


@dataclass(frozen=True)
class Bad:
    """A file that is refused: the code, what the message holds in both languages, and its place."""

    content: bytes
    code: str
    holds: Sequence[str] = ()
    line: int | None = None
    row: int | None = None
    column: str | None = None


LONG = "x" * 32_768
REFUSED = {
    "44-utf-8-below-gbk": Bad(TEXT.encode("gbk") + utf8(TEXT), "E-ENC-MIX", ["GB18030", "UTF-8"], line=4),
    "44-gbk-below-utf-8": Bad(utf8(TEXT) + TEXT.encode("gbk"), "E-ENC-MIX", ["GB18030", "UTF-8"], line=4),
    "47-many-nul-bytes": Bad(plain(cup="c\0up"), "E-NUL"),
    "53-quote-that-never-closes": Bad(rows(C1, '"C9,S9,2024-01-05,5,cup', *[C2] * 30), "E-CSV-QUOTE", row=3),
    "53-quote-that-closes-too-far-below": Bad(
        rows(C1, 'C9,S9,2024-01-05,5,"cup', *[C2] * 30, 'C9,S9,2024-01-05,5,cup"', C1), "E-CSV-QUOTE", row=3
    ),
    "53-quote-never-closed-near-the-end": Bad(rows(C1, 'C9,S9,2024-01-05,5,"cup', C2), "E-CSV-QUOTE", row=3),
    "62-a-cell-of-more-than-excel-holds": Bad(plain(cup=LONG), "E-LIMIT", ["32,767"], row=2, column="product"),
    "62-ten-megabytes-in-one-cell": Bad(plain(cup="x" * 10_000_000), "E-LIMIT", row=2, column="product"),
    "62-ten-megabytes-in-a-cell-far-below": Bad(
        rows(*[C1] * 5000, "C2,S2,2024-01-05,5," + "y" * 10_000_000), "E-LIMIT", row=5002, column="product"
    ),
    "62-five-thousand-columns": Bad(
        rows(C1 + ",1" * 4995, head=",".join(["customer_id,order_id,ordered_at,amount,product", *"x" * 4995])),
        "E-LIMIT",
        ["5,000", "1,024"],
        row=1,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_rightly_is_refused_with_its_place_in_both_languages(name: str, tmp_path: Path) -> None:
    case = REFUSED[name]
    source = tmp_path / "sales.csv"
    source.write_bytes(case.content)
    with pytest.raises(DataError) as caught:
        taken(source)
    said = {lang: caught.value.render(lang) for lang in LANGUAGES}
    assert caught.value.code == case.code, said
    assert (caught.value.where.line, caught.value.where.row) == (case.line, case.row)
    assert caught.value.where.column == case.column
    assert said["en"] != said["zh"]
    assert all(part in sentence for part in case.holds for sentence in said.values())


@dataclass(frozen=True)
class Asked:
    """A file that has to be asked about: the decision, the first answer offered, and what is read under answers."""

    content: bytes
    decision: str
    code: str
    first: str
    under: Mapping[str, Sequence[str]]
    holds: Sequence[str] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)


STRAY = HEAD + "张三丰,S1,2024-01-05,5,茶杯\n李四X,S2,2024-01-06,7.50,书\n王五,S3,2024-01-07,9,画\n"
ASKED = {
    "39-stray-byte-in-gbk": Asked(
        STRAY.encode("gbk").replace(b"X", b"\xff"),
        "stray-bytes",
        "E-ENC-BYTE",
        "reject-rows",
        {"reject-rows": ["张三丰", "王五"], "keep-marked": ["张三丰", "李四\ufffd", "王五"]},
        ["0xFF", "客户编号", "3"],
    ),
    "39-stray-byte-in-utf-8": Asked(
        utf8(STRAY).replace(b"X", b"\xff"),
        "stray-bytes",
        "E-ENC-BYTE",
        "reject-rows",
        {"reject-rows": ["张三丰", "王五"], "keep-marked": ["张三丰", "李四\ufffd", "王五"]},
        ["0xFF", "客户编号", "3"],
    ),
    "40-big5": Asked(
        TRADITIONAL.encode("big5"), "encoding", "E-ENC", "big5", {"big5": ["臺北商店", "高雄飲料公司"]}, ["客戶編號"]
    ),
    "45-windows-1252": Asked(
        FRENCH.encode("cp1252"),
        "encoding",
        "E-ENC",
        "windows-1252",
        {"windows-1252": ["Hélène Müller", "Café à côté"]},
        mapping={"customer_id": "client", "amount": "montant"},
    ),
    "46-shift-jis": Asked(
        JAPANESE.encode("shift_jis"),
        "encoding",
        "E-ENC",
        "shift-jis",
        {"shift-jis": ["東京カメラ", "大阪のお店"]},
        mapping={"customer_id": "顧客番号", "ordered_at": "注文日", "amount": "金額"},
    ),
    "46-euc-kr": Asked(
        KOREAN.encode("euc_kr"),
        "encoding",
        "E-ENC",
        "euc-kr",
        {"euc-kr": ["서울상점", "부산마트"]},
        mapping={"customer_id": "고객번호", "ordered_at": "주문일", "amount": "금액"},
    ),
    "57-full-width-comma": Asked(
        utf8(TEXT.replace(",", "，")), "fullwidth-comma", "E-CSV-DELIM", "delimiter", {"delimiter": ["张三丰", "李四"]}
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_can_be_read_in_several_ways_is_asked_and_the_answer_is_kept_to(name: str, tmp_path: Path) -> None:
    case = ASKED[name]
    source = tmp_path / "sales.csv"
    source.write_bytes(case.content)
    with pytest.raises(Undecided) as caught:
        taken(source)
    said = {lang: caught.value.render(lang) for lang in LANGUAGES}
    assert (caught.value.decision, caught.value.code, caught.value.choices[0]) == (case.decision, case.code, case.first)
    assert all(f"--decide {case.decision}={case.first}" in sentence for sentence in said.values())
    assert all(part in sentence for part in case.holds for sentence in said.values())
    for answer, customers in case.under.items():
        read = taken(source, decisions={case.decision: answer}, mapping=case.mapping)
        assert read.customers == customers


def test_names_in_a_file_without_headers_are_not_shown_when_its_encoding_is_asked(tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    source.write_bytes("陳小明,2024-01-05,5\n林美麗,2024-01-06,7\n".encode("big5"))
    with pytest.raises(Undecided) as caught:
        taken(source)
    assert "小明" not in caught.value.render("zh")


def test_rows_with_broken_bytes_are_rejected_by_their_own_reason(tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    source.write_bytes(STRAY.encode("gbk").replace(b"X", b"\xff"))
    read = taken(source, decisions={"stray-bytes": "reject-rows"})
    assert read.rejected == [(3, "", "", "bytes_broken")]
    assert code("reasons", "bytes_broken") == "E-ENC-BYTE"


@pytest.mark.parametrize("delimiter", [";"], ids=["66-semicolon-and-decimal-comma"])
def test_a_decimal_comma_stays_in_its_cell_and_the_delimiter_is_told(delimiter: str, tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    source.write_text(PLAIN.replace(",", delimiter).replace("7.50", "7,5"), encoding="utf-8")
    with DuckDB() as engine:
        (raw,), _ = open_sources(engine, source, Reading())
        cells = engine.run(f"SELECT c3 FROM {raw.source}")
    assert (raw.delimiter, cells) == (delimiter, [("5",), ("7,5",)])
