"""An explanation says what the table says, from Python and from a saved folder alike, or says that it cannot."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

import shuke
from cli.sales import write
from cli.terminal import shuke as run
from explain.shop import Shop
from shuke.errors import DataError, UsageError
from shuke.explain.document import document
from shuke.saved import explain_saved, open_saved

pytestmark = pytest.mark.row("X4")


def test_the_figures_are_those_of_the_table(shop: Shop) -> None:
    saved = open_saved(shop.out)
    for customer, row in list(shop.table.items())[::30]:
        told = explain_saved(saved, customer)
        assert (told.results["tier"], told.composite) == (row["tier"], row["score"])
        for reason in told.reasons:
            assert (reason.score, reason.value) == (row[reason.name], row[reason.metric])
        assert told.total is not None
        assert sum((term.part for term in told.total.terms), Decimal(0)) == row["score"]


def test_the_break_values_either_side_are_true(shop: Shop) -> None:
    saved = open_saved(shop.out)
    for customer in list(shop.table)[::30]:
        for reason in explain_saved(saved, customer).reasons:
            sign = 1 if reason.best == "high" else -1
            if reason.reached is not None:
                assert sign * reason.value >= sign * reason.reached
                assert shop.points(reason.name, {reason.metric: reason.reached}) == reason.score
            if reason.next_bound is not None:
                assert sign * reason.value < sign * reason.next_bound
                assert shop.points(reason.name, {reason.metric: reason.next_bound}) == reason.next_score


def test_a_saved_folder_explains_like_the_rating_itself(shop: Shop) -> None:
    result, saved = shuke.score(shop.sales), open_saved(shop.out)
    for customer in list(shop.table)[::40]:
        assert document(explain_saved(saved, customer)) == document(result.explain(customer))
    result.close()


def test_a_result_kept_as_csv_explains_like_one_kept_as_parquet(shop: Shop, tmp_path: Path) -> None:
    result = shuke.score(shop.sales)
    result.save(tmp_path, ["csv"])
    result.close()
    for customer in list(shop.table)[::90]:
        of_csv = document(explain_saved(open_saved(tmp_path), customer))
        of_parquet = document(explain_saved(open_saved(shop.out), customer))
        for told in (of_csv, of_parquet):
            for reason in told["reasons"]:
                reason["value"] = Decimal(reason["value"])
        assert of_csv == of_parquet


def test_the_command_tells_the_same_for_programs(shop: Shop) -> None:
    customer = next(iter(shop.table))
    said = run("explain", shop.out, customer, "--json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == document(explain_saved(open_saved(shop.out), customer))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_tells_tier_sum_and_ways_to_a_person(lang: str, shop: Shop) -> None:
    customer, row = next((name, row) for name, row in shop.table.items() if row["tier"] == "C")
    said = run("explain", shop.out, customer, "--lang", lang)
    names = [f"{letter} {'score' if lang == 'en' else '得分'}" for letter in "RFM"]
    sum_told = (
        f"0.3 × {names[0]} {row['r_score']} + 0.3 × {names[1]} {row['f_score']} + "
        f"0.4 × {names[2]} {row['m_score']} = {row['score'].normalize():f}"
    )
    assert sum_told in said.out
    assert customer in said.out.splitlines()[0]
    assert ("再" in said.out) is (lang == "zh") or ("more order" in said.out) is (lang == "en")


def test_the_best_are_told_that_they_are_at_the_top(shop: Shop) -> None:
    customer = next(name for name, row in shop.table.items() if row["tier"] == "A")
    assert "already in the highest tier" in run("explain", shop.out, customer).out


def moved(shop: Shop, folder: Path) -> Path:
    """A copy of the result whose manifest names a source that is no longer there."""
    out = folder / "out"
    shutil.copytree(shop.out, out)
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    told["sources"][0]["path"] = str(folder / "gone.csv")
    del told["sha256"]
    (out / "run.json").write_text(json.dumps(told), encoding="utf-8")
    return out


def test_without_its_source_a_result_says_that_ways_are_unknown(shop: Shop, tmp_path: Path) -> None:
    customer = next(name for name, row in shop.table.items() if row["tier"] == "C")
    said = run("explain", moved(shop, tmp_path), customer)
    assert said.code == 0
    assert "not told here: the order lines are not at hand" in said.out
    assert f"{customer} is in tier C" in said.out


def test_a_source_that_was_changed_is_not_used_for_ways(tmp_path: Path) -> None:
    rows = [(f"C{n}", f"S{n}", f"2024-0{1 + n % 9}-01", str(n * 10)) for n in range(1, 20)]
    source = write(tmp_path / "sales.csv", rows)
    result = shuke.score(source)
    result.save(tmp_path / "out")
    result.close()
    before = explain_saved(open_saved(tmp_path / "out"), "C1")
    write(source, [*rows, ("C1", "new", "2024-09-01", "500")])
    after = explain_saved(open_saved(tmp_path / "out"), "C1")
    assert (before.ways_known, after.ways_known) == (True, False)
    assert before.reasons == after.reasons


def test_a_changed_table_is_refused(shop: Shop, tmp_path: Path) -> None:
    shutil.copytree(shop.out, tmp_path / "out")
    table = tmp_path / "out" / "customers.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    said = run("explain", tmp_path / "out", next(iter(shop.table)))
    assert said.code == 3
    assert "changed or damaged after it was written" in said.err


@pytest.mark.parametrize("change", [("0.4", "0.5"), ("quantiles: 5", "quantiles: 4")])
def test_a_changed_scheme_in_the_manifest_is_refused(change: tuple[str, str], shop: Shop, tmp_path: Path) -> None:
    shutil.copytree(shop.out, tmp_path / "out")
    path = tmp_path / "out" / "run.json"
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        open_saved(tmp_path / "out")
    assert caught.value.key == "result_damaged"


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"format": 1}', "\xff"])
def test_a_damaged_manifest_is_refused(content: str, shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(DataError) as caught:
        open_saved(tmp_path)
    assert caught.value.key == "result_damaged"


@pytest.mark.parametrize("missing", ["fitted", "as_of", "sources", "files", "reading", "personal_ids"])
def test_a_manifest_without_a_part_is_refused(missing: str, shop: Shop, tmp_path: Path) -> None:
    shutil.copytree(shop.out, tmp_path / "out")
    path = tmp_path / "out" / "run.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    del told[missing]
    path.write_text(json.dumps(told), encoding="utf-8")
    said = run("explain", tmp_path / "out", next(iter(shop.table)))
    assert said.code == 3
    assert "Traceback" not in said.err


def test_an_unknown_customer_ends_with_exit_code_3(shop: Shop) -> None:
    said = run("explain", shop.out, "C99999")
    assert (said.code, said.out) == (3, "")
    assert said.lines[0] == "no rated customer has this id"


def test_a_customer_without_a_purchase_in_the_period_is_told_so(shop: Shop) -> None:
    sleeper = next(customer for customer in shop.lines if customer not in shop.table)
    with pytest.raises(DataError) as caught:
        explain_saved(open_saved(shop.out), sleeper)
    assert caught.value.key == "customer_without_purchase"
    assert caught.value.figures == {"first": "2023-12-31", "last": "2024-12-30"}


OVERDUE = """extends: rfm-quintile-weighted
scheme: mine
title: {en: Mine, zh: 我的}
metrics:
  overdue: {attribute: overdue, type: number, missing: 0}
exclude:
  - {exclude: late, when: {overdue: {at_least: 1}}, title: {en: Overdue payments, zh: 逾期客户}}
"""


@pytest.mark.row("D15")
def test_an_excluded_customer_is_told_by_which_exclusion_and_why(tmp_path: Path) -> None:
    sales = write(tmp_path / "sales.csv", [(f"C{n}", f"{n}", "2024-12-05", f"{n}0") for n in range(1, 8)])
    (tmp_path / "mine.yaml").write_text(OVERDUE, encoding="utf-8")
    (tmp_path / "customers.csv").write_text("customer_id,overdue\nC2,3.5\nC3,0\n", encoding="utf-8")
    with closing(shuke.score(sales, tmp_path / "mine.yaml", customers=tmp_path / "customers.csv")) as result:
        with pytest.raises(DataError) as caught:
            result.explain("C2")
        result.save(tmp_path / "out")
    assert caught.value.render("en").startswith(
        "the scheme leaves this customer out under “Overdue payments”: overdue ≥ 1"
    )
    said = run("explain", tmp_path / "out", "C2", "--lang", "zh")
    assert said.code == 3
    assert said.lines[0] == "方案把这位客户排除在外，归入“逾期客户”：overdue ≥ 1"
    listed = (tmp_path / "out" / "excluded.csv").read_text(encoding="utf-8-sig").splitlines()
    assert listed == ["customer_id,exclusion,overdue", "C2,late,3.5"]
    assert run("explain", tmp_path / "out", "C3").code == 0
    (tmp_path / "out" / "excluded.csv").write_text("customer_id,exclusion,overdue\n", encoding="utf-8")
    assert (
        run("explain", tmp_path / "out", "C2", "--lang", "en")
        .lines[0]
        .endswith("was changed or damaged after it was written")
    )


def test_a_folder_without_a_table_says_so(shop: Shop, tmp_path: Path) -> None:
    shutil.copy(shop.out / "run.json", tmp_path)
    with pytest.raises(UsageError) as caught:
        explain_saved(open_saved(tmp_path), "C00001")
    assert caught.value.key == "no_table_here"


def test_an_id_with_a_quote_in_it_is_looked_up_as_it_is(tmp_path: Path) -> None:
    rows = [("O'Brien", "1", "2024-01-05", "1"), ("x' OR '1'='1", "2", "2024-01-05", "2")]
    result = shuke.score(write(tmp_path / "sales.csv", rows))
    assert result.explain("O'Brien").reasons[2].value == 1
    with pytest.raises(DataError):
        result.explain("' OR '1'='1")
    result.close()
