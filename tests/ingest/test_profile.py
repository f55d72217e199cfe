"""Mapping profiles: written, read back the same, checked to the line, and used on the next export by header names."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

import shuke
from cli.terminal import shuke as run
from ingest.catalogue.sheets import Row, read, sheet
from shuke.errors import DataError, Undecided, UsageError, UsageErrors
from shuke.ingest.profile.document import Profile, Shape, parse_profile
from shuke.ingest.profile.writing import written
from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("Z1")

HEADERS = ("客户编号", "下单时间", "付款时间", "应收金额", "实收金额(千元)", "备注")
ROWS = [("C1", "2024-01-05", "2024-01-06", "9", "5", "a"), ("C2", "2024-01-07", "2024-01-08", "8", "7.5", "b")]
LINES = [("C1", "2024-01-06", "5000"), ("C2", "2024-01-08", "7500")]
PROFILE = """\
profile: 1
shapes:
  - name: 门店
    headers: [客户编号, 下单时间, 付款时间, 应收金额, 实收金额(千元), 备注]
    columns: {customer_id: 客户编号, ordered_at: 付款时间, amount: 实收金额(千元)}
    decisions: {amount-unit: thousand}
"""
SECOND = """\
  - name: 网店
    headers: [买家, 日期, 实付金额]
    columns: {customer_id: 买家, ordered_at: 日期, amount: 实付金额}
"""


def test_what_was_decided_is_used_for_the_next_export(tmp_path: Path) -> None:
    assert read(sheet(tmp_path, [HEADERS, *ROWS]), profile=PROFILE).lines == LINES


def test_without_the_profile_the_same_file_is_a_question(tmp_path: Path) -> None:
    with pytest.raises(Undecided):
        read(sheet(tmp_path, [HEADERS, *ROWS]))


def changed(order: list[int], new: str | None = None) -> list[Row]:
    rows = [[row[index] for index in order] for row in [HEADERS, *ROWS]]
    return [[*row, new if number == 0 else "x"] for number, row in enumerate(rows)] if new else rows


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        pytest.param(changed([5, 3, 4, 2, 1, 0]), None, id="203-order-changed"),
        pytest.param(changed([0, 1, 2, 3, 4, 5], "订单号"), "W-NEWCOL", id="203-new-column"),
        pytest.param(changed([0, 2, 4, 5]), None, id="203-columns-gone-that-mean-nothing"),
        pytest.param([["报表", "", "", "", "", ""], *changed([0, 1, 2, 3, 4, 5])], "W-TITLE", id="203-title-above"),
        pytest.param([[cell.replace("客户", " 客　户") for cell in HEADERS], *ROWS], None, id="203-header-with-spaces"),
    ],
)
def test_columns_are_found_by_their_names_wherever_they_stand(
    rows: list[Row], code: str | None, tmp_path: Path
) -> None:
    found = read(sheet(tmp_path, rows), profile=PROFILE)
    assert found.lines == LINES
    assert code is None or code in [one.split()[0] for one in found.told["zh"]]
    assert set(found.columns) == {"customer_id", "ordered_at", "amount"}


@pytest.mark.parametrize("new", [pytest.param("支付时间", id="203-renamed")])
def test_a_renamed_column_is_a_question_that_names_the_new_ones(new: str, tmp_path: Path) -> None:
    rows = [[new if cell == "付款时间" else cell for cell in HEADERS], *ROWS]
    with pytest.raises(Undecided) as caught:
        read(sheet(tmp_path, rows), profile=PROFILE)
    question = caught.value
    assert (question.code, question.decision, question.option) == ("E-PROFILE-RENAMED", "ordered_at", "map")
    assert question.choices == (new,)
    assert all("付款时间" in question.render(lang) for lang in LANGUAGES)
    assert read(sheet(tmp_path, rows), profile=PROFILE, mapping={"ordered_at": new}).lines == LINES


def test_a_column_that_is_gone_without_another_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(sheet(tmp_path, changed([0, 1, 3, 4, 5])), profile=PROFILE)
    assert caught.value.code == "E-PROFILE-GONE"


@pytest.mark.parametrize("kind", [pytest.param(kind, id=f"204-id-as-text-in-{kind}") for kind in ("csv", "xlsx")])
def test_a_type_that_drifts_does_no_harm(kind: str, tmp_path: Path) -> None:
    profile = PROFILE.replace("C1", "1")
    rows = [HEADERS, (1, *ROWS[0][1:]), ("A2", *ROWS[1][1:])]
    assert [line[0] for line in read(sheet(tmp_path, rows, kind), profile=profile).lines] == ["1", "A2"]


def test_one_document_holds_several_shapes_and_each_source_gets_its_own(tmp_path: Path) -> None:
    first = sheet(tmp_path, [HEADERS, *ROWS], name="a")
    second = sheet(tmp_path, [("实付金额", "买家", "日期"), ("3", "B9", "2024-02-01")], "xlsx", name="b")
    assert read(first, second, profile=PROFILE + SECOND).lines == [*LINES, ("B9", "2024-02-01", "3")]


def test_a_source_of_no_known_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(sheet(tmp_path, [("member", "day", "amount"), ("1", "2024-01-05", "1")]), profile=PROFILE)
    assert caught.value.code == "E-PROFILE-SHAPE"
    assert "member, day, amount" in caught.value.render("zh")


def test_a_shape_says_the_encoding(tmp_path: Path) -> None:
    source = sheet(tmp_path, [("會員", "日期", "金額"), ("臺北", "2024-01-05", "1")])
    source.write_bytes(source.read_bytes().decode().encode("big5"))
    profile = (
        "profile: 1\nshapes:\n  - headers: [會員, 日期, 金額]\n"
        "    columns: {customer_id: 會員, ordered_at: 日期, amount: 金額}\n    reading: {encoding: big5}\n"
    )
    assert read(source, profile=profile).lines == [("臺北", "2024-01-05", "1")]


WRONG = {
    "profile: 2\nshapes: [{headers: [a], columns: {customer_id: a, ordered_at: a, amount: a}}]": {1: "profile_version"},
    "profile: 1": {1: "profile_shapes"},
    PROFILE.replace("columns:", "colums:"): {3: "profile_columns", 5: "profile_key_unknown"},
    PROFILE.replace("amount: 实", "amount: 总"): {5: "profile_header_unknown"},
    PROFILE.replace("customer_id: 客户编号, ", ""): {5: "profile_column_missing"},
    PROFILE.replace("ordered_at: 付款时间", "ordered_at: 客户编号"): {5: "profile_header_twice"},
    PROFILE.replace("customer_id: 客户编号", "customer: 客户编号"): {5: "profile_column_missing"},
    PROFILE.replace("amount-unit: thousand", "amount-unit: dozen"): {6: "decision_malformed"},
    PROFILE.replace("amount-unit", "unit"): {6: "decision_unknown"},
    PROFILE.replace("    decisions: {amount-unit: thousand}", "    reading: {font: x}"): {6: "profile_key_unknown"},
    PROFILE + PROFILE.split("shapes:\n")[1]: {7: "profile_shape_twice"},
    PROFILE + "policies: {duplicates: perhaps}\n": {7: "policy_value_unknown"},
    PROFILE.replace("columns: {", "columns: [").replace("(千元)}", "(千元)]"): {5: "profile_mapping"},
}


@pytest.mark.parametrize(
    "text", WRONG, ids=[next(iter(found.values())) + str(n) for n, found in enumerate(WRONG.values())]
)
def test_every_fault_of_a_profile_is_told_with_its_line(text: str) -> None:
    with pytest.raises(UsageErrors) as caught:
        parse_profile(text, "p.yaml")
    found = {problem.where.line: problem.key for problem in caught.value.problems}
    assert WRONG[text].items() <= found.items()
    for lang in LANGUAGES:
        assert "p.yaml" in caught.value.render(lang)


@pytest.mark.parametrize("text", ["", "a: [", "- a", "profile: 1\nprofile: 1"])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_profile(text, "p.yaml")


def test_a_profile_that_is_written_is_read_as_the_same() -> None:
    chance = random.Random(7)
    signs = [
        "客户",
        "a",
        " ",
        "(元)",
        '"',
        "'",
        ":",
        "#",
        "-",
        "null",
        "1",
        "yes",
        "\u3000",
        "+",
        "{",
        "％",
        "\\",
        "😀",
    ]
    for _ in range(200):
        names = list({"".join(chance.choices(signs, k=chance.randint(1, 6))).strip() or "x" for _ in range(6)})
        names = [f"{name}{number}" for number, name in enumerate(names)]
        while len(names) < 4:
            names.append(f"h{len(names)}")
        shape = Shape(
            chance.choice(signs),
            tuple(names),
            dict(zip(("customer_id", "ordered_at", "amount", "order_id"), names, strict=False)),
            chance.choice([{}, {"encoding": "gb18030", "sheet": ("一月", "*")}]),
            chance.choice([{}, {"amount-unit": "thousand", "range": "B3:F120"}]),
        )
        profile = Profile((shape,), chance.choice([{}, {"duplicates": "merge"}]))
        for lang in LANGUAGES:
            assert parse_profile(written(profile, lang)) == profile


def test_inspect_saves_what_was_decided_and_score_uses_it(tmp_path: Path) -> None:
    source = sheet(tmp_path, [HEADERS, *ROWS], name="january")
    said = run("inspect", source, "--save-profile", tmp_path / "p.yaml")
    assert (said.code, (tmp_path / "p.yaml").exists()) == (3, False)
    asked = ("--map", "ordered_at=付款时间", "--map", "amount=实收金额(千元)", "--decide", "amount-unit=thousand")
    other = ("--decide", "tables=first")
    said = run("inspect", source, *asked, *other, "--save-profile", tmp_path / "p.yaml", "--lang", "zh")
    assert said.code == 0, said.err
    saved = (tmp_path / "p.yaml").read_text(encoding="utf-8")
    (shape,) = parse_profile(saved).shapes
    assert shape == replace(parse_profile(PROFILE).shapes[0], name="january.csv")
    february = sheet(tmp_path, changed([5, 4, 3, 2, 1, 0]), name="february")
    assert run("score", february, "--profile", tmp_path / "p.yaml", "--out", tmp_path / "out").code == 0
    assert run("explain", tmp_path / "out", "C1").code == 0
    result = shuke.score(february, profile=tmp_path / "p.yaml", metrics=("monetary",))
    assert {row["customer_id"]: str(row["monetary"]) for row in result.customers.rows()} == {
        "C1": "5000.0000",
        "C2": "7500.0000",
    }
    result.close()
    again = run("inspect", source, *asked, "--save-profile", tmp_path / "p.yaml")
    assert (again.code, (tmp_path / "p.yaml").read_text(encoding="utf-8")) == (2, saved)


def test_policies_of_a_profile_go_for_all_sources(tmp_path: Path) -> None:
    source = sheet(tmp_path, [HEADERS, *ROWS, ROWS[0]])
    path = tmp_path / "p.yaml"
    path.write_text(PROFILE + "policies: {duplicates: merge}\n", encoding="utf-8")
    result = shuke.score(source, profile=path)
    assert result.summary["accounting"]["rows_merged"] == 1
    result.close()
