"""Data products over HTTP: the bytes of the command, what the gate reached, and reasons where it does not open."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from publish.conftest import HEADERS, lines
from shuke.cli.main import app
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh

from .shop import data
from .workbench import API, Workbench, workbench

pytestmark = pytest.mark.row("Z8")
WISH = {"where": {"region": "郑州"}, "k": 5, "provider": "Example Ltd", "title": "Customers of Zhengzhou"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    from cli.sales import write

    home = tmp_path_factory.mktemp("shop") / "shop"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHUKE_KEY_FILE", str(home.parent / "keys" / "pseudonym.key"))
        space = Workspace.init(home, scheme_text("rfm-quintile-weighted")[0], Settings())
        load(space, [write(home.parent / "sales.csv", lines(300), HEADERS)], Reading())
        refresh(space, Options(carry=("region", "channel")), formats=["parquet"], lang="en").result.close()
        with workbench(home) as made:
            yield made


@pytest.fixture(autouse=True)
def key_file(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUKE_KEY_FILE", str(bench.home.parent / "keys" / "pseudonym.key"))


def asked(bench: Workbench, **wish: Any) -> dict[str, Any]:
    started = bench.client("analyst").post(f"{API}/runs/newest/publications", json={**WISH, **wish})
    assert started.status_code == 202, started.text
    return bench.finished(started.json()["data"]["job"])


def fetched(bench: Workbench, product: str) -> zipfile.ZipFile:
    answer = bench.client("analyst").get(f"{API}/publications/{product}/pack")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_the_pack_holds_the_files_of_the_command_byte_for_byte(bench: Workbench, tmp_path: Path) -> None:
    done = asked(bench)
    assert done["status"] == "done", done
    pack = fetched(bench, done["result"]["publication"])
    space = Workspace(bench.home)
    folder = space.run_folder(next(iter(space.head()[1].runs.values())))
    words = ["publish", str(folder), "--out", str(tmp_path / "out"), "--region", "郑州"]
    words += ["--provider", "Example Ltd", "--title", "Customers of Zhengzhou"]
    assert CliRunner().invoke(app, words).exit_code == 0
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert {name.split("/", 1)[1]: pack.read(name) for name in pack.namelist()} == files
    pack.extractall(tmp_path / "unpacked")
    inner = next((tmp_path / "unpacked").iterdir())
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=inner, check=True)


def test_the_same_wish_gives_the_same_bytes(bench: Workbench) -> None:
    first, second = (asked(bench)["result"]["publication"] for _ in range(2))
    client = bench.client("analyst")
    one, other = (client.get(f"{API}/publications/{name}/pack").content for name in (first, second))
    assert one == other


def test_what_is_offered_are_the_columns_and_the_values_to_choose_by(bench: Workbench) -> None:
    told = data(bench.client("analyst").get(f"{API}/runs/newest/publishing"))
    roles = {one["name"]: one["role"] for one in told["columns"]}
    assert (roles["region"], roles["tier"], roles["r_score"], roles["monetary"]) == (
        "attribute",
        "result",
        "score",
        "figure",
    )
    region = next(one for one in told["columns"] if one["name"] == "region")
    cities = [row[4] for row in {row[0]: row for row in lines(300)}.values()]
    assert {one["value"]: one["customers"] for one in region["values"]} == {city: cities.count(city) for city in cities}
    assert told["sensitive"] == "tier"


def test_a_product_shows_what_the_gate_reached_its_dictionary_and_a_sample(bench: Workbench) -> None:
    product = asked(bench)["result"]["publication"]
    told = data(bench.client("admin").get(f"{API}/publications/{product}"))
    assert told["report"]["k"]["after"] >= told["report"]["k"]["asked"] == 5
    assert told["report"]["l"]["after"] >= 2
    customers = told["report"]["customers"]
    assert customers["published"] + customers["suppressed"] == customers["chosen"]
    assert [one["field"] for one in told["dictionary"]] == told["sample"]["columns"]
    assert told["dictionary"][0]["treatment"]["en"].startswith("keyed pseudonym")
    assert "138" not in "".join(row[0] for row in told["sample"]["rows"])
    assert {one["name"] for one in told["files"]} >= {"data.csv", "dictionary.xlsx", "SHA256SUMS"}
    assert product in [one["id"] for one in data(bench.client("admin").get(f"{API}/publications"))]


def test_a_gate_that_does_not_open_says_how_many_would_have_to_go(bench: Workbench) -> None:
    done = asked(bench, k=400, most="0")
    assert done["status"] == "failed"
    assert done["error"]["code"] in {"E-PUB-GATE", "E-PUB-FEW"}
    assert done["error"]["hint"]


@pytest.mark.parametrize(
    ("wish", "status"),
    [({"k": 1}, 422), ({"most": "1"}, 422), ({"cycle": "daily"}, 422), ({"unknown": 1}, 422)],
    ids=str,
)
def test_a_wish_that_cannot_be_meant_starts_no_job(bench: Workbench, wish: dict[str, Any], status: int) -> None:
    answer = bench.client("analyst").post(f"{API}/runs/newest/publications", json={**WISH, **wish})
    assert answer.status_code == status


def test_whoever_only_looks_publishes_nothing_and_what_leaves_is_in_the_log(bench: Workbench) -> None:
    product = asked(bench)["result"]["publication"]
    fetched(bench, product)
    for role in ("viewer", "sales"):
        client = bench.client(role)
        assert client.get(f"{API}/publications").status_code == 403
        assert client.get(f"{API}/publications/{product}/pack").status_code == 403
        assert client.post(f"{API}/runs/newest/publications", json=WISH).status_code == 403
    log = [(one["what"], one["target"]) for one in data(bench.client("admin").get(f"{API}/audit"))]
    assert ("publish.fetch", product) in log
    assert any(what == "publish.make" and target.endswith("by region") for what, target in log)


def test_what_was_made_goes_when_somebody_is_forgotten(bench: Workbench) -> None:
    product = asked(bench)["result"]["publication"]
    admin = bench.client("admin")
    someone = lines(300)[0][0]
    erased = admin.post(f"{API}/privacy/erase", json={"ids": [someone]})
    assert bench.finished(erased.json()["data"]["job"])["status"] == "done"
    assert admin.get(f"{API}/publications/{product}").status_code == 404
    assert data(admin.get(f"{API}/publications")) == []
