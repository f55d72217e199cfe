"""A changed scheme tried on the figures of a run gives what a refresh by it would give, to the cent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuke.browse.preview import Trial, preview
from shuke.browse.side_by_side import rated_side_by_side, side_by_side
from shuke.errors import SchemeErrors
from shuke.rating import Options, rate
from shuke.saved import open_saved
from shuke.scheme.parse import scheme_text
from shuke.workspace import Workspace, refresh
from workspace.books import UNION, book, loaded, made, write

BASE = scheme_text("rfm-quintile-weighted")[0]
WEIGHTS = "weights: {r_score: 0.3, f_score: 0.3, m_score: 0.4}"


def changed(*pairs: tuple[str, str]) -> str:
    text = BASE
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return text


# What a person may write while the run keeps recency_days, frequency and monetary of a year.
CHANGES = {
    "weights": changed((WEIGHTS, "weights: {r_score: 0.55, f_score: 0.15, m_score: 0.3}")),
    "quantiles": changed(("quantiles: 5", "quantiles: 4"), ("at_least: 4", "at_least: 3.5")),
    "bands": changed(("best: high, quantiles: 5}\n  m", "rank_bands: [[0.1, 5], [0.4, 3], [rest, 1]]}\n  m")),
    "a figure made of others": changed(("metric: monetary", "metric: average_order")),
    "a metric of its own": changed(
        ("scores:", "metrics:\n  often: {ratio: [frequency, recency_days], best: high}\nscores:"),
        ("metric: frequency", "metric: often"),
    ),
    "customers left out": changed(
        ("scores:", "exclude:\n  - {exclude: once, when: {frequency: {at_most: 1}}}\nscores:"),
    ),
    "octants": scheme_text("octants-mean")[0],
    "codes": scheme_text("quartile-code")[0],
    "nested": scheme_text("nested-125")[0],
    "classes": scheme_text("abc-pareto")[0],
}


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("previews")
    found = made(folder / "space")
    loaded(found, write(folder / "sales.csv", book(3, 600)))
    refresh(found, Options(metrics=("recency_days", "frequency", "monetary")), formats=["parquet"]).result.close()
    return found


@pytest.fixture(scope="module")
def trial(space: Workspace) -> Iterator[Trial]:
    found = Trial(space, open_saved(space.run_folder(space.head()[1].runs["rfm-quintile-weighted"])))
    yield found
    found.close()


def refreshed(space: Workspace, text: str, tmp_path: Path) -> dict[str, Any]:
    """The summary of a refresh by a scheme, in a copy of the workspace as it was loaded."""
    given = refresh(space, Options(), scheme=(text, "changed.yaml"), formats=["parquet"])
    given.result.close()
    found: dict[str, Any] = json.loads((space.run_folder(given.run) / "summary.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", CHANGES)
def test_a_preview_is_what_a_refresh_would_give(name: str, space: Workspace, trial: Trial, tmp_path: Path) -> None:
    text = CHANGES[name]
    told = preview(trial, text, "en")
    assert told["lacking"] is None
    expected = refreshed(space, text, tmp_path)
    assert told["rated"] == expected["customers"]["rated"]
    assert [{key: one[key] for key in expected["groups"][0]} for one in told["groups"]] == expected["groups"]


def test_other_weights_after_other_scores_are_those_of_the_text(trial: Trial) -> None:
    once = [preview(trial, CHANGES[name], "en")["groups"] for name in ("weights", "quantiles", "weights")]
    assert once[0] == once[2] != once[1]


def test_those_who_move_are_told_by_the_places_of_the_run(space: Workspace, trial: Trial) -> None:
    assert preview(trial, BASE, "en")["moved"] == {"up": 0, "down": 0, "same": 24, "elsewhere": 0}
    moved = preview(trial, CHANGES["weights"], "en")["moved"]
    assert sum(moved.values()) == 24
    assert moved["up"] + moved["down"] > 0
    assert preview(trial, CHANGES["octants"], "en")["moved"] is None


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        (scheme_text("rfm-luxury")[0], {"period": True, "metrics": [], "excluded": False}),
        (
            scheme_text("activity-contribution-rank")[0],
            {
                "period": False,
                "metrics": [
                    {"name": "consultations", "title": "Consultations"},
                    {"name": "stability_6m", "title": "Six-month stability"},
                ],
                "excluded": False,
            },
        ),
    ],
)
def test_what_a_run_does_not_keep_is_named(text: str, lacking: dict[str, Any], trial: Trial) -> None:
    told = preview(trial, text, "en")
    assert told["lacking"] == lacking
    assert told["groups"] == []


def test_a_wrong_scheme_is_told_with_its_lines(trial: Trial) -> None:
    with pytest.raises(SchemeErrors) as told:
        preview(trial, changed((WEIGHTS, "weights: {r_score: 0.9, f_score: 0.3, m_score: 0.4}")), "en")
    assert [one.where.line for one in told.value.problems] == [14]


def test_customers_whom_the_run_left_out_are_missed_when_they_would_be_rated(space: Workspace, trial: Trial) -> None:
    given = refresh(space, Options(), scheme=(CHANGES["customers left out"], "changed.yaml"), formats=["parquet"])
    given.result.close()
    fewer = Trial(space, open_saved(space.run_folder(given.run)))
    assert preview(fewer, BASE, "en")["lacking"] == {"period": False, "metrics": [], "excluded": True}
    assert preview(fewer, CHANGES["customers left out"], "en")["lacking"] is None
    fewer.close()


def test_two_schemes_side_by_side_are_what_two_ratings_would_give(
    space: Workspace, trial: Trial, tmp_path: Path
) -> None:
    other = Trial(space, trial.saved)
    told = side_by_side((trial, other), (BASE, "a.yaml"), (CHANGES["octants"], "b.yaml"), "en")
    other.close()
    source = write(tmp_path / "sales.csv", book(3, 600))
    ratings = [rate([source], text, Options(reading=UNION)) for text in (BASE, CHANGES["octants"])]
    assert told == rated_side_by_side(ratings[0], ratings[1], "en")
    assert sum(cell["customers"] for cell in told["cells"]) == 24
    for rating in ratings:
        rating.engine.close()


def test_grace_is_given_from_the_run_before(space: Workspace, tmp_path: Path) -> None:
    text = changed(("tiers:", "grace: {margin: 0.8}\ntiers:"))
    for as_of in ("2024-06-30", None):
        days = Options() if as_of is None else Options(as_of=date.fromisoformat(as_of))
        refresh(space, days, scheme=(text, "grace.yaml"), formats=["parquet"]).result.close()
    trial = Trial(space, open_saved(space.run_folder(space.head()[1].runs["rfm-quintile-weighted"])))
    told = preview(trial, text, "en")
    expected = refreshed(space, text, tmp_path)
    assert [one["customers"] for one in told["groups"]] == [one["customers"] for one in expected["groups"]]
    assert expected["grace"]["held"] > 0
    trial.close()
