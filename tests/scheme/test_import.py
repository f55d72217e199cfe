"""Someone else's map, pasted in any shape, becomes a scheme that means exactly the same cells."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from itertools import product

import pytest
import typer
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from effort import times
from shuke.cli.scheme_import import import_
from shuke.errors import DataError, SchemeError, SchemeErrors, UsageError
from shuke.locale import LANGUAGES
from shuke.scheme.importing import decode, import_map
from shuke.scheme.parse import parse

from .pasted import (
    CODES,
    ELEVEN,
    GRID,
    LISTS,
    OCTANTS,
    RANGES,
    TABLES,
    by_name,
    first_of,
    hyphen,
    imported,
    partition,
    problems,
    ranges_as,
)

COMMAND = typer.Typer()
COMMAND.command()(import_)


@pytest.mark.row("X1")
@pytest.mark.parametrize("shape", LISTS)
def test_a_map_of_codes_means_the_same_cells_in_every_shape(shape) -> None:
    assert imported(LISTS[shape]) == by_name(CODES)


@pytest.mark.row("X1")
@pytest.mark.parametrize("shape", TABLES)
def test_a_map_of_ranges_means_the_same_cells_in_every_shape(shape) -> None:
    assert imported(ranges_as(shape)) == first_of(RANGES)


def test_a_map_of_regular_expressions_names_the_25_cells() -> None:
    found = imported(GRID)
    assert len(found) == 25
    assert None not in found.values()
    assert {cell for cell, name in found.items() if name == "loyal_customers"} == {"34", "35", "44", "45"}
    assert found["33"] == "need_attention"
    assert found["55"] == found["54"] == "champions"


def test_two_columns_of_scores_are_a_map_of_recency_and_frequency() -> None:
    made = import_map("segment,R,F\nbest,4-5,4-5\nlost,1-2,1-2", "map.csv")
    assert set(made.scheme.scores) == {"r_score", "f_score"}
    assert made.scheme.code.digits == ("r_score", "f_score")


@pytest.mark.row("D1")
@pytest.mark.parametrize(
    "digits",
    [
        {"1": "高", "0": "低"},
        {"1": "↑", "0": "↓"},
        {"1": "High", "0": "low"},
        {"1": "1", "0": "0"},
        {"1": "H", "0": "L"},
    ],
    ids=lambda digits: digits["1"],
)
def test_octants_are_read_from_words_arrows_and_bits(digits) -> None:
    rows = [f"{name}\t" + "\t".join(digits[bit] for bit in code) for code, name in OCTANTS.items()]
    text = import_map("客户类型\tR\tF\tM\n" + "\n".join(rows), "map.csv", lang="zh").text
    assert partition(text) == OCTANTS
    codes = "\n".join(
        f"{name}: {''.join(digits[bit] for bit in code)}" for code, name in OCTANTS.items() if len(digits["1"]) == 1
    )
    if codes:
        assert imported(codes) == OCTANTS


@pytest.mark.row("D1")
def test_zeros_that_a_spreadsheet_dropped_come_back() -> None:
    rows = "\n".join(f"{int(code)},{name}" for code, name in OCTANTS.items())
    made = import_map("代码,客户类型\n" + rows, "map.csv")
    assert partition(made.text) == OCTANTS
    assert "padded" in {note.key for note in made.notes}


def test_a_low_recency_under_the_best_name_is_few_days_and_is_turned_with_an_explanation() -> None:
    rows = "\n".join(
        f"{name},{'高低'[int(code[0])]},{'低高'[int(code[1])]},{'低高'[int(code[2])]}" for code, name in OCTANTS.items()
    )
    made = import_map("类型,最近,频率,金额\n" + rows, "map.csv")
    assert partition(made.text) == OCTANTS
    assert "turned_days" in {note.key for note in made.notes}
    kept = imported("类型,最近,频率,金额\n" + rows, best="high")
    assert kept["011"] == "重要价值客户"


def test_three_levels_become_three_scores() -> None:
    found = imported("segment,R,F,M\nbest,high,high,any\nmiddling,中,medium,*\nlost,low,low,low")
    assert len(found) == 27
    assert {found[code] for code in ("331", "333")} == {"best"}
    assert found["222"] == "middling"
    assert found["111"] == "lost"


@pytest.mark.row("D12")
def test_the_opposite_convention_keeps_the_codes_as_pasted() -> None:
    inverse = {
        name: ["".join(str(6 - int(digit)) for digit in code) for code in codes] for name, codes in CODES.items()
    }
    pasted = "\n".join(f"{name}: {' '.join(codes)}" for name, codes in inverse.items())
    said, found = import_map(pasted, "map.csv", best="low"), import_map(pasted, "map.csv")
    assert said.scheme.code.best == found.scheme.code.best == "lowest"
    assert partition(said.text) == partition(found.text) == by_name(inverse)
    assert "turned" in {note.key for note in found.notes}
    assert any("Champions" in sentence and "111" in sentence for sentence in found.said("en"))
    assert import_map(pasted, "map.csv", best="high").scheme.code.best == "highest"


@pytest.mark.row("D12")
def test_ranges_of_the_opposite_convention_are_turned_for_the_scores_behind_them() -> None:
    rows = [(name, *((6 - high, 6 - low) for low, high in sides)) for name, *sides in RANGES]
    pasted = "Segment,R,F,M\n" + "\n".join(
        ",".join([name, *(hyphen(*side) for side in sides)]) for name, *sides in rows
    )
    assert imported(pasted, best="low") == first_of(rows)
    assert imported(pasted) == first_of(rows)


@pytest.mark.row("D12")
def test_quartile_codes_have_four_scores() -> None:
    made = import_map("Premium: 444 443 434\nInactive: 111 112", "map.csv")
    assert {score.quantiles for score in made.scheme.scores.values()} == {4}
    assert "scores_found" in {note.key for note in made.notes}
    assert len(imported("Premium: 444 443\nInactive: 111", scores=5)) == 125


def test_scores_from_zero_are_shifted_and_that_is_said() -> None:
    rows = [
        ("Champions", (3, 3), (2, 3), (2, 3)),
        ("At Risk", (0, 1), (1, 3), (1, 3)),
        ("Gone", (0, 0), (0, 2), (0, 3)),
    ]
    pasted = "Segment|R|F|M".replace("|", "\t") + "\n"
    pasted += "\n".join("\t".join([name, *(hyphen(*side) for side in sides)]) for name, *sides in rows)
    made = import_map(pasted, "map.csv")
    shifted = {"".join(str(int(digit) + 1) for digit in code): name for code, name in first_of(rows, "0123").items()}
    assert partition(made.text) == shifted
    assert "shifted" in {note.key for note in made.notes}
    assert any("0 to 3" in sentence and "1 to 4" in sentence for sentence in made.said("en"))


def test_open_ends_without_a_greatest_score_take_five_and_say_so() -> None:
    made = import_map("Segment,R,F,M\nTop,>=4,4+,≥4\nGone,<2,≤2,1", "map.csv")
    assert {score.quantiles for score in made.scheme.scores.values()} == {5}
    assert "scores_assumed" in {note.key for note in made.notes}


def test_names_in_two_languages_become_both_titles() -> None:
    made = import_map("Segment,中文名称,R,F,M\nChampions,冠军客户,4-5,4-5,4-5\nLost,流失客户,1,1,1", "map.csv")
    assert [(one.name, one.title.en, one.title.zh) for one in made.scheme.segments] == [
        ("champions", "Champions", "冠军客户"),
        ("lost", "Lost", "流失客户"),
    ]


def test_a_chinese_name_has_the_key_of_its_place_and_keeps_its_title() -> None:
    made = import_map("重要价值客户: 555\n新客户: 511\nVIP 客户: 545", "map.csv")
    assert [(one.name, one.title.zh) for one in made.scheme.segments] == [
        ("segment_1", "重要价值客户"),
        ("segment_2", "新客户"),
        ("segment_3", "VIP 客户"),
    ]


def test_names_that_make_the_same_key_are_kept_apart() -> None:
    made = import_map("At-risk: 155\nAt risk: 144\nno: 111\n1st: 555", "map.csv")
    assert [one.name for one in made.scheme.segments] == ["at_risk", "at_risk_2", "segment_3", "segment_4"]


def test_cells_without_a_name_are_told_and_a_rest_is_only_offered() -> None:
    made = import_map(ranges_as("CSV"), "map.csv")
    assert len(made.survey.unnamed) == 36
    assert len(made.survey.overlapping) == 39
    assert {one.en for one in made.survey.shadowed} == {"New Customers", "Promising", "Can't Lose Them"}
    assert "# 36 of 125 cells have no name: 552" in made.text
    assert "# 39 of 125 cells match more than one name" in made.text
    assert made.text.count("# Never given: ") == 3
    assert "  # - segment: others" in made.text
    offered = made.text.replace("  # - segment: others", "  - segment: others").replace("  #   title:", "    title:")
    assert set(partition(offered).values()) == {*(name for name in partition(made.text).values() if name), "Others"}


def test_a_whole_map_offers_no_rest() -> None:
    assert "others" not in import_map(ELEVEN, "map.csv").text


@pytest.mark.parametrize("word", ["rest", "All others", "其余", "其他"])
def test_a_row_for_the_rest_takes_the_rest(word) -> None:
    found = imported(f"Champions: 555 554\nEverybody else: {word}")
    assert found["555"] == "Champions"
    assert found["111"] == "Everybody else"
    assert imported(f"segment,R,F,M\nTop,5,5,5\nOthers,{word},,")["111"] == "Others"


def test_a_row_for_the_rest_stands_last_wherever_it_stood() -> None:
    made = import_map("Segment,R,F,M\nOthers,rest,,\nTop,5,5,5", "map.csv")
    assert partition(made.text)["555"] == "Top"
    assert made.scheme.segments[-1].rest
    assert "rest_last" in {note.key for note in made.notes}


def test_a_row_that_holds_for_everybody_shadows_those_below_it() -> None:
    made = import_map("Segment,R,F,M\nAll of them,any,any,any\nTop,5,5,5", "map.csv")
    assert set(partition(made.text).values()) == {"All of them"}
    assert [one.key for one in made.survey.shadowed] == ["top"]


def test_rows_of_one_name_are_one_segment() -> None:
    made = import_map("segment,R,F,M\nA,5,5,5\nB,1,1,1\nA,4,4,4", "map.csv")
    assert [one.name for one in made.scheme.segments] == ["a", "b"]
    assert partition(made.text)["444"] == "A"


def test_rows_of_one_name_around_another_that_claims_their_cells_keep_who_is_first() -> None:
    made = import_map("segment,R,F,M\nA,5,5,5\nB,4-5,4-5,4-5\nA,3-5,3-5,3-5", "map.csv")
    found = partition(made.text)
    assert (found["555"], found["455"], found["345"]) == ("A", "B", "A")
    assert "written_out" in {note.key for note in made.notes}


def test_columns_of_no_use_are_told() -> None:
    made = import_map("Segment,R,F,M,Action\nTop,5,5,5,call", "map.csv")
    assert any("Action" in sentence for sentence in made.said("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_speaks_the_language_and_is_the_same_scheme(lang) -> None:
    text = import_map(ranges_as("CSV"), "map.csv", lang=lang).text
    assert ("没有名称" in text) == (lang == "zh")
    assert partition(text) == first_of(RANGES)
    assert max(map(len, text.splitlines())) <= 120


HOSTILE = [
    "A # b",
    'Say "hi"',
    "a: b}",
    "x\\n",
    "- y",
    "*z",
    "名字，",
    "A & B",
    "😀 fans",
    "null",
    "a\u2028b",
    "{}",
    "'q'",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_break_the_document(name) -> None:
    made = import_map(f"Segment\tR\tF\tM\n{name}\t5\t5\t5\nB\t4-5\t4-5\t4-5", "map.csv", title=name)
    assert len(made.scheme.segments) == 2
    assert made.scheme.segments[0].title.en == " ".join(name.split()).strip("'")


ERRORS = {
    "nothing": ("", [("import_nothing", None, None)]),
    "only a header": ("Segment,R,F,M", [("import_no_rows", None, None)]),
    "no names": ("R,F,M\n5,5,5", [("import_no_names", 1, None)]),
    "no scores": ("Segment,Action\nTop,call", [("import_no_scores", 1, None)]),
    "a joined score": ("Segment,R,FM\nTop,5,5", [("import_joined", 1, "FM")]),
    "an empty cell": ("Segment,R,F,M\nTop,5,5,5\n\nLow,1,,1", [("import_empty", 4, "F")]),
    "a merged cell": ("Segment,R,F,M\nTop,5,5,5\n,1,1,1", [("import_name_missing", 3, "Segment")]),
    "a date": ("Segment,R,F,M\nTop,5-Apr,5,5", [("import_date", 2, "R")]),
    "a Chinese date": ("客户类型,最近,频率,金额\n甲,4月5日,5,5", [("import_date", 2, "最近")]),
    "an unknown word": ("Segment,R,F,M\nTop,5,often,5", [("import_unread", 2, "F")]),
    "a score outside": ("Segment,R,F,M\nTop,5,7,5", [("import_outside", 2, "F")]),
    "days for scores": ("Segment,R,F,M\nTop,≤30,5,5\nLow,31-90,1,1", [("import_too_many_scores", 3, "R")]),
    "words and numbers": ("Segment,R,F,M\nTop,5,5,5\nLow,low,1,1", [("import_words_and_numbers", 3, "R")]),
    "a long row": ("Segment,R,F,M\nTop,5,5,5\nLow,1,1,1,2", [("import_row_long", 3, None)]),
    "a bad code": ("Segment,Codes\nTop,555 5a5\nLow,111", [("import_unread_code", 2, "Codes")]),
    "a short code": ("Top: 555 554\nLow: 111 11", [("import_code_width", 2, None)]),
    "a long code": ("Segment,Codes\nTop,5555\nLow,111", [("import_code_length", 2, "Codes")]),
    "an open quotation": ('Segment,Codes\nTop,"555\nLow,111', [("quote_not_closed", 2, None)]),
    "two rests": ("Top: 555\nOthers: rest\nMore: 其余", [("import_rest_twice", 3, None)]),
    "several": (
        "Segment,R,F,M\nTop,x?,5,5\nLow,1,1,1\nMid,3,3,y?",
        [("import_unread", 2, "R"), ("import_unread", 4, "M")],
    ),
}


@pytest.mark.parametrize("fault", ERRORS)
def test_what_cannot_be_read_is_told_with_its_row_and_column(fault) -> None:
    pasted, expected = ERRORS[fault]
    options = {"scores": 5} if fault == "a score outside" else {}
    assert problems(pasted, **options) == expected


def test_a_map_wrong_everywhere_is_told_by_its_first_rows() -> None:
    found = problems("Segment,R,F,M\n" + "\n".join(f"s{n},?!,1,1" for n in range(40)))
    assert len(found) == 11
    assert found[-1][0] == "import_more"


@pytest.mark.parametrize("options", [{"scores": 1}, {"scores": 10}, {"best": "top"}, {"scheme_id": "My Id"}])
def test_an_option_that_cannot_be_meant_is_refused(options) -> None:
    with pytest.raises(UsageError) as caught:
        import_map(ELEVEN, "map.csv", **options)
    assert all(caught.value.render(lang) for lang in LANGUAGES)


def test_text_is_read_in_the_encodings_of_spreadsheets() -> None:
    text = "重要价值客户: 555\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        assert decode(text.encode(encoding), "map.csv") == text
    for data in (b"PK\x03\x04\x00\x00", b"\xff" * 9, b"x" * 1_000_001):
        with pytest.raises((SchemeError, DataError)):
            decode(data, "map.csv")


@pytest.mark.row("X1")
def test_the_command_writes_a_whole_document_and_never_over_another(tmp_path) -> None:
    source, out = tmp_path / "map.tsv", tmp_path / "shop.yaml"
    source.write_text(LISTS["two columns"], encoding="utf-8")
    done = CliRunner().invoke(COMMAND, [str(source), "--out", str(out), "--title", "Our map", "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert partition(out.read_text(encoding="utf-8")) == by_name(CODES)
    scheme, _ = parse(out.read_text(encoding="utf-8"), "shop.yaml")
    assert (scheme.scheme, scheme.title.en, scheme.source) == ("shop", "Our map", "map.tsv")
    before = out.read_bytes()
    again = CliRunner().invoke(COMMAND, [str(source), "--out", str(out)])
    assert isinstance(again.exception, UsageError)
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.tsv", "shop.yaml"]


def test_a_map_with_an_error_writes_nothing(tmp_path) -> None:
    out = tmp_path / "shop.yaml"
    done = CliRunner().invoke(COMMAND, ["-", "--out", str(out)], input="Segment,R,F,M\nTop,x?,5,5\n")
    assert isinstance(done.exception, SchemeErrors)
    assert list(tmp_path.iterdir()) == []


def test_the_command_prints_the_document_and_says_the_rest_beside_it() -> None:
    done = CliRunner().invoke(COMMAND, ["-", "--lang", "zh"], input="Premium: 444 443\nInactive: 111\n")
    assert done.exit_code == 0
    assert "scheme: imported-map" in done.stdout
    assert partition(done.stdout)["444"] == "Premium"
    assert "--scores" in done.stderr


NAMES = ["Champions", "Loyal Customers", "At Risk", "Others of ours", "Group A1", "新客户", "潜力客户"]


@st.composite
def maps(draw):
    """Return a pasted map of a random partition, and who has each cell."""
    width, greatest = draw(st.sampled_from([2, 3])), draw(st.integers(2, 6))
    cells = ["".join(cell) for cell in product(map(str, range(1, greatest + 1)), repeat=width)]
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    holder = {cell: draw(st.sampled_from([*names, None])) for cell in draw(st.permutations(cells))[:40]}
    codes = {name: [cell for cell, who in holder.items() if who == name] for name in names}
    assume(all(codes.values()))
    assume(str(greatest) in "".join(cell for listed in codes.values() for cell in listed))
    shape = draw(st.sampled_from(["list", "tab", "markdown", "rows", "digits", "blanks", "semicolon"]))
    glue = draw(st.sampled_from([" ", ", ", "; ", "、"]))
    expected = {cell: holder.get(cell) for cell in cells}
    return _write(shape, codes, glue, width), expected


def _write(shape: str, codes: dict[str, list[str]], glue: str, width: int) -> str:
    if shape == "list":
        return "\n".join(f"{name}： {glue.join(listed)}" for name, listed in codes.items())
    if shape == "tab":
        return "客户类型\t代码\n" + "\n".join(f"{name}\t{glue.join(listed)}" for name, listed in codes.items())
    if shape == "markdown":
        rows = "\n".join(f"|{name}|{glue.join(listed)}|" for name, listed in codes.items())
        return f"|Codes come last|RFM|\n|--|--|\n{rows}"
    if shape == "blanks":
        return "\n".join(f"{name} {' '.join(listed)}" for name, listed in codes.items())
    if shape == "semicolon":
        return "segment;codes\n" + "\n".join(f'{name};"{glue.join(listed)}"' for name, listed in codes.items())
    rows = [(name, code) for name, listed in codes.items() for code in listed]
    if shape == "rows":
        return "code,segment\n" + "\n".join(f"{code},{name}" for name, code in rows)
    header = "\t".join(["Segment", "R", "F", "M"][: width + 1])
    return header + "\n" + "\n".join("\t".join([name, *code]) for name, code in rows)


@pytest.mark.row("X1")
@settings(max_examples=times(150, 30), deadline=None)
@given(maps())
def test_a_random_partition_in_a_random_shape_comes_back(case) -> None:
    pasted, expected = case
    assert imported(pasted, best="high") == expected


@st.composite
def tables(draw):
    """Return random ranges, the first that fits winning, and the table that says them."""
    greatest = draw(st.integers(3, 5))
    side = st.tuples(st.integers(1, greatest), st.integers(1, greatest)).map(lambda pair: tuple(sorted(pair)))
    rows = [(f"Name {letter}", draw(side), draw(side), draw(side)) for letter in "ABCDEFG"[: draw(st.integers(1, 7))]]
    lines = ["Segment\tR\tF\tM"]
    for name, *sides in rows:
        cells = []
        for low, high in sides:
            forms = [f"{low}-{high}", f"{low} to {high}", ",".join(map(str, range(low, high + 1))), f"[{low}-{high}]"]
            forms += [f"≥{low}", f"{low}+"] if high == greatest else []
            forms += [f"<= {high}", f"<{high + 1}"] if low == 1 else []
            forms += ["any", "*", "不限"] if (low, high) == (1, greatest) else []
            cells.append(draw(st.sampled_from(forms)))
        lines.append("\t".join([name, *cells]))
    return "\n".join(lines), rows, greatest


@settings(max_examples=times(150, 30), deadline=None)
@given(tables(), st.sampled_from(["high", "low"]))
def test_random_ranges_come_back_in_either_convention_and_the_linter_counts_the_same(case, best) -> None:
    pasted, rows, greatest = case
    made = import_map(pasted, "map.csv", best=best, scores=greatest)
    # The linter looks only at the figures that the rules look at, so shares are compared.
    counted = {
        one.key: Fraction(one.figures["count"], one.figures["cells"]) for one in made.findings if "cells" in one.figures
    }
    assert counted.get("cells_unnamed", 0) == Fraction(len(made.survey.unnamed), greatest**3)
    if ((1, greatest),) * 3 not in [tuple(sides) for _, *sides in rows]:
        assert counted.get("groups_overlap", 0) == Fraction(len(made.survey.overlapping), greatest**3)
    shadowed = [one for one in made.findings if one.key in {"group_shadowed", "rest_unneeded"}]
    assert len(shadowed) == len(made.survey.shadowed)
    digits = "".join(map(str, range(1, greatest + 1)))
    assert partition(made.text) == first_of(rows, digits)


@settings(max_examples=times(200, 40), deadline=None)
@given(st.text(alphabet="5431-≥+,;|\t\n RFM:高低any\"'[]{}#é\u2028", max_size=80))
def test_whatever_is_pasted_is_read_or_told_and_never_breaks(pasted) -> None:
    with contextlib.suppress(SchemeError):
        assert partition(import_map(pasted, "map.csv").text)
