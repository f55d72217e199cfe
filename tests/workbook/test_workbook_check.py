from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from check_reading import beside, enter, result, verdict
from openpyxl import Workbook, load_workbook
from workbook_books import book as make_book
from workbook_books import many

from effort import times
from shuke.locale import text
from shuke.report.workbook import Book, write_workbook
from shuke.scheme.model import Scheme
from shuke.stages.fitted import Breaks, Fitted, Total

Recalculate = Callable[[list[Path]], list[Workbook]]
pytestmark = [pytest.mark.row("T8"), pytest.mark.slow]
LOOKED_UP = [
    "007",
    "7",
    "a*b",
    "a?b",
    "aYb",
    "ab",
    "AB",
    "=1+1",
    "客户甲",
    'O\'Brien "q"',
    "x" * 300,
    "<r>x</r>",
]


def with_input(source: Path, customers: list[str], lang: str, folder: Path) -> list[Path]:
    """Write one copy of the workbook per customer, without computed values."""
    paths = []
    workbook = load_workbook(source)
    for index, customer in enumerate(customers):
        enter(workbook.worksheets[-1], lang, customer)
        paths.append(folder / f"check-{index}.xlsx")
        workbook.save(paths[-1])
    return paths


def on_a_break(book: Book) -> str:
    """Find a customer whose amount is itself the break value of the best score."""
    column = list(book.columns).index("monetary")
    bound, _ = book.fitted.scores["m_score"].steps[0]  # type: ignore[union-attr]
    return next(str(row[0]) for row in book.rows if row[column] == bound)


def on_a_floor(book: Book) -> str:
    """Find a customer whose composite is exactly a tier's floor."""
    return next(str(row[0]) for row in book.rows if row[-2] == 3)


def test_formulas_compute_the_stored_rating_of_any_customer_anew(
    path: Path, book: Book, lang: str, tmp_path: Path, recalculate: Recalculate
) -> None:
    # What is looked up does not depend on the language of the labels.
    customers = [*LOOKED_UP[:: 1 if lang == "en" else times(1, 4)], on_a_break(book), on_a_floor(book)]
    stored = {row[0]: row for row in book.rows}
    for customer, opened in zip(customers, recalculate(with_input(path, customers, lang, tmp_path)), strict=True):
        sheet = opened.worksheets[-1]
        assert verdict(sheet, lang) == text("workbook.check.agrees", lang), customer
        assert result(sheet, lang, "tier") == stored[customer][-1]
        assert result(sheet, lang, "score") == float(stored[customer][-2])


def test_an_unknown_customer_is_said_to_be_unknown(
    path: Path, lang: str, tmp_path: Path, recalculate: Recalculate
) -> None:
    strangers = ["C9", "00", "a*", "Ab"]
    for opened in recalculate(with_input(path, strangers, lang, tmp_path)):
        assert verdict(opened.worksheets[-1], lang) == text("workbook.check.unknown", lang)


def test_a_stored_rating_that_was_changed_does_not_agree(tmp_path: Path, recalculate: Recalculate) -> None:
    paths = []
    for column, wrong in ((4, 9), (7, 0.5), (8, "Z"), (1, 400)):
        book = make_book(many(60))
        row = next(row for row in book.rows if row[0] == "C00003")
        row[column] = wrong  # type: ignore[index]
        write_workbook(tmp_path / "wrong.xlsx", book)
        paths.append(
            with_input(tmp_path / "wrong.xlsx", ["C00003"], "en", tmp_path)[0].rename(tmp_path / f"{column}.xlsx")
        )
    for opened in recalculate(paths):
        assert verdict(opened.worksheets[-1], "en") == "does not agree"


def test_a_score_that_nobody_gets_is_shown_as_such(tmp_path: Path, recalculate: Recalculate) -> None:
    book = make_book(many(40), alike=True)
    write_workbook(tmp_path / "alike.xlsx", book)
    opened = recalculate(with_input(tmp_path / "alike.xlsx", ["C00001"], "en", tmp_path))[0]
    sheet = opened.worksheets[-1]
    for score in ("R score", "F score"):
        lines = list(sheet.iter_rows(values_only=True))
        at = next(index for index, row in enumerate(lines) if row[0] == score)
        assert lines[at][2] == 3
        told = dict(zip(lines[at + 1][5:], lines[at][5:], strict=True))
        assert (told[5], told[4]) == ("nobody", "nobody")
    assert verdict(sheet, "en") == "agrees"


def test_scores_of_unlike_fineness_and_a_single_tier_are_checked(tmp_path: Path, recalculate: Recalculate) -> None:
    scheme = Scheme.model_validate(
        {
            "scheme": "two-scores",
            "title": {"en": "Two", "zh": "二"},
            "scores": {
                "days": {"metric": "purchase_days", "quantiles": 2},
                "rate": {"metric": "refund_rate", "quantiles": 3},
            },
            "composite": {"name": "points", "weights": {"days": Decimal("2.5"), "rate": 1}, "total": "free"},
            "tiers": [{"tier": 'all "of" them'}],
        }
    )
    third = Decimal("0.333333")
    scores = {
        "days": Breaks("purchase_days", "high", "quantiles", ((4, 2),), 1, 3),
        "rate": Breaks("refund_rate", "low", "quantiles", ((Decimal(0), 3), (third, 2)), 1, 3),
    }
    weights = {"days": Decimal("2.5"), "rate": Decimal(1)}
    fitted = Fitted(scores, Total(weights, {"days": 0, "rate": 0}))
    columns = ("customer_id", "purchase_days", "refund_rate", "days", "rate", "points", "tier")
    rows = [
        ["a", 4, Decimal("0.333333"), 2, 2, Decimal("7.0"), 'all "of" them'],
        ["b", 3, Decimal("0.333334"), 1, 1, Decimal("3.5"), 'all "of" them'],
        ["c", 9, Decimal("0.000000"), 2, 3, Decimal("8.0"), 'all "of" them'],
    ]
    write_workbook(
        tmp_path / "two.xlsx",
        replace(make_book(["a"]), scheme=scheme, fitted=fitted, columns=columns, rows=rows),
    )
    for opened in recalculate(with_input(tmp_path / "two.xlsx", ["a", "b", "c"], "en", tmp_path)):
        assert verdict(opened.worksheets[-1], "en") == "agrees"


def test_customers_on_every_sheet_can_be_checked(tmp_path: Path, recalculate: Recalculate) -> None:
    book = make_book(many(60), named=True)
    write_workbook(tmp_path / "many.xlsx", book, rows_per_sheet=21)
    ids = [str(row[0]) for row in book.rows]
    customers = [*ids[::13], ids[-1]]
    for opened in recalculate(with_input(tmp_path / "many.xlsx", customers, "en", tmp_path)):
        assert verdict(opened.worksheets[-1], "en") == "agrees"


def test_what_is_stored_in_the_formulas_is_what_they_compute(
    path: Path, book: Book, lang: str, tmp_path: Path, recalculate: Recalculate
) -> None:
    first = str(next(iter(book.rows))[0])
    stored = load_workbook(path, data_only=True).worksheets[-1]
    computed = recalculate(with_input(path, [first], lang, tmp_path))[0].worksheets[-1]
    for row in load_workbook(path).worksheets[-1].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                before, after = stored[cell.coordinate].value, computed[cell.coordinate].value
                assert (before or "") == (pytest.approx(after) if isinstance(after, float) else after or "")


def test_the_input_is_a_text_cell_that_offers_the_customers(path: Path, lang: str) -> None:
    sheet = load_workbook(path).worksheets[-1]
    cell = beside(sheet, text("workbook.check.customer", lang))
    assert cell.number_format == "@"
    (rule,) = sheet.data_validations.dataValidation
    assert str(rule.sqref) == cell.coordinate
    assert rule.formula1 == f"'{text('workbook.sheet.customers', lang)}'!$A$2:$A$301"


def test_without_a_rated_customer_the_check_computes_without_errors(tmp_path: Path, recalculate: Recalculate) -> None:
    write_workbook(tmp_path / "empty.xlsx", make_book([]))
    workbook = load_workbook(tmp_path / "empty.xlsx")
    workbook.save(tmp_path / "again.xlsx")
    sheet = recalculate([tmp_path / "again.xlsx"])[0].worksheets[-1]
    assert verdict(sheet, "en") == "no such customer"
    assert not [cell for row in sheet.iter_rows(values_only=True) for cell in row if str(cell).startswith("#")]
