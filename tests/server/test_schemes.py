"""Schemes over the interface: the gallery, one's own, findings, previews, comparisons, and a rating by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.scheme.start import copy
from shuke.workspace import Workspace, refresh
from workspace.books import book, loaded, made, write

from .workbench import API, Workbench, workbench

BASE = scheme_text("rfm-quintile-weighted")[0]
OWN = copy(BASE, "our-rating").replace("m_score: 0.4", "m_score: 0.2").replace("r_score: 0.3", "r_score: 0.5")
HEADS = 24


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    home = tmp_path_factory.mktemp("schemes") / "shop"
    space = made(home)
    loaded(space, write(home.parent / "sales.csv", book(3, 600)))
    refresh(space, Options(metrics=("recency_days", "frequency", "monetary")), formats=["parquet"]).result.close()
    with workbench(home) as served:
        yield served


def post(bench: Workbench, path: str, body: dict[str, Any], status: int = 200) -> Any:
    done = bench.client().post(f"{API}/{path}", json=body, params={"lang": "en"})
    assert done.status_code == status, done.text
    return done.json()


def test_the_gallery_says_what_each_scheme_is_for_in_the_language_asked_for(bench: Workbench) -> None:
    for lang in ("en", "zh"):
        found = bench.client().get(f"{API}/schemes", params={"lang": lang}).json()["data"]
        assert all(one["purpose"] and one["title"] for one in found)
        assert [one["id"] for one in found if one["chosen"]] == ["rfm-quintile-weighted"]


def test_a_scheme_of_ones_own_is_kept_chosen_rated_by_and_removed(bench: Workbench) -> None:
    client = bench.client()
    kept = client.put(f"{API}/schemes/our-rating", json={"text": OWN})
    assert (kept.status_code, kept.json()["data"]["own"]) == (200, True)
    job = post(bench, "runs", {"scheme": "our-rating", "formats": ["parquet"]}, 202)["data"]["job"]
    done = bench.finished(job)
    assert done["result"]["rated"] == HEADS, done
    told = post(bench, "schemes/preview", {"text": OWN, "run": done["result"]["run"]})["data"]
    assert told["moved"] == {"up": 0, "down": 0, "same": HEADS, "elsewhere": 0}
    assert client.put(f"{API}/workspace/scheme", json={"scheme": "our-rating"}).status_code == 200
    assert client.get(f"{API}/schemes").json()["data"][0]["chosen"]
    assert client.delete(f"{API}/schemes/our-rating").status_code == 200
    gone = client.get(f"{API}/schemes/our-rating")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "E-SCHEME-NOT-FOUND")
    assert Workspace(bench.home).home.joinpath("scheme.yaml").read_text(encoding="utf-8") == OWN


@pytest.mark.parametrize("name", ["rfm-luxury", "_workspace", "UPPER", "..%2Fevil"])
def test_no_scheme_is_kept_under_a_name_that_is_taken_or_unsafe(name: str, bench: Workbench) -> None:
    assert bench.client().put(f"{API}/schemes/{name}", json={"text": OWN}).status_code in {400, 404, 405}
    assert not (Path(bench.home) / "evil.yaml").exists()


def test_a_wrong_scheme_is_told_with_the_lines_and_not_kept(bench: Workbench) -> None:
    wrong = OWN.replace("m_score: 0.2", "m_score: 0.9")
    told = post(bench, "schemes/lint", {"text": wrong})["data"]
    assert (told["sound"], told["findings"][0]["line"]) == (False, 14)
    assert bench.client().put(f"{API}/schemes/our-rating", json={"text": wrong}).status_code == 422
    assert bench.client().post(f"{API}/schemes/preview", json={"text": wrong}).status_code == 422


def test_a_preview_says_what_is_missing_where_the_run_keeps_too_little(bench: Workbench) -> None:
    told = post(bench, "schemes/preview", {"text": scheme_text("rfm-luxury")[0]})["data"]
    assert told["lacking"] == {"period": True, "metrics": [], "excluded": False}
    assert told["groups"] == []


def test_two_schemes_are_compared_at_once_or_by_a_job_with_the_same_shape(bench: Workbench) -> None:
    at_once = post(bench, "schemes/compare", {"a": {"id": "rfm-quintile-weighted"}, "b": {"id": "octants-mean"}})
    found = at_once["data"]["comparison"]
    assert sum(cell["customers"] for cell in found["cells"]) == HEADS
    assert at_once["data"]["job"] is None
    later = post(bench, "schemes/compare", {"a": {"text": OWN}, "b": {"id": "rfm-luxury"}})["data"]
    assert later["comparison"] is None
    done = bench.finished(later["job"])["result"]["comparison"]["en"]
    assert done.keys() == found.keys()
    assert (done["a"]["rated"], done["kind"]) == (HEADS, "same")


def test_whoever_only_looks_may_try_and_not_change(bench: Workbench) -> None:
    viewer = bench.client("viewer")
    assert viewer.post(f"{API}/schemes/preview", json={"text": OWN}).status_code == 200
    assert viewer.put(f"{API}/schemes/our-rating", json={"text": OWN}).status_code == 403
    assert viewer.post(f"{API}/runs", json={}).status_code == 403
    assert bench.client("sales").get(f"{API}/schemes").status_code == 403
