"""Goals and the care plan written over the interface: a text to begin with, mistakes at their lines, kept whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from browse.kept import AS_OF
from shuke.watching.care.documents import write_new as care_new
from shuke.watching.goals.document import write_new as goals_new
from shuke.workspace import Workspace

from .shop import data, seller, shop
from .workbench import API, Workbench, workbench

GOALS = """goals:
  - goal: more
    measure: spend
    groups: [A, {second}]
    baseline: 2024-09-30
    by: 2025-09-30
    change: {change}
"""
CARE = "care: shop\ncapacity: 7\ngroups:\n  A: {rhythm: RHYTHM}\n  GROUP: {rhythm: monthly}\n"
SOUND = {
    "goals": GOALS.format(second="B", change="+20 %"),
    "care": CARE.replace("RHYTHM", "weekly").replace("GROUP", "B"),
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("documents")) as made:
        yield made


@pytest.fixture(autouse=True)
def _none_written(bench: Workbench) -> None:
    for path in (bench.home / "watch").glob("*.yaml"):
        path.unlink()


def put(browser: httpx.Client, name: str, text: str) -> httpx.Response:
    return browser.put(f"{API}/documents/{name}", json={"text": text})


def found(browser: httpx.Client, name: str, text: str, lang: str = "en") -> list[tuple[Any, Any, str]]:
    """Line, column and message of everything that is wrong with a text."""
    told = data(browser.post(f"{API}/documents/{name}/lint", params={"lang": lang}, json={"text": text}))["findings"]
    return [(one["line"], one["column"], one["message"]) for one in told]


@pytest.mark.parametrize(("name", "new"), [("goals", goals_new), ("care", care_new)])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_text_to_begin_with_is_what_the_terminal_writes_and_can_be_kept_as_it_is(
    name: str, new: Callable[[Workspace, str], Path], lang: str, bench: Workbench
) -> None:
    analyst = bench.client("analyst")
    begun = data(analyst.get(f"{API}/documents/{name}", params={"lang": lang}))
    path = new(Workspace(bench.home), lang)
    assert begun == {"text": path.read_text(encoding="utf-8"), "own": False}
    path.unlink()
    assert data(put(analyst, name, begun["text"])) == {"text": begun["text"], "own": True}
    assert data(bench.client("viewer").get(f"{API}/documents/{name}")) == {"text": begun["text"], "own": True}


@pytest.mark.row("T1")
def test_goals_that_are_kept_are_measured_at_once(bench: Workbench) -> None:
    analyst = bench.client("analyst")
    assert data(analyst.get(f"{API}/goals")) == []
    data(put(analyst, "goals", SOUND["goals"]))
    measured = data(analyst.get(f"{API}/goals"))
    assert [(one["goal"], one["groups"], one["day"], one["problem"]) for one in measured] == [
        ("more", ["A", "B"], AS_OF.isoformat(), None)
    ]
    data(put(analyst, "goals", SOUND["goals"].replace("goal: more", "goal: other")))
    assert [one["goal"] for one in data(analyst.get(f"{API}/goals"))] == ["other"]


@pytest.mark.row("T7")
def test_a_care_plan_that_is_kept_is_what_the_strategy_table_tells(bench: Workbench) -> None:
    analyst = bench.client("analyst")
    data(put(analyst, "care", SOUND["care"]))
    table = data(analyst.get(f"{API}/care/strategy/newest"))
    assert table["capacity"] == 7
    assert [(one["place"], one["rhythm"], one["own"]) for one in table["rows"]] == [
        ("A", "weekly", True), ("B", "monthly", True), ("C", "half-yearly", False), ("D", "yearly", False),
    ]  # fmt: skip


def test_everything_that_is_wrong_is_told_at_its_line_and_nothing_of_it_is_kept(bench: Workbench) -> None:
    analyst = bench.client("analyst")
    for name, text in SOUND.items():
        assert found(analyst, name, text) == []
        data(put(analyst, name, text))
    wrong = GOALS.format(second="Z", change="+20 %")
    assert found(analyst, "goals", wrong) == [(4, 17, "the scheme has no group “Z”")]
    assert found(analyst, "goals", wrong, "zh")[0][:2] == (4, 17)
    assert [one[0] for one in found(analyst, "goals", GOALS.format(second="B", change="a lot"))] == [2]
    assert [one[0] for one in found(analyst, "goals", SOUND["goals"] + SOUND["goals"][7:])] == [8]
    assert [one[0] for one in found(analyst, "goals", "goals：\n  - goal: more\n")] == [1]
    strange = CARE.replace("RHYTHM", "weekly").replace("GROUP", "Z")
    assert found(analyst, "care", strange) == [(5, 3, "the scheme has no group “Z”")]
    assert [one[0] for one in found(analyst, "care", CARE.replace("RHYTHM", "now and then"))] == [4]
    for name, text in (("goals", wrong), ("care", strange)):
        refused = put(analyst, name, text)
        assert refused.status_code == 422
        assert "no group “Z”" in refused.json()["error"]["message"]
        assert data(analyst.get(f"{API}/documents/{name}"))["text"] == SOUND[name]


def test_a_document_that_is_wrong_on_the_disk_can_be_fetched_and_mended(bench: Workbench) -> None:
    analyst = bench.client("analyst")
    folder = bench.home / "watch"
    folder.mkdir(exist_ok=True)
    (folder / "goals.yaml").write_text("goals: 3\n", encoding="utf-8")
    assert analyst.get(f"{API}/goals").status_code == 422
    assert data(analyst.get(f"{API}/documents/goals")) == {"text": "goals: 3\n", "own": True}
    data(put(analyst, "goals", SOUND["goals"]))
    assert [one["goal"] for one in data(analyst.get(f"{API}/goals"))] == ["more"]


def test_whoever_may_not_write_schemes_may_not_write_these_and_who_writes_is_noted(bench: Workbench) -> None:
    assert put(bench.client("viewer"), "goals", SOUND["goals"]).status_code == 403
    sam = seller(bench, "Sara", "S-01")
    assert sam.get(f"{API}/documents/care").status_code == 403
    assert put(sam, "care", SOUND["care"]).status_code == 403
    data(put(bench.client("analyst"), "care", SOUND["care"]))
    latest = data(bench.client("admin").get(f"{API}/audit"))[0]
    assert (latest["who"], latest["what"], latest["target"]) == ("Ann", "care.write", "watch/care.yaml")
    assert bench.client("analyst").get(f"{API}/documents/channels").status_code == 422


def test_without_a_run_the_plan_goes_by_the_chosen_scheme_and_goals_wait(tmp_path: Path) -> None:
    with workbench(tmp_path / "shop") as bench:
        admin = bench.client("admin")
        assert '"A": {rhythm: monthly}' in data(admin.get(f"{API}/documents/care"))["text"]
        refused = admin.get(f"{API}/documents/goals")
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "E-RUN-NONE")
        assert found(admin, "goals", SOUND["goals"]) == []
