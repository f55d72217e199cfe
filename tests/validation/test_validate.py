"""A kept rating looked at: different, stable, usable, and beside what salespeople say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import shuke
from backtest.history import SPLIT, shop
from cli.terminal import shuke as run
from shuke.errors import DataError, UsageError
from shuke.validation.told import document

pytestmark = pytest.mark.row("T6")


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("sales") / "sales.csv", 200)


@pytest.fixture(scope="module")
def rated(sales: Path) -> Path:
    """The shop, rated as of the end of June."""
    result = shuke.score(sales, "rfm-quintile-weighted", SPLIT)
    result.save(sales.parent / "rated", ["parquet"])
    result.close()
    return sales.parent / "rated"


@pytest.fixture(scope="module")
def tiers(sales: Path) -> dict[str, str]:
    result = shuke.score(sales, "rfm-quintile-weighted", SPLIT)
    found = {row["customer_id"]: row["tier"] for row in result.customers.rows()}
    result.close()
    return found


@pytest.fixture
def said(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """A file of verdicts."""

    def write(verdicts: dict[str, str]) -> Path:
        path = tmp_path / "verdicts.csv"
        lines = "".join(f"{name},{word}\n" for name, word in verdicts.items())
        path.write_text(f"customer_id,verdict\n{lines}", encoding="utf-8")
        return path

    return write


def test_groups_are_judged_by_what_came_later_if_that_is_given(sales: Path, rated: Path) -> None:
    found = shuke.validate(rated, sales, resamples=0)
    assert found.later is not None
    assert found.later[0].isoformat() == "2024-07-01"
    origins = {one.name: one.origin for one in found.figures}
    assert origins["later_revenue"] == origins["later_purchases"] == "later"
    assert origins["monetary"] == "used"
    assert sum(one.customers for one in found.groups) == found.customers
    assert sum(one.money or 0 for one in found.groups) > 0
    assert "which came after the rating" in document(found)["verdict"]["en"][0]


def test_it_is_told_when_every_figure_is_one_the_groups_were_made_of(rated: Path) -> None:
    assert "only_used_figures" in shuke.validate(rated, resamples=0).notes


def test_figures_that_the_scheme_does_not_use_are_told_apart(sales: Path, tmp_path: Path) -> None:
    result = shuke.score(sales, "octants-mean", SPLIT, metrics=["tenure_days"])
    result.save(tmp_path / "out", ["parquet"])
    result.close()
    found = shuke.validate(tmp_path / "out", resamples=0)
    assert {one.name: one.origin for one in found.figures}["tenure_days"] == "unused"
    assert found.notes == ()


def test_groups_are_drawn_anew_the_same_way_every_time(rated: Path) -> None:
    first, second = (shuke.validate(rated, resamples=4) for _ in range(2))
    values = [one.jaccard for one in first.groups]
    assert values == [one.jaccard for one in second.groups]
    assert all(value is not None and 0 < value <= 1 for value in values)


def test_fixed_boundaries_give_the_same_groups_whoever_is_drawn(sales: Path, tmp_path: Path) -> None:
    result = shuke.score(sales, "ladder-25", SPLIT)
    result.save(tmp_path / "out", ["csv"])
    result.close()
    values = {one.jaccard for one in shuke.validate(tmp_path / "out", resamples=2).groups if one.customers}
    assert values <= {1.0, None}, "a group of a few may not be drawn at all"
    assert 1.0 in values


def test_people_who_say_the_same_agree_wholly(rated: Path, tiers: dict[str, str], said: Callable[..., Path]) -> None:
    found = shuke.validate(rated, verdicts=said({**tiers, "STRANGER": "A"}), resamples=0).agreement
    assert found is not None
    assert (found.verdicts, found.matched, found.same) == (len(tiers) + 1, len(tiers), 1.0)
    assert [(one.weights, one.value) for one in found.kappas] == [("none", 1), ("linear", 1), ("quadratic", 1)]


def test_a_disagreement_by_one_step_costs_less_with_weights(
    rated: Path, tiers: dict[str, str], said: Callable[..., Path]
) -> None:
    down = {name: {"A": "b", "B": "c", "C": "D", "D": "D"}[tier] for name, tier in tiers.items()}
    found = shuke.validate(rated, verdicts=said(down), resamples=0).agreement
    assert found is not None
    plain, linear, quadratic = (float(one.value) for one in found.kappas)
    assert plain < linear < quadratic


@pytest.mark.parametrize(
    ("verdicts", "key"),
    [
        ("customer_id,note\nC001,x\n", "validate_verdict_columns"),
        ("customer_id,verdict\nC001,wonderful\n", "validate_verdict_unknown"),
        ("customer_id,verdict\nC001,A\nC001,B\n", "validate_verdict_twice"),
        ("customer_id,verdict\nSTRANGER,A\n", "validate_verdict_nobody"),
    ],
)
def test_verdicts_that_cannot_be_used_are_told(rated: Path, tmp_path: Path, verdicts: str, key: str) -> None:
    path = tmp_path / "said.csv"
    path.write_text(verdicts, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        shuke.validate(rated, verdicts=path, resamples=0)
    assert caught.value.key == key
    assert all("wonderful" not in caught.value.render(lang) for lang in ("en", "zh"))


def test_sales_that_hold_nothing_later_are_told(rated: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("customer_id,date,amount\nC001,2024-06-30,5\nC002,2024-06-29,5\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        shuke.validate(rated, path, resamples=0)
    assert caught.value.key == "validate_nothing_later"


def test_customers_are_found_again_behind_their_pseudonyms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[..., Path]
) -> None:
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "key"))
    phones = [f"138{number:08}" for number in range(10_000_001, 10_000_041)]
    source = tmp_path / "phones.csv"
    lines = "".join(f"{one},2024-01-{1 + index % 28:02},{5 + index}\n" for index, one in enumerate(phones))
    later = "".join(f"{one},2024-03-01,{90 + index}\n" for index, one in enumerate(phones[20:]))
    source.write_text(f"customer_id,date,amount\n{lines}{later}", encoding="utf-8")
    result = shuke.score(source, "rfm-quintile-weighted", "2024-01-31")
    assert result.rating.personal
    result.save(tmp_path / "out", ["parquet"])
    result.close()
    verdicts = said(dict.fromkeys(phones[:30], "A"))
    found = shuke.validate(tmp_path / "out", source, verdicts, resamples=0)
    assert found.agreement is not None
    assert found.agreement.matched == 30
    (differs,) = [one.differs for one in found.figures if one.name == "later_revenue"]
    assert differs is not None, "those who came back are told from those who did not"


def test_a_folder_without_a_result_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        shuke.validate(tmp_path)


@pytest.mark.slow
def test_the_command_speaks_both_languages_and_writes_its_file(sales: Path, rated: Path, tmp_path: Path) -> None:
    asked = ("validate", rated, "--later", sales, "--resamples", "2")
    english = run(*asked, "--out", tmp_path / "out", "--lang", "en")
    assert (english.code, english.err) == (0, "")
    assert english.out.startswith("RFM quintiles, weighted, as of 2024-06-30: ")
    told = json.loads((tmp_path / "out" / "validation.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in told["groups"]] == ["A", "B", "C", "D"]
    assert not any("C00" in json.dumps(part) for part in told.values())
    chinese = run(*asked, "--lang", "zh")
    assert (chinese.code, chinese.err) == (0, "")
    assert "差异：按“之后的金额”看" in chinese.out
