"""The workbook of every kind of scheme: LibreOffice computes each rating again and finds the stored one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from check_reading import enter, verdict
from openpyxl import Workbook, load_workbook

import shuke
from effort import times
from shuke.locale import text
from shuke.report.tables import write_xlsx
from shuke.sample import write_sample
from shuke.scheme.parse import library_ids

Recalculate = Callable[[list[Path]], list[Workbook]]
pytestmark = [pytest.mark.row("T8"), pytest.mark.slow]
# One scheme per kind of formula: steps, splits, bands, points, sums, scales, places inside places, rules, codes.
KINDS = (
    "octants-mean",
    "ladder-25",
    "eleven-segments",
    "quintile-code-inverse",
    "nested-125",
    "abc-pareto",
    "activity-contribution-rank",
    "core-customers",
    "lifecycle-by-days",
    "lifecycle-stages",
    "purchase-cycle",
    "loan-binary",
    "rfmt-ahp-log",
    "rfmt-kmeans",
    "three-level-eight-kmeans",
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], shuke.Result]]:
    sample = write_sample(tmp_path_factory.mktemp("sample"), 90, 11)
    kept: dict[str, shuke.Result] = {}

    def rated(scheme: str) -> shuke.Result:
        if scheme not in kept:
            missing = {"overdue": "0"} if scheme == "loan-binary" else {}
            kept[scheme] = shuke.score(
                sample.sales, scheme, "2024-12-31", interactions=sample.interactions, missing=missing
            )
        return kept[scheme]

    yield rated
    for result in kept.values():
        result.close()


@pytest.mark.parametrize("scheme", library_ids())
def test_every_customer_stands_with_scores_class_and_strategy(
    results: Callable[[str], shuke.Result], scheme: str, tmp_path: Path
) -> None:
    result = results(scheme)
    path = tmp_path / "customers.xlsx"
    write_xlsx(result.rating, path, result.summary, "zh")
    opened = load_workbook(path)
    customers, summary = opened.worksheets[:2]
    rows = result.customers.rows()
    assert customers.max_row == len(rows) + 1
    headers = [cell.value for cell in customers[1]]
    for name in ("customer_id", "customer_name", "recency_days", "frequency", "monetary"):
        kind = "column" if name.startswith("customer") else "metric"
        assert any(text(f"words.{kind}.{name}", "zh") in header for header in headers), name
    usual = [one for one in ("recency_days", "frequency", "monetary") if one not in result.rating.columns]
    columns = ["customer_id", "customer_name", *usual, *result.rating.columns[1:]]
    at = {name: index for index, name in enumerate(columns)}
    strategies = customers.max_column - len(at)
    named = [one for groups in result.rating.scheme.groups.values() for one in groups]
    assert (strategies > 0) is (any(one.measures for one in named) or result.rating.scheme.cells is not None)
    for written, row in zip(customers.iter_rows(min_row=2, values_only=True), rows, strict=True):
        for column in result.rating.scheme.results:
            assert written[at[column]] == row[column]
        if strategies and row[result.rating.scheme.main] is not None:
            assert any(written[len(at) :])
    total = [row for row in summary.iter_rows(values_only=True) if row[0] == text("workbook.label.total", "zh")]
    assert {row[2] for row in total} == {len(rows)}
    columns_sheet = opened.worksheets[-2]
    assert all(all(row) for row in columns_sheet.iter_rows(min_row=4, max_col=1, values_only=True))
    assert columns_sheet.max_row == 3 + len(at) + strategies


@pytest.mark.row("D3")
def test_a_ladder_s_customer_is_told_where_one_more_purchase_leads(
    results: Callable[[str], shuke.Result], tmp_path: Path
) -> None:
    result = results("ladder-25")
    write_xlsx(result.rating, tmp_path / "ladder.xlsx", result.summary, "en")
    sheet = load_workbook(tmp_path / "ladder.xlsx").worksheets[0]
    # The last four columns: cell, segment, and what is done for each.
    told = {row[-4]: row[-2] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert all(told[cell].endswith("cell 16") for cell in told if cell > 20)
    assert all(told[cell].endswith("cell 1") for cell in told if 6 <= cell <= 10)


def test_formulas_compute_the_stored_rating_of_every_kind_anew(
    results: Callable[[str], shuke.Result], tmp_path: Path, recalculate: Recalculate
) -> None:
    paths = []
    for scheme in KINDS:
        result = results(scheme)
        lang = "zh" if len(scheme) % 2 else "en"
        write_xlsx(result.rating, tmp_path / "one.xlsx", result.summary, lang)
        rows = result.customers.rows()
        # The first, the middle and where everything is tried the last, and one with an empty figure.
        blank = [row for row in rows if None in row.values()]
        workbook = load_workbook(tmp_path / "one.xlsx")
        for row in [rows[0], *[rows[len(rows) // 2], rows[-1]][: times(2, 1)], *blank[:1]]:
            enter(workbook.worksheets[-1], lang, str(row["customer_id"]))
            paths.append(tmp_path / f"{lang} {scheme} {row['customer_id']}.xlsx")
            workbook.save(paths[-1])
    for path, opened in zip(paths, recalculate(paths), strict=True):
        sheet, lang = opened.worksheets[-1], path.name[:2]
        assert verdict(sheet, lang) == text("workbook.check.agrees", lang), path.name
        errors = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
        assert errors == [], path.name


def test_a_stored_class_that_was_changed_does_not_agree(
    results: Callable[[str], shuke.Result], tmp_path: Path, recalculate: Recalculate
) -> None:
    paths = []
    for scheme, wrong in (("ladder-25", 26), ("eleven-segments", "nobody"), ("rfmt-kmeans", 9), ("abc-pareto", "Z")):
        result = results(scheme)
        path = tmp_path / f"{scheme}.xlsx"
        write_xlsx(result.rating, path, result.summary, "en")
        workbook = load_workbook(path)
        sheet = workbook.worksheets[0]
        main = text(f"words.column.{result.rating.scheme.main}", "en")
        sheet.cell(2, 1 + [cell.value for cell in sheet[1]].index(main)).value = wrong
        workbook.save(path)
        paths.append(path)
    for path, opened in zip(paths, recalculate(paths), strict=True):
        assert verdict(opened.worksheets[-1], "en") == text("workbook.check.differs", "en"), path.name
