"""The report of every built-in scheme against its rated table, by brute force."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from report.conftest import Ruled
from shuke.cli.shown import finished
from shuke.locale import LANGUAGES
from shuke.report.page import report_page

pytestmark = pytest.mark.row("X3")


def heads(ruled: Ruled, column: str) -> Counter[str]:
    return Counter("" if row[column] is None else str(row[column]) for row in ruled.rows)


def money_of(ruled: Ruled, column: str, name: str) -> Decimal:
    """What a group's customers brought, from the engine's own table: not every scheme shows the amount."""
    query = f"SELECT COALESCE(SUM(monetary), 0) FROM placed_customers WHERE COALESCE(CAST({column} AS VARCHAR), '') = ?"
    return Decimal(ruled.result.rating.engine.run(query, [name])[0][0])


def lists(ruled: Ruled) -> list[tuple[str, list[dict[str, Any]]]]:
    told = ruled.figures
    return [(told["result"], told["groups"]), *((one["column"], one["groups"]) for one in told["lists"])]


def cents(value: Decimal, count: int) -> str | None:
    return f"{(value / count).quantize(Decimal('0.01'), ROUND_HALF_UP):f}" if count else None


def test_every_list_of_groups_holds_every_customer_and_all_money_once(ruled: Ruled) -> None:
    for column, groups in lists(ruled):
        counted = heads(ruled, column)
        assert {group["name"]: group["customers"] for group in groups if group["customers"]} == counted
        assert sum(group["customers"] for group in groups) == len(ruled.rows) == ruled.figures["customers"]["rated"]
        assert sum(Decimal(group["monetary"]) for group in groups) == Decimal(ruled.figures["headline"]["monetary"])
        for group in groups:
            assert Decimal(group["monetary"]) == money_of(ruled, column, group["name"])
            assert group["average"] == cents(Decimal(group["monetary"]), group["customers"])


def test_named_groups_carry_their_words_and_their_rule(ruled: Ruled) -> None:
    scheme = ruled.result.rating.scheme
    for column, groups in lists(ruled):
        for told, group in zip(groups, scheme.groups.get(column, ()), strict=False):
            assert told["name"] == group.name
            for name in ("title", "meaning", "direction", "measures", "department", "success", "rhythm"):
                words = getattr(group, name)
                assert told[name] == (words.model_dump() if words else None)
            assert told["rule"]["en"]
            assert told["rule"]["zh"]


def test_purchases_of_all_groups_are_those_of_the_headline(ruled: Ruled) -> None:
    for _, groups in lists(ruled):
        assert sum(group["purchases"] for group in groups) == ruled.figures["headline"]["purchases"]


def test_refunds_are_those_of_the_rated_customers(ruled: Ruled) -> None:
    told = ruled.figures["headline"]
    rating = ruled.result.rating
    where = "placed_customers" if rating.scheme.exclude else "customers_seen WHERE frequency > 0"
    gross = Decimal(rating.engine.run(f"SELECT SUM(gross) FROM {where}")[0][0])
    assert Decimal(told["gross"]) == gross
    assert Decimal(told["refunds"]) == Decimal(told["monetary"]) - gross <= 0


def test_two_lists_meet_in_pairs_that_hold_everybody(ruled: Ruled) -> None:
    crossed = ruled.figures["crossed"]
    if crossed is None:
        assert len(ruled.result.rating.scheme.groups) < 2
        return
    row, column = crossed["row"], crossed["column"]
    pairs = Counter((one[row] or "", one[column] or "") for one in ruled.rows)
    assert {(cell["row"], cell["column"]): cell["customers"] for cell in crossed["cells"]} == pairs


def test_every_customer_is_in_one_bin_or_has_no_value(ruled: Ruled) -> None:
    shown = ruled.figures["distributions"]
    assert {one["metric"] for one in shown} == set(ruled.result.rating.scheme.metrics)
    for one in shown:
        values = [row[one["metric"]] for row in ruled.rows]
        assert one["missing"] == sum(value is None for value in values)
        if one["values"] is None:
            assert sum(part["customers"] for part in one["bins"]) == len(values) - one["missing"]
        if one["breaks"]:
            assert sum(part["customers"] for part in one["breaks"]) == len(values)


def test_the_steps_of_a_score_tell_who_gets_it(ruled: Ruled) -> None:
    for one in ruled.figures["distributions"]:
        for step in one["breaks"]:
            given = [row for row in ruled.rows if row[one["score"]] == Decimal(step["score"])]
            assert step["customers"] == len(given)
            if step["bound"] is None:
                continue
            bound, high = Decimal(step["bound"]), one["best"] == "high"
            for row in given:
                value = row[one["metric"]]
                if value is not None:
                    reached = value > bound if high else value < bound
                    assert reached or (value == bound and not step["strict"])


def test_the_ends_of_classes_lie_on_the_curve(ruled: Ruled) -> None:
    told = ruled.figures["concentration"]
    pareto = [one for one in ruled.figures["distributions"] if one["score"] == "abc"]
    if not pareto:
        return
    assert [cut["group"] for cut in told["cuts"]] == ["A", "B"]
    sizes = heads(ruled, "tier")
    assert [cut["customers"] for cut in told["cuts"]] == [sizes["A"], sizes["A"] + sizes["B"]]
    assert told["cuts"][0]["monetary_share"] >= 0.8
    assert told["cuts"][1]["monetary_share"] >= 0.95


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_carries_the_figures_and_reads_without_scripts(ruled: Ruled, lang: str) -> None:
    page = report_page({**ruled.figures, "lang": lang}, lang)
    found = re.search(r'<script id="shuke-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    assert json.loads(found[1]) == {**ruled.figures, "lang": lang}
    for group in ruled.figures["groups"]:
        if group["customers"]:
            assert group["monetary"] in page
    for note in ruled.figures["notes"]:
        assert note[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_terminal_tells_many_groups_briefly(ruled: Ruled, lang: str) -> None:
    shown = finished(ruled.result, [], None, lang)
    table = shown.split("\n\n")[1]
    assert len(table.splitlines()) <= 16
    assert f"{max(group['customers'] for group in ruled.figures['groups']):,}" in table


def test_money_in_the_rated_table_is_the_headline_s(ruled: Ruled) -> None:
    if "monetary" in ruled.rows[0]:
        assert Decimal(ruled.figures["headline"]["monetary"]) == sum(row["monetary"] for row in ruled.rows)


@pytest.mark.row("D1")
@pytest.mark.parametrize("scheme", ["octants-mean", "octants-median", "loan-binary", "bank-corporate-four"])
def test_eight_corners_hold_everybody_and_know_their_group(every_scheme: Callable[[str], Ruled], scheme: str) -> None:
    ruled = every_scheme(scheme)
    told = ruled.figures["octants"]
    names = [axis["score"] for axis in told["axes"]]
    assert names == ["r_high", "f_high", "m_high"]
    assert len({tuple(one["corner"]) for one in told["corners"]}) == 8
    for one in told["corners"]:
        members = [row for row in ruled.rows if [row[name] for name in names] == one["corner"]]
        assert one["customers"] == len(members)
        assert Decimal(one["monetary"]) == sum((row["monetary"] for row in members), Decimal(0))
        assert {row["segment"] for row in members} <= {one["group"]}
    assert sum(one["customers"] for one in told["corners"]) == len(ruled.rows)


@pytest.mark.row("D2", "D3")
def test_the_ladder_has_25_cells_and_the_ways_of_one_more_purchase(every_scheme: Callable[[str], Ruled]) -> None:
    ruled = every_scheme("ladder-25")
    cells = {cell["number"]: cell for cell in ruled.figures["ladder"]["cells"]}
    assert list(cells) == list(range(1, 26))
    for number, cell in cells.items():
        members = [row for row in ruled.rows if row["cell"] == number]
        assert cell["customers"] == len(members)
        total = money_of(ruled, "cell", str(number))
        assert Decimal(cell["monetary"]) == total
        assert cell["average_order"] == cents(total, sum(row["frequency"] for row in members))
    goes = {number: cell["to"] for number, cell in cells.items()}
    assert goes == {number: {1: 1, 2: 1, 3: 6, 4: 11, 5: 16}[(number + 4) // 5] for number in cells}


@pytest.mark.row("D12")
@pytest.mark.parametrize("scheme", ["quartile-code", "quintile-code-inverse", "nested-125", "eleven-segments"])
def test_codes_stand_beside_their_scores_and_segments(every_scheme: Callable[[str], Ruled], scheme: str) -> None:
    ruled = every_scheme(scheme)
    told = ruled.figures["codes"]
    digits = [digit["score"] for digit in told["digits"]]
    rows = {row["code"]: row for row in told["rows"]}
    assert len(rows) == {"quartile-code": 64}.get(scheme, 125)
    assert sum(row["customers"] for row in rows.values()) == len(ruled.rows)
    for row in ruled.rows:
        found = rows[row["code"]]
        assert found["scores"] == [row[name] for name in digits]
        if told["result"]:
            assert found["group"] == row[told["result"]]
    assert (told["result"] == "segment") is (scheme == "eleven-segments")


@pytest.mark.row("D19")
def test_clusters_tell_their_sizes_and_means(every_scheme: Callable[[str], Ruled]) -> None:
    ruled = every_scheme("rfmt-kmeans")
    told = ruled.figures["clusters"]
    counted = heads(ruled, "cluster")
    assert told["sizes"] == [counted[str(rank + 1)] for rank in range(len(told["sizes"]))]
    for rank, means in enumerate(told["means"], 1):
        members = [row for row in ruled.rows if row["cluster"] == rank]
        for one, mean in zip(told["metrics"], means, strict=True):
            assert mean == cents(Decimal(sum(row[one["metric"]] for row in members)), len(members))
    amounts = [Decimal(group["average"]) for group in ruled.figures["groups"]]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.row("D19")
def test_judged_weights_are_told_with_their_consistency(every_scheme: Callable[[str], Ruled]) -> None:
    told = every_scheme("rfmt-ahp").figures["weights"]
    assert told["source"] == "ahp"
    assert sum(Decimal(row["weight"]) for row in told["rows"]) == 1
    assert told["judged"]["consistent"] is (Decimal(told["judged"]["cr"]) < Decimal("0.1"))
    assert every_scheme("abc-pareto").figures["weights"] is None


@pytest.mark.row("D15")
def test_customers_left_out_by_the_scheme_are_told_and_are_in_no_figure(every_scheme: Callable[[str], Ruled]) -> None:
    ruled = every_scheme("loan-binary")
    left_out = ruled.figures["customers"]["not_rated"]["overdue_payments"]
    assert left_out > 0
    assert any(f"{left_out:,}" in note["en"] and "overdue" in note["en"] for note in ruled.figures["notes"])
    assert ruled.figures["titles"]["overdue_payments"]["zh"] == "存在逾期"
    assert f"{left_out:,}" in finished(ruled.result, [], None, "en")


@pytest.mark.row("X2", "C5")
def test_what_is_wrong_with_the_scheme_itself_is_said_once(every_scheme: Callable[[str], Ruled]) -> None:
    notes = [note["en"] for note in every_scheme("activity-contribution-rank").figures["notes"]]
    told = [note for note in notes if "nobody can reach" in note]
    assert len(told) == len(set(told)) == 2
