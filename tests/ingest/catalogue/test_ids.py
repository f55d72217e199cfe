"""Identifiers and names as people and spreadsheets leave them: read as what they are, told apart, never merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import shuke
from ingest.books import workbook
from ingest.catalogue.cells import column, column_of
from ingest.reading import taken
from shuke.locale import LANGUAGES, text

pytestmark = pytest.mark.row("Z1", "B9")


@dataclass(frozen=True)
class Good:
    """Identifiers as they are written with what they are, and the ways of writing that are logged."""

    cells: Mapping[str, str]
    forms: Mapping[str, int] = field(default_factory=dict)


GOOD = {
    "98-leading-zeros-of-a-text": Good({"00123": "00123", "007": "007", "7": "7"}),
    "102-a-fraction-that-a-program-wrote": Good(
        {"123.0": "123", "13800138000.0": "13800138000", "1.20": "1.20", "v1.0": "v1.0"}, {"fraction": 2}
    ),
    "103-white-space": Good({" A1": "A1", "A2 ": "A2", "\u00a0A3\u3000": "A3", "A 4": "A 4", "\tA5": "A5"}),
    "104-nothing-to-see": Good(
        {"A\u200b1": "A1", "A\ufeff2": "A2", "A\u00ad3": "A3", "\ufeffA4": "A4", "A\u20605": "A5"}, {"hidden": 4}
    ),
    "105-full-width": Good({"Ａ００１": "A001", "客户（甲）": "客户(甲)", "ﾐｷ": "ミキ"}, {"width": 3}),
    "106-letters-of-other-alphabets": Good({"А001": "А001", "A001": "A001", "Α001": "Α001"}),
    "107-quotes-of-a-spreadsheet": Good(
        {"'00123": "00123", '="00123"': "00123", '= "A 1"': "A 1", "’x": "’x"}, {"quoted": 3}
    ),
    "108-letters-like-digits": Good({"O01": "O01", "001": "001", "l1": "l1", "11": "11"}),
    "114-telephones-stay-as-written": Good({"138 0013 8000": "138 0013 8000", "+86-13800138000": "+86-13800138000"}),
    "115-two-telephones-in-a-cell": Good({"13800138000/13900139000": "13800138000/13900139000"}),
    "116-a-telephone-with-an-extension": Good({"0571-88886666-801": "0571-88886666-801"}),
    "117-identity-numbers": Good({"110101800101123": "110101800101123", "11010119800101123x": "11010119800101123x"}),
    "119-emoji-and-rare-letters": Good({"𠮷野家😀": "𠮷野家😀", "李\ue000": "李\ue000"}),
    "120-texts-that-are-no-commands": Good(
        {
            "<script>alert(1)</script>": "<script>alert(1)</script>",
            "{{7*7}}": "{{7*7}}",
            '=HYPERLINK("a";"b")': '=HYPERLINK("a";"b")',
            "'; DROP TABLE lines; --": "; DROP TABLE lines; --",
            "名" * 1000: "名" * 1000,
        },
        {"quoted": 1},
    ),
    "121-direction-of-writing": Good({"A\u202e123": "A123"}, {"hidden": 1}),
    "122-capitals": Good({"abc": "abc", "ABC": "ABC", "Abc": "Abc"}),
    "99-what-only-looks-scientific": Good({"1E10": "1E10", "2E5": "2E5", "E+10": "E+10", "1.2.3": "1.2.3"}),
}
SCIENTIFIC = ["1.38E+10", "1.38e+10", "1E+10", "4.2E15", "1.10101E-05"]


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD)
@pytest.mark.parametrize("name", ["customer_id", "order_id"])
def test_an_identifier_is_what_it_is_however_it_is_written(name: str, case: Good, tmp_path: Path) -> None:
    read = column(tmp_path, name, list(case.cells))
    assert read.values == list(case.cells.values())
    assert read.reasons == [None] * len(case.cells)
    assert read.changes == dict(case.forms)


@pytest.mark.parametrize("name", ["customer_id", "order_id"])
def test_99_digits_that_scientific_notation_lost_are_not_made_up(name: str, tmp_path: Path) -> None:
    read = column(tmp_path, name, ["C1", *SCIENTIFIC])
    assert read.codes == [None] + ["E-ID-SCI"] * len(SCIENTIFIC)
    assert read.shown[3] == ("••+••" if name == "customer_id" else "1E+10")


@pytest.mark.parametrize("name", ["customer_id", "order_id"])
def test_110_words_that_stand_for_none_are_blank(name: str, tmp_path: Path) -> None:
    words = ["无", "N/A", "NULL", "-", "—", "/", "未知", "0", "None", "nan"]
    read = column(tmp_path, name, ["A1", *words])
    if name == "customer_id":
        assert read.codes == [None] + ["E-KEY-BLANK"] * len(words)
    else:
        assert (read.values, read.reasons) == (["A1", *[None] * len(words)], [None] * (1 + len(words)))


def test_110_a_name_may_be_such_a_word(tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_text("客户编号,客户名称,日期,金额\nA,无,2024-01-05,1\n", encoding="utf-8")
    assert column_of(source, "customer_name").values == ["无"]


def test_100_a_float_that_lost_digits_is_no_identifier(tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {
            "customer_id": [1.10101199003071e17, 13800138000.0, 2.0**53, None],
            "order_id": [1.0, 4.2e18, 3.0, 4.0],
            "ordered_at": ["2024-01-05"] * 4,
            "amount": [1] * 4,
        }
    )
    assert column_of(frame, "customer_id").codes == ["E-ID-PREC", "E-ID-PREC", "E-ID-PREC", "E-KEY-BLANK"]
    assert column_of(frame, "order_id").reasons[1] == "order_id_imprecise"
    frame["order_id"] = [1.0, 2.0, 3.0, 4.0]
    assert column_of(frame, "customer_id").values[1] == "13800138000"


@pytest.mark.parametrize("column_name", ["客户编号", "订单号"])
def test_101_a_long_number_of_a_workbook_is_no_identifier(column_name: str, tmp_path: Path) -> None:
    head = ("客户编号", "订单号", "日期", "金额")
    cells: dict[str, Any] = dict(zip(head, ("C1", "S1", "2024-01-05", 5), strict=True))
    rows = [
        tuple((cells | {column_name: value}).values())
        for value in (6222021234567890123, 123456789012345, "6222021234567890123")
    ]
    read = taken(workbook(tmp_path / "s.xlsx", [head, *rows]))
    reason = "customer_id_imprecise" if column_name == "客户编号" else "order_id_imprecise"
    assert [(row, why) for row, _, _, why in read.rejected] == [(2, reason)]
    found = [line["customer_id" if column_name == "客户编号" else "order_id"] for line in read.lines]
    assert found == ["123456789012345", "6222021234567890123"]


def rated(folder: Path, customers: list[str]) -> dict[str, str]:
    """The notes of a rating, by their code."""
    source = folder / "s.csv"
    lines = [f'"{one}",2024-01-05,{number}' for number, one in enumerate(customers, 1)]
    source.write_text("\n".join(["customer_id,ordered_at,amount", *lines]) + "\n", encoding="utf-8")
    result = shuke.score(source)
    told = {note["code"]: note["en"] for note in result.summary["notes"] if note.get("code")}
    result.close()
    return told


ALIKE = {
    "122-capitals": (["abc", "ABC", "Abc", "x1", "X2"], "W-CASE", "2"),
    "106-cyrillic": (["А001", "A001", "B2", "Б3"], "W-CONFUSABLE", "1"),
    "106-greek-beside-cyrillic": (["Α001", "А001", "B2"], "W-CONFUSABLE", "1"),
    "97-zeros-that-a-spreadsheet-took": (["00123", "123", "0456", "7"], "W-ZERO", "1"),
}


@pytest.mark.parametrize(("customers", "wanted", "count"), ALIKE.values(), ids=ALIKE)
def test_identifiers_that_look_alike_are_told_and_stay_apart(
    customers: list[str], wanted: str, count: str, tmp_path: Path
) -> None:
    told = rated(tmp_path, customers)
    assert told[wanted].startswith(f"{wanted} · {count} ")


@pytest.mark.parametrize(
    "customers", [["abc", "def"], ["ABC", "DEF"], ["Иван", "Мария"], ["001", "002"], ["0", "00"]], ids=str
)
def test_identifiers_that_do_not_look_alike_are_not_told(customers: list[str], tmp_path: Path) -> None:
    assert {"W-CASE", "W-CONFUSABLE", "W-ZERO"} & rated(tmp_path, [*customers, "q9"]).keys() == set()


def test_119_letters_of_a_private_font_are_told(tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_text("客户编号,客户名称,日期,金额\nA,李\ue001,2024-01-05,1\nB,王五,2024-01-05,1\n", encoding="utf-8")
    read = column_of(source, "customer_name")
    assert (read.values, read.noted) == (["李\ue001", "王五"], {"W-PUA"})


def test_121_a_name_is_shown_in_the_direction_it_is_read(tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_text("客户编号,客户名称,日期,金额\nA,\u202e五王,2024-01-05,1\n", encoding="utf-8")
    read = column_of(source, "customer_name")
    assert (read.values, read.changes) == (["五王"], {"hidden_name": 1})


def test_the_log_of_changes_shows_of_customers_only_the_form(tmp_path: Path) -> None:
    read = column(tmp_path, "customer_id", ["'00123", "Ａ１", "A\u200b2"])
    assert read.examples == {
        "quoted": ("'•••••", "•••••"),
        "width": ("••", "••"),
        "hidden": ("•⟨U+200B⟩•", "••"),
    }


def test_every_way_of_writing_has_a_name_in_both_languages(tmp_path: Path) -> None:
    read = column(tmp_path, "customer_id", ["'00123", "Ａ１", "A\u200b2", "5.0"])
    assert all(text(f"notes.form.{form}", lang) for form in read.changes for lang in LANGUAGES)
