"""A value that is not there takes no part and gets the worst end of every kind of score; edges that laws found."""

from decimal import Decimal

import pytest

from oracle import written
from oracle.test_documents import HEAD, MISSING

from .books import AS_OF, rate, write_csv

ROWS = [(f"c{i}", "1", "2024-06-01", "1") for i in range(3)]
GROUP = "segments: [{segment: all}]\n"

pytestmark = pytest.mark.row("D15", "D19", "T4")


@pytest.fixture
def rated(tmp_path):
    def rate_under(text, rows=ROWS, columns=None, **options):
        scheme = tmp_path / "scheme.yaml"
        scheme.write_text(HEAD + text, encoding="utf-8")
        source = write_csv(tmp_path / "orders.csv", rows, *([columns] if columns else []))
        return rate(source, as_of=AS_OF, scheme=scheme, **options).rows

    return rate_under


@pytest.mark.parametrize(("said", "wanted"), MISSING)
def test_a_missing_value_takes_no_part_and_gets_the_worst_end(rated, tmp_path, said, wanted):
    sizes = write_csv(tmp_path / "sizes.csv", [("c0", "10"), ("c1", "2"), ("c2", "")], ("customer_id", "size"))
    text = f"metrics: {{x: {{attribute: size, type: number}}}}\nscores: {{s: {said}}}\n{GROUP}"
    assert [written(row["s"]) for row in rated(text, customers=sizes).values()] == wanted


def test_refunds_of_the_scheme_s_own_days_are_a_figure(rated):
    rows = [*ROWS, ("c0", "2", "2024-06-02", "-0.25")]
    text = f"metrics: {{back: {{of: refunds}}}}\nscores: {{s: {{metric: back, points: 1}}}}\n{GROUP}"
    assert [row["s"] for row in rated(text, rows).values()] == [Decimal("-0.25"), 0, 0]


@pytest.mark.parametrize(("ties", "score"), [("middle", 1), ("best", 1), ("worst", 1)])
def test_groups_that_cannot_be_filled_become_one_for_customers_who_are_all_equal(rated, ties, score):
    text = f"scores: {{s: {{metric: frequency, quantiles: 3, sparse: fewer, ties: {ties}}}}}\n{GROUP}"
    assert [row["s"] for row in rated(text).values()] == [score] * 3


def test_cells_count_the_groups_that_were_made(rated):
    text = "scores: {f: {metric: frequency, quantiles: 3, sparse: fewer}, m: {metric: monetary, split: {value: 5}}}\n"
    assert [row["cell"] for row in rated(text + "cells: {rows: f, columns: m}\n").values()] == [2, 2, 2]


def test_lines_of_a_parquet_file_are_chosen_by_a_column(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "customer_id": ["a", "a", "b"],
        "order_id": ["1", "2", "3"],
        "ordered_at": pa.array([AS_OF] * 3),
        "amount": pa.array([Decimal("1.00"), Decimal("2.00"), Decimal("4.00")], pa.decimal128(10, 2)),
        "promotion": ["sale", None, None],
    }
    pq.write_table(pa.table(columns), tmp_path / "orders.parquet")
    scheme = tmp_path / "scheme.yaml"
    text = "metrics: {sold: {of: gross, where: {promotion: given}}}\nscores: {s: {metric: sold, points: 1}}\n"
    scheme.write_text(HEAD + text + GROUP, encoding="utf-8")
    rows = rate(tmp_path / "orders.parquet", as_of=AS_OF, scheme=scheme).rows
    assert [row["sold"] for row in rows.values()] == [1, 0]


def test_a_share_that_nobody_makes_keeps_both_sides_of_its_split(rated):
    rows = [("c0", "1", "2024-06-01", "1"), ("c0", "2", "2024-06-02", "-5")]
    text = "scores: {m: {metric: monetary, split: {pareto: 0.8}}}\ncode: {digits: [m], best: lowest}\n"
    assert [row["code"] for row in rated(text, rows).values()] == ["1"]


def test_a_band_that_nobody_is_in_keeps_its_cell(rated):
    rows = [("c0", "1", "2024-06-01", "100"), ("c1", "1", "2024-06-01", "1")]
    text = "scores:\n  p: {metric: monetary, pareto_bands: [[0.5, 3], [0.8, 2], [rest, 1]]}\n"
    text += "  m: {metric: monetary, split: {value: 5}}\ncells: {rows: p, columns: m}\n"
    assert [row["cell"] for row in rated(text, rows).values()] == [1, 6]


def test_one_order_is_apart_inside_the_groups_of_an_earlier_score(rated):
    rows = [
        (who, str(j), f"2024-06-0{j}", "1") for who, n in (("c0", 1), ("c1", 2), ("c2", 4)) for j in range(1, n + 1)
    ]
    text = "scores:\n  m: {metric: recency_days, split: {value: 400}}\n"
    text += "  f: {metric: frequency, quantiles: 3, within: [m], one_order: apart}\n"
    assert [row["f"] for row in rated(text + GROUP, rows).values()] == [1, 2, 3]
