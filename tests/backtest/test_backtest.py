"""Schemes on a past day: fitted on what was known, judged on what came, and nothing else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import shuke
from backtest.history import HEAD, SPLIT, shop
from shuke.backtesting import Wish, backtest
from shuke.backtesting.files import document, save
from shuke.backtesting.moment import Moment
from shuke.backtesting.schemes import scheme_at
from shuke.backtesting.standing import stand
from shuke.backtesting.verdict import verdict
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, SchemeError, UsageError
from shuke.ingest.intake import take_in
from shuke.ingest.policies.registry import agreed
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.scheme.parse import scheme_text

pytestmark = pytest.mark.row("X6")

ABC = ("abc-pareto",)
MORE = ("levels-5-4-6", "rfm-luxury", "interval-average")
DAY = date.fromisoformat(SPLIT)
# Five customers up to the end of June; then A brings 10, B 30 (and a refund of 5), C nothing, D 5. E is new afterwards.
FIVE = (
    HEAD + "A,1,2024-01-10,100\nA,2,2024-06-01,100\nB,3,2024-06-20,50\nC,4,2024-02-01,500\nD,5,2024-03-01,20\n"
    "D,6,2024-04-01,20\nD,7,2024-05-01,20\nA,8,2024-07-05,10\nB,9,2024-08-01,30\nB,10,2024-08-09,-5\n"
    "D,11,2024-12-31,5\nE,12,2024-09-01,900\n"
)


def placed(folder: Path, content: str | Path, scheme: str) -> dict[str, tuple[int, str | None]]:
    """Where a scheme puts the customers of some lines on the day: the place, and the group."""
    source = content
    if isinstance(content, str):
        source = folder / "lines.csv"
        source.write_text(content, encoding="utf-8")
    with DuckDB() as engine:
        one = scheme_at(*scheme_text(scheme), Options())
        intake = take_in(engine, [source], agreed(Reading(carried=one.line_columns)), in_place=False)
        one.check(intake)
        moment = Moment(0, DAY, 100)
        moment.keep(engine, intake.lines)
        standing = stand(engine, one, moment, 0)
        rows = engine.run(f"SELECT customer_id, place, placed FROM {standing.relation} ORDER BY 1")
    return {name: (place, group) for name, place, group in rows}


def test_five_customers_by_hand(tmp_path: Path) -> None:
    (tmp_path / "five.csv").write_text(FIVE, encoding="utf-8")
    found = backtest(tmp_path / "five.csv", Wish(("abc-pareto",), (DAY,), resamples=0))
    (day,) = found.days
    assert (day.customers, day.bought, day.revenue, day.last) == (4, 3, "40.00", date(2024, 12, 31))
    assert found.horizon == 184
    assert found.rows == {"read": 12, "used": 12, "merged": 0, "rejected": 0}
    spend = found.entry("monetary")
    assert spend is not None
    # Past spend: C 500, A 200, D 60, B 50. The first tenth is C, so is the first fifth; the later best is B with 25.
    assert spend.mean["best_in_tenth"] == 0.0
    assert spend.mean["revenue_in_fifth"] == 0.0
    recency = found.entry("recency")
    assert recency is not None
    # The latest purchases: B, A, D, C.
    assert recency.mean["best_in_tenth"] == 1.0
    assert recency.mean["revenue_in_fifth"] == 25 / 40
    assert recency.mean["auc"] == 1.0


@pytest.mark.parametrize("scheme", ["rfm-quintile-weighted", "octants-mean", "nested-125", "lifecycle-stages"])
def test_a_scheme_is_fitted_on_nothing_after_the_day(tmp_path: Path, scheme: str) -> None:
    whole, cut = shop(tmp_path / "whole.csv"), shop(tmp_path / "cut.csv", until=DAY)
    assert placed(tmp_path, whole, scheme) == placed(tmp_path, cut, scheme)


def test_the_groups_are_those_that_rating_as_of_the_day_gives(tmp_path: Path) -> None:
    source = shop(tmp_path / "sales.csv")
    result = shuke.score(source, "rfm-quintile-weighted", SPLIT)
    rated = {row["customer_id"]: (row["tier"], row["score"]) for row in result.customers.rows()}
    result.close()
    there = placed(tmp_path, source, "rfm-quintile-weighted")
    assert {name: group for name, (_, group) in there.items()} == {name: tier for name, (tier, _) in rated.items()}
    scores = sorted({score for _, score in rated.values()}, reverse=True)
    assert {name: place for name, (place, _) in there.items()} == {
        name: scores.index(score) + 1 for name, (_, score) in rated.items()
    }


def test_whom_a_scheme_does_not_rate_stands_last(tmp_path: Path) -> None:
    old = HEAD + "OLD,1,2022-01-01,900\nA,2,2024-06-01,10\nB,3,2024-06-02,20\nA,4,2024-07-01,5\n"
    assert placed(tmp_path, old, "abc-pareto")["OLD"] == (2, None)


@pytest.mark.parametrize(
    ("scheme", "better", "worse"),
    [("ladder-25", "D", "C"), ("quartile-code", "A", "C"), ("lifecycle-stages", "C", "D")],
)
def test_cells_codes_and_unordered_groups_have_an_order(tmp_path: Path, scheme: str, better: str, worse: str) -> None:
    there = placed(tmp_path, FIVE, scheme)
    assert there[better][0] <= there[worse][0]


def test_the_same_lines_give_the_same_document(tmp_path: Path) -> None:
    source = shop(tmp_path / "sales.csv")
    wish = Wish(("rfm-quintile-weighted", "octants-mean"), (DAY,), resamples=20)
    told = [json.dumps(document(backtest(source, wish, Options(threads=count)))) for count in (1, 2)]
    assert told[0] == told[1]


def test_an_interval_holds_the_figure_and_a_difference_with_oneself_is_none(tmp_path: Path) -> None:
    found = backtest(shop(tmp_path / "sales.csv", 200), Wish(("octants-mean",), (DAY,), resamples=60))
    for entry in found.entries:
        ends = entry.intervals["gini"]
        assert ends is not None
        assert ends[0] <= entry.mean["gini"] <= ends[1]  # type: ignore[operator]
    assert found.entries[0].over_leader is None
    assert found.entry("monetary").over_spend is None  # type: ignore[union-attr]


def test_two_files_of_one_rule_are_not_really_different(tmp_path: Path) -> None:
    text, _ = scheme_text("rfm-quintile-weighted")
    twin = tmp_path / "twin.yaml"
    twin.write_text(text.replace("scheme: rfm-quintile-weighted", "scheme: twin"), encoding="utf-8")
    wish = Wish(("rfm-quintile-weighted", str(twin)), (DAY,), resamples=20)
    found = backtest(shop(tmp_path / "sales.csv"), wish)
    (pair,) = [one for one in found.pairs if {one.first, one.second} == {"rfm-quintile-weighted", "twin"}]
    assert (pair.difference.by, pair.difference.interval, pair.difference.real) == (0.0, (0.0, 0.0), False)


def test_several_days_have_their_mean_and_tell_how_places_stay(tmp_path: Path) -> None:
    days = (date(2024, 5, 31), DAY)
    found = backtest(shop(tmp_path / "sales.csv"), Wish(("octants-mean",), days, 90, 0))
    entry = found.entry("octants-mean")
    assert entry is not None
    assert [day.last for day in found.days] == [date(2024, 8, 29), date(2024, 9, 28)]
    values = [day.measures["gini"] for day in entry.days]
    assert entry.mean["gini"] == sum(values) / 2  # type: ignore[arg-type]
    (kept,) = entry.kept
    assert kept.group is not None
    assert 0 < kept.group <= 1
    assert 0 <= kept.tenth <= 1


def test_without_a_day_the_later_half_of_a_short_history_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "quarter.csv"
    path.write_text(HEAD + "A,1,2024-01-01,9\nB,2,2024-01-05,9\nA,3,2024-03-31,9\n", encoding="utf-8")
    found = backtest(path, Wish(("abc-pareto",), resamples=0))
    (day,) = found.days
    assert (day.day, day.last, found.horizon) == (date(2024, 2, 15), date(2024, 3, 31), 45)


def test_built_in_schemes_whose_tables_are_not_there_are_left_out_and_told(tmp_path: Path) -> None:
    found = backtest(shop(tmp_path / "sales.csv"), Wish(splits=(DAY,), resamples=0))
    left = dict(found.left_out)
    assert left["activity-contribution-rank"].key == "table_missing"
    assert "rfm-quintile-weighted" in {one.name for one in found.entries}
    assert not left.keys() & {one.name for one in found.entries}


def test_the_lead_among_many_is_told_to_be_luck_in_part(tmp_path: Path) -> None:
    source = shop(tmp_path / "sales.csv")
    names = ("abc-pareto", "octants-mean", "octants-median", "ladder-25", "nested-125", "quartile-code", *MORE)
    many = backtest(source, Wish(names, (DAY,), resamples=2))
    few = backtest(source, Wish(names[:1], (DAY,), resamples=2))
    assert "leads partly by luck" in verdict(many, "en")[-1]
    assert not any("luck" in line for line in verdict(few, "en"))


def test_a_scheme_that_was_named_must_be_able_to_run(tmp_path: Path) -> None:
    with pytest.raises(SchemeError) as caught:
        backtest(shop(tmp_path / "sales.csv"), Wish(("activity-contribution-rank",), (DAY,)))
    assert caught.value.key == "table_missing"


@pytest.mark.parametrize(
    ("wish", "error", "key"),
    [
        (Wish(ABC, (date(2023, 12, 31),)), UsageError, "backtest_split_early"),
        (Wish(ABC, (date(2025, 1, 1),)), UsageError, "backtest_split_late"),
        (Wish(ABC, (DAY,), horizon=185), UsageError, "backtest_horizon_long"),
        (Wish(ABC, horizon=0), UsageError, "backtest_horizon_malformed"),
        (Wish(ABC, resamples=-1), UsageError, "backtest_resamples_malformed"),
        (Wish(("octants-mean", "octants-mean")), UsageError, "backtest_scheme_twice"),
        (Wish(("abc-pareto",), (DAY,), horizon=1, resamples=0), DataError, "backtest_nobody_bought"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, wish: Wish, error: type[UsageError], key: str) -> None:
    path = tmp_path / "five.csv"
    path.write_text(FIVE.replace("A,1,2024-01-10", "A,1,2024-01-01"), encoding="utf-8")
    with pytest.raises(error) as caught:
        backtest(path, wish)
    assert caught.value.key == key
    assert all(caught.value.render(lang) for lang in ("en", "zh"))


def test_lines_of_one_day_have_no_later(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(HEAD + "A,1,2024-01-10,1\nB,2,2024-01-10,1\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        backtest(path, Wish(ABC, resamples=0))
    assert caught.value.key == "backtest_one_day"


def test_the_files_name_no_customer(tmp_path: Path) -> None:
    found = backtest(shop(tmp_path / "sales.csv"), Wish(("octants-mean",), (DAY,), resamples=5))
    written = save(found, tmp_path / "out")
    assert [path.name for path in written] == ["summary.json", "backtest.csv"]
    assert not any("C00" in path.read_text(encoding="utf-8") for path in written)
    table = (tmp_path / "out" / "backtest.csv").read_text(encoding="utf-8-sig").splitlines()
    # Seven measures of each contestant, on one day and as the mean.
    assert len(table) == 1 + len(found.entries) * 7 * 2
    assert table[0] == "contestant,kind,day,measure,value,low,high"
