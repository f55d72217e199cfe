"""Fitted scores: an expression for an engine and a value for one customer say the same, and survive being frozen."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuke.engines.duckdb import DuckDB
from shuke.scheme.model import Bands, Rule
from shuke.stages import learned
from shuke.stages.conditions import condition
from shuke.stages.fitted import Breaks, Centres, Fit, Fitted, Linear, Nested, Ordered, Scale, Total
from shuke.stages.frozen import freeze, thaw
from shuke.stages.rounding import rounded

pytestmark = pytest.mark.row("X1", "X4")

TEN_THOUSANDTH = Decimal("0.0001")
STEP = Breaks("monetary", "high", "quantiles", ((Decimal("10.5"), 3), (Decimal(2), 2)), 1, 9, "middle", 4, (5,), 5)
DAYS = Breaks("recency_days", "low", "bands", ((30, Decimal("2.5")), (90, 1)), 0)
FITS: dict[str, Fit] = {
    "m_score": STEP,
    "r_score": DAYS,
    "nested": Nested("monetary", "high", ("m_score",), {(1,): STEP, (3,): STEP}, 5, 9),
    "by_id": Ordered("monetary", "high", 5, 9),
    "points": Linear("frequency", "high", Decimal("2.5"), None, Decimal(50)),
    "m_std": Scale("monetary", "high", "minmax", False, Decimal("-1.5"), Decimal("30.25"), 4),
    "r_std": Scale("recency_days", "low", "zscore", False, Decimal("33.333333333"), Decimal("7.5"), 9, Decimal(-2)),
    "sum": Total({"m_score": Decimal("0.4"), "points": Decimal("0.6")}, {"m_score": 0, "points": 6}, None, Decimal(40)),
}
CENTRES = Centres(("m_std", "r_std"), ((Decimal("0.5"), Decimal(1)), (Decimal(0), Decimal(-1))), (4, 5), 7, "monetary")


def test_what_is_frozen_comes_back_as_it_was() -> None:
    fitted = Fitted(FITS, Total({"sum": Decimal(1)}, {"sum": 12}), CENTRES)
    assert thaw(json.loads(json.dumps(freeze(fitted)))) == fitted


@settings(deadline=None)
@given(
    monetary=st.decimals(-100, 100, places=4),
    frequency=st.integers(1, 40),
    recency_days=st.integers(0, 400),
)
def test_the_engine_and_python_give_the_same_value(monetary: Decimal, frequency: int, recency_days: int) -> None:
    row: dict[str, Decimal | int | str | None] = {
        "monetary": monetary,
        "frequency": frequency,
        "recency_days": recency_days,
    }
    columns = (
        f"CAST('{monetary}' AS DECIMAL(18, 4)) AS monetary, {frequency} AS frequency, {recency_days} AS recency_days"
    )
    with DuckDB(threads=1) as engine:
        for name in ("m_score", "r_score", "points", "m_std", "r_std"):
            (found,) = engine.run(f"SELECT {FITS[name].expression()} FROM (SELECT {columns})")[0]
            value = FITS[name].value(row)
            assert Decimal(found) == Decimal(value), name
            row[name] = value
        made = ", ".join(f"CAST('{row[name]}' AS DECIMAL(18, 6)) AS {name}" for name in ("m_score", "points"))
        (found,) = engine.run(f"SELECT {FITS['sum'].expression()} FROM (SELECT {made})")[0]
        assert found == FITS["sum"].value(row)
        places = ", ".join(f"CAST('{row[name]}' AS DECIMAL(18, 6)) AS {name}" for name in CENTRES.of)
        distances = [f"d{index}" for index in range(2)]
        inner = ", ".join(
            f"{expression} AS {name}" for name, expression in zip(distances, CENTRES.distances(), strict=True)
        )
        (found,) = engine.run(f"SELECT {CENTRES.nearest(distances)} FROM (SELECT {inner} FROM (SELECT {places}))")[0]
        assert found == CENTRES.value(row)


def test_a_missing_value_gets_the_last_score() -> None:
    assert STEP.value({"monetary": None}) == 1
    assert FITS["r_std"].value({"recency_days": None}) == -2
    with DuckDB(threads=1) as engine:
        given = "SELECT CAST(NULL AS DECIMAL(18, 4)) AS monetary, CAST(NULL AS INTEGER) AS recency_days"
        found = engine.run(f"SELECT {STEP.expression()}, {FITS['r_std'].expression()} FROM ({given})")[0]
    assert found == (1, Decimal(-2))


def bands(*parts: dict[str, str]) -> Bands:
    return Bands.model_validate({"metric": "monetary", "bands": list(parts)})


@pytest.mark.parametrize(
    ("parts", "step"),
    [
        (
            [
                {"below": "10000", "score": "10"},
                {"at_least": "10000", "at_most": "50000", "score": "30"},
                {"above": "50000", "score": "50"},
            ],
            TEN_THOUSANDTH,
        ),
        (
            [
                {"at_most": "30", "score": "5"},
                {"above": "30", "at_most": "90", "score": "3"},
                {"above": "90", "score": "1"},
            ],
            Decimal(1),
        ),
        (
            [
                {"at_most": "7", "score": "5"},
                {"at_least": "8", "at_most": "30", "score": "4"},
                {"at_least": "31", "score": "1"},
            ],
            Decimal(1),
        ),
        ([{"at_least": "10", "below": "20", "score": "7"}, {"score": "0"}], TEN_THOUSANDTH),
        (
            [
                {"at_least": "10", "below": "20", "score": "7"},
                {"at_least": "30", "at_most": "30", "score": "2"},
                {"score": "1"},
            ],
            Decimal(1),
        ),
        ([{"score": "4"}], Decimal(1)),
    ],
)
@pytest.mark.parametrize("best", ["high", "low"])
def test_bands_give_each_value_the_score_of_its_interval(parts: list[dict[str, str]], step: Decimal, best: str) -> None:
    score = bands(*parts)
    fitted = learned.bands("monetary", best, step, score, 0)  # type: ignore[arg-type]
    ends = {Decimal(value) for part in parts for key, value in part.items() if key != "score"} | {Decimal(0)}
    for end in ends:
        for value in (end - step, end, end + step):
            held = [
                band.score
                for band in score.bands
                if band.range.holds(value) and band.model_dump(exclude_none=True).keys() > {"score"}
            ]
            rest = [band.score for band in score.bands if band.model_dump(exclude_none=True).keys() == {"score"}]
            assert fitted.score(value) == (held or rest)[0], value


@given(st.fractions(-50, 50, max_denominator=60), st.integers(-60, 60), st.sampled_from(["high", "low"]))
def test_a_split_is_strict_on_the_grid(centre: Fraction, value: int, best: str) -> None:
    fitted = learned.split("frequency", best, Decimal(1), centre, 5)  # type: ignore[arg-type]
    assert fitted.score(value) == int(value > centre if best == "high" else value < centre)


@given(st.fractions(0, 10**6, max_denominator=10**6))
def test_a_root_is_rounded_half_up(value: Fraction) -> None:
    root = Fraction(learned.root(value, 9))
    half = Fraction(1, 2 * 10**9)
    assert (root - half) ** 2 <= value or root == 0
    assert value < (root + half) ** 2


@given(st.fractions(-1000, 1000, max_denominator=10**7))
def test_halves_are_rounded_away_from_zero(value: Fraction) -> None:
    found = Fraction(rounded(value, 6))
    assert abs(found - value) <= Fraction(1, 2 * 10**6)
    if abs(found - value) == Fraction(1, 2 * 10**6):
        assert abs(found) > abs(value)


@pytest.mark.parametrize(
    ("rule", "row", "expected"),
    [
        ({"r": "4-5"}, {"r": 4}, True),
        ({"r": "4-5"}, {"r": None}, False),
        ({"r": ["1", "3"]}, {"r": 2}, False),
        ({"r": {"above": "1", "at_most": "3"}}, {"r": 3}, True),
        ({"r": {"above": "1", "at_most": "3"}}, {"r": 1}, False),
        ({"r": "missing"}, {"r": None}, True),
        ({"r": ["missing", "2"]}, {"r": 2}, True),
        ({"r": ["missing", "2"]}, {"r": 3}, False),
        ({"r": "given"}, {"r": 0}, True),
        ({"r": "given"}, {"r": None}, False),
        ({"r": "high"}, {"r": 1}, True),
        ({"t": ["a", "o'b"]}, {"t": "o'b"}, True),
        ({"t": "5"}, {"t": "5"}, True),
        ({"t": "a"}, {"t": None}, False),
        ({"any": [{"r": "1", "t": "a"}, {"t": "b"}]}, {"r": 9, "t": "b"}, True),
        ({"any": [{"r": "1", "t": "a"}, {"t": "b"}]}, {"r": 1, "t": "c"}, False),
        ({"r": "-3--1"}, {"r": -2}, True),
    ],
)
def test_a_rule_means_the_same_to_the_engine_and_in_python(
    rule: dict[str, object], row: dict[str, int | str | None], expected: bool
) -> None:
    read = Rule.model_validate(rule)
    assert read.holds(dict(row)) is expected
    with DuckDB(threads=1) as engine:
        kinds = {"r": "DECIMAL(18, 4)", "t": "VARCHAR"}
        marks = ", ".join(f"CAST(? AS {kinds[name]}) AS {name}" for name in row)
        held = engine.run(f"SELECT {condition(read, {'t'})} FROM (SELECT {marks})", list(row.values()))
    assert held == [(expected,)]
