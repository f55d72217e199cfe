"""Every place of a large rating can be computed again from what is told of it: figures, breaks, weights, floors."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ruamel.yaml import YAML

import shuke
from cli.sales import write
from effort import times
from shuke.explain.explanation import Explanation, explain
from shuke.explain.reasons import Steps
from shuke.saved import open_saved

pytestmark = pytest.mark.promise("F7")

CUSTOMERS = times(10_000, 700)
LESS = {"low": lambda value, bound: value <= bound, "high": lambda value, bound: value >= bound}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("large")
    rows = [
        (
            f"C{n:05}",
            f"S{n}-{k}",
            f"2024-{(n * 7 + k * 5) % 12 + 1:02}-{n % 28 + 1:02}",
            f"{n * 7919 % 90_000 / 100}",
        )
        for n in range(CUSTOMERS)
        for k in range(1 + n * n % 6)
    ]
    result = shuke.score(write(made / "sales.csv", rows), as_of="2024-12-31", raw=True)
    result.save(made / "out", ["parquet"])
    result.close()
    return made / "out"


def scored(known: dict[str, Any], value: Decimal) -> int:
    """A score by the break values that the manifest tells."""
    holds = LESS[known["best"]]
    return next((int(score) for bound, score in known["steps"] if holds(value, Decimal(bound))), int(known["last"]))


def again(run: dict[str, Any], told: Explanation) -> tuple[dict[str, int], Decimal, str]:
    """Scores, sum and tier by plain arithmetic on what the manifest and the explanation say."""
    scores = {}
    for reason in told.reasons:
        assert isinstance(reason, Steps)
        scores[reason.name] = scored(run["fitted"]["scores"][reason.name], Decimal(reason.value or 0))
    weights = {name: Fraction(weight) for name, weight in run["fitted"]["composite"]["weights"].items()}
    total = sum(weights[name] * score for name, score in scores.items())
    document = YAML(typ="safe", pure=True).load(run["scheme"]["text"])
    floors = ((one["tier"], one.get("at_least")) for one in document["tiers"])
    tier = next(name for name, floor in floors if floor is None or total >= Fraction(str(floor)))
    return scores, Decimal(total.numerator) / total.denominator, tier


def test_everybody_is_placed_again_from_their_explanation(folder: Path, figure: Callable[[str], None]) -> None:
    saved = open_saved(folder)
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{folder / 'customers.parquet'}'").fetchall()]
    equal = tried = 0
    for values in duckdb.sql(f"SELECT * FROM '{folder / 'customers.parquet'}'").fetchall():
        row = dict(zip(columns, values, strict=True))
        told = explain(row, saved.scheme, saved.fitted, date(2024, 12, 31), None, "CNY", "neither")
        scores, total, tier = again(run, told)
        tried += 1
        equal += ({name: row[name] for name in scores}, row["score"], row["tier"]) == (scores, total, tier) and (
            told.total is not None and told.total.score == total
        )
    figure(f"{equal:,} of {tried:,} customers placed again from their explanation: scores, sum and tier")
    assert equal == tried
    assert tried > CUSTOMERS // 2
