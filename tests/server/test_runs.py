"""Runs over HTTP: the list, their figures and report, two side by side, a new one, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from browse.kept import AS_OF, BEFORE, SCHEME
from shuke.browse.scope import mask_id
from shuke.workspace import Workspace

from .shop import data, shop
from .workbench import API, Workbench

RUNS = f"{API}/runs"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("shop")) as made:
        yield made


def test_runs_are_listed_the_latest_first(bench: Workbench) -> None:
    answer = bench.client("viewer").get(RUNS).json()
    found = [(one["number"], one["as_of"], one["current"], one["newest"], one["by"]) for one in answer["data"]]
    assert found == [(3, str(AS_OF), True, True, None), (2, str(BEFORE), False, False, None)]
    assert answer["data"][0]["title"] == {"en": "RFM quintiles, weighted", "zh": "RFM 五分位加权评级"}
    assert bench.client("viewer").get(RUNS, params={"size": 1, "page": 2}).json()["data"] == answer["data"][1:]


def test_a_run_has_the_figures_of_its_summary_and_the_document_of_its_report(bench: Workbench) -> None:
    folder = bench.home / "runs" / f"00000003-{SCHEME}"
    told = data(bench.client("viewer").get(f"{RUNS}/3"))
    assert told["summary"] == json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    overview = data(bench.client("viewer").get(f"{RUNS}/newest/overview"))
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert json.dumps(overview, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c") in page
    report = bench.client("viewer").get(f"{RUNS}/3/report")
    assert report.text == page
    assert report.headers["content-disposition"].startswith("attachment")


def test_two_runs_side_by_side_tell_everybody_once(bench: Workbench) -> None:
    told = data(bench.client("viewer").get(f"{RUNS}/3/comparison", params={"with": 2}))
    assert (told["old"]["as_of"], told["new"]["as_of"]) == (str(BEFORE), str(AS_OF))
    there = [one for one in told["cells"] if one["after"] is not None]
    assert sum(one["customers"] for one in there) == told["new"]["rated"]
    moved = bench.client("analyst").get(f"{RUNS}/3/comparison/customers", params={"with": 2, "direction": "demoted"})
    assert moved.json()["page"]["total"] == told["directions"]["demoted"]["customers"]
    first = data(moved)[0]
    assert (
        data(bench.client("analyst").get(f"{RUNS}/{first['run']}/customers/{first['ref']}"))["row"]["tier"]
        == first["after"]
    )
    asked = {"with": 2, "direction": "demoted"}
    hidden = data(bench.client("viewer").get(f"{RUNS}/3/comparison/customers", params=asked))
    assert [one["customer_id"] for one in hidden] == [mask_id(one["customer_id"]) for one in data(moved)]
    assert bench.client("sales").get(f"{RUNS}/3/comparison/customers", params={"with": 2}).status_code == 403


@pytest.mark.parametrize(
    "path", ["99", "99/overview", "99/report", "99/customers", "3/comparison?with=99", "3/comparison/customers?with=99"]
)
def test_a_run_that_is_not_there_is_told(path: str, bench: Workbench) -> None:
    answer = bench.client("admin").get(f"{RUNS}/{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "E-RUN")


@pytest.mark.parametrize("number", ["-1", "1e9", "..", "3;4", "9999999999"])
def test_a_word_that_is_no_run_is_refused(number: str, bench: Workbench) -> None:
    assert bench.client("admin").get(f"{RUNS}/{number}/overview").status_code in {404, 422}


@pytest.mark.row("Z7")
def test_a_new_run_carries_the_column_of_owners_and_the_way_back_leaves_it_in_the_list(bench: Workbench) -> None:
    client = bench.client("analyst")
    wish = {"scheme": "octants-mean", "as_of": "2024-06-30", "formats": ["parquet"], "carry": ["region"]}
    job = client.post(RUNS, json=wish)
    assert job.status_code == 202
    number = bench.finished(job.json()["data"]["job"])["result"]["run"]
    newest = data(client.get(f"{RUNS}/newest"))
    assert (newest["number"], newest["scheme"], newest["as_of"]) == (number, "octants-mean", "2024-06-30")
    assert newest["by"] == "Ann"
    columns = client.get(f"{RUNS}/{number}/customers", params={"size": 1}).json()["columns"]
    assert {"owner", "region"} <= {one["name"] for one in columns}
    job = client.post(f"{RUNS}/rollback", json={"to": None})
    assert bench.finished(job.json()["data"]["job"])["result"]["to"] == 3
    listed = {one["number"]: (one["current"], one["newest"]) for one in data(client.get(RUNS))}
    assert listed == {number: (False, False), 3: (True, True), 2: (False, False)}
    assert Workspace(bench.home).head()[0].did["action"] == "rollback"


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"scheme": "no-such-scheme"}, 404),
        ({"scheme": "/etc/passwd"}, 404),
        ({"scheme": "../scheme.yaml"}, 404),
        ({"as_of": "2024-13-01"}, 400),
        ({"formats": ["html"]}, 422),
        ({"unknown": 1}, 422),
    ],
)
def test_a_wish_that_cannot_be_meant_starts_nothing(wish: dict[str, object], status: int, bench: Workbench) -> None:
    answer = bench.client("analyst").post(RUNS, json=wish)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("role", ["viewer", "sales"])
def test_who_may_only_look_starts_nothing(role: str, bench: Workbench) -> None:
    assert bench.client(role).post(RUNS, json={}).status_code == 403  # type: ignore[arg-type]
    assert bench.client(role).post(f"{RUNS}/rollback", json={}).status_code == 403  # type: ignore[arg-type]
