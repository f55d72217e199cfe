"""A scheme that needs a table which was not given."""

from __future__ import annotations

from pathlib import Path

import pytest

import shuke

SCHEME = """scheme: asking
title: {en: Asking, zh: 咨询}
scores:
  f:
    metric: consultations
    quantiles: 2
composite: {weights: {f: 1}}
tiers: [{tier: A, at_least: 2}, {tier: B}]
"""


@pytest.mark.row("X3")
def test_a_missing_table_is_told_with_the_line_of_the_scheme(tmp_path: Path) -> None:
    (tmp_path / "asking.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "sales.csv").write_text("customer,date,amount\nA,2024-01-05,1\n", encoding="utf-8")
    with pytest.raises(shuke.SchemeError) as caught:
        shuke.score(tmp_path / "sales.csv", scheme=str(tmp_path / "asking.yaml"))
    assert (caught.value.key, caught.value.where.file, caught.value.where.line) == ("table_missing", "asking.yaml", 5)


def test_a_table_declared_to_count_as_nothing_is_not_missed(tmp_path: Path) -> None:
    (tmp_path / "asking.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "sales.csv").write_text("customer,date,amount\nA,2024-01-05,1\n", encoding="utf-8")
    source, scheme = tmp_path / "sales.csv", str(tmp_path / "asking.yaml")
    result = shuke.score(source, scheme=scheme, missing={"consultations": 0})
    assert [row["consultations"] for row in result.customers.rows()] == [0]
    result.close()
