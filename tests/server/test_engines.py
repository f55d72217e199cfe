"""Other engines over HTTP: which scheme runs where, connections that keep their secret, ratings set side by side."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from engines import book, servers
from engines.filled import PASSWORD, Filled, filled_postgres
from shuke.compile.capabilities import CAPABILITIES
from shuke.scheme.parse import library_ids

from .shop import data
from .workbench import API, Workbench, workbench

pytestmark = pytest.mark.row("X5")
ENGINES = f"{API}/engines"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("served") / "shop"
        patch.setenv("SHUKE_KEY_FILE", str(home.parent / "pseudonym.key"))
        with workbench(home) as made:
            yield made


@pytest.fixture(scope="module")
def there() -> Iterator[Filled]:
    pytest.importorskip("psycopg")
    if servers.PG_BIN is None:
        pytest.skip("PostgreSQL is not installed")
    tables = book.rows(800), book.contacts(), book.attributes()
    with servers.postgres() as url, filled_postgres(url, tables) as filled, pytest.MonkeyPatch.context() as patch:
        # The driver must not find the password by itself.
        patch.delenv("PGPASSWORD")
        yield filled


def saved(bench: Workbench, name: str, **wish: Any) -> Any:
    return bench.client("admin").put(f"{ENGINES}/connections/{name}", json=wish)


def ended(bench: Workbench, path: str, wish: dict[str, Any] | None = None, role: Any = "analyst") -> dict[str, Any]:
    asked = bench.client(role).post(f"{ENGINES}/connections/{path}", json=wish)
    assert asked.status_code == 202, asked.text
    return bench.finished(asked.json()["data"]["job"])


def test_the_table_says_of_every_scheme_where_it_runs_and_why_not(bench: Workbench) -> None:
    told = data(bench.client("viewer").get(ENGINES))
    assert [one["name"] for one in told["engines"]] == list(CAPABILITIES)
    assert [one["id"] for one in told["schemes"]] == list(library_ids())
    assert all(one["reasons"]["duckdb"] is None for one in told["schemes"])
    cannot = {one["id"] for one in told["schemes"] if one["reasons"]["spark"] is not None}
    split = {one["id"] for one in told["schemes"] if "ties: split" in (one["reasons"]["spark"] or "")}
    assert split <= cannot
    assert cannot < set(library_ids())


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgres://rater:sesame@db.example.org/shop", "E-ENGINE-PASSWORD-IN-URL"),
        ("postgres:///shop", "E-ENGINE-NOT-OVER-NETWORK"),
        ("chdb:///etc", "E-ENGINE-NOT-OVER-NETWORK"),
        ("spark-local:///x", "E-ENGINE-NOT-OVER-NETWORK"),
        ("postgres://db.example.org/shop?hostaddr=169.254.169.254", "E-ENGINE-SETTING-BARRED"),
        ("postgres://db.example.org/shop?passfile=/etc/passwd", "E-ENGINE-SETTING-BARRED"),
        pytest.param(
            "postgres://db.example.org/shop?host=/var/run/postgresql", "E-ENGINE-SETTING-BARRED", id="214-a-socket"
        ),
        ("http://db.example.org/", "E-ENGINE-UNKNOWN"),
        ("nonsense", "E-ENGINE-MALFORMED"),
    ],
)
def test_a_connection_names_a_host_and_nothing_that_leads_elsewhere(bench: Workbench, url: str, code: str) -> None:
    answer = saved(bench, "wrong", url=url)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert "sesame" not in answer.text
    assert data(bench.client("admin").get(f"{ENGINES}/connections")) == []


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        pytest.param("postgres://127.0.0.1:5432/shop", False, id="214-ones-own-machine"),
        ("postgres://10.0.0.8/shop", False),
        ("clickhouse://[::1]:8123/shop", False),
        pytest.param("clickhouse://169.254.169.254/shop", True, id="214-keys-of-a-cloud"),
        ("sc://169.254.169.254:80/shop", True),
    ],
)
def test_hosts_of_ones_own_network_want_leave_and_those_of_the_link_are_never_reached(
    bench: Workbench, url: str, inside: bool
) -> None:
    assert saved(bench, "barred", url=url, inside=inside).status_code == 200
    told = ended(bench, "barred/trial", role="admin")
    assert (told["status"], told["error"]["code"]) == ("failed", "E-ENGINE-HOST-BARRED")
    assert bench.client("admin").delete(f"{ENGINES}/connections/barred").status_code == 200


def test_a_typed_password_lies_in_a_file_of_its_owner_and_is_never_told(bench: Workbench, there: Filled) -> None:
    assert saved(bench, "shop", url=there.url, inside=True, password=PASSWORD).status_code == 200
    told = ended(bench, "shop/trial", role="admin")
    assert told["status"] == "done", told["error"]
    assert told["result"]["engine"] == "PostgreSQL"
    client = bench.client("admin")
    for path in ("engines/connections", "jobs", "audit", "settings"):
        assert PASSWORD not in client.get(f"{API}/{path}").text
    assert PASSWORD.encode() not in bench.kept()
    file = bench.context.folder / "engines" / "secrets" / "shop"
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    assert data(client.get(f"{ENGINES}/connections"))[0]["password"] == "file"
    elsewhere = saved(bench, "shop", url="postgres://rater@evil.example.org/x", keep_password=True)
    assert elsewhere.json()["error"]["code"] == "E-ENGINE-PASSWORD-ELSEWHERE"
    assert saved(bench, "shop", url=there.url, inside=True, keep_password=True, writes=True).json()["data"]["ready"]


def test_a_password_of_the_environment_is_named_and_not_copied(
    bench: Workbench, there: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = saved(bench, "by-name", url=there.url, inside=True, password_env="SHUKE_SECRET_NOT_THERE")
    assert (made.json()["data"]["password"], made.json()["data"]["ready"]) == ("SHUKE_SECRET_NOT_THERE", False)
    told = ended(bench, "by-name/trial", role="admin")
    assert told["error"]["code"] == "E-ENGINE-SECRET-MISSING"
    assert saved(bench, "other", url=there.url, password_env="PATH").status_code == 422
    assert "PGPASSWORD" not in os.environ


def test_a_rating_there_has_every_cell_of_the_embedded_engine_and_is_written_back(
    bench: Workbench, there: Filled
) -> None:
    assert saved(bench, "shop", url=there.url, inside=True, writes=True, password=PASSWORD).status_code == 200
    wish = {"table": "orders", "scheme": "rfm-quintile-weighted", "as_of": book.AS_OF.isoformat(), "compare": True}
    answers = {"many-rejected": "go-on"}
    told = ended(bench, "shop/ratings", {**wish, "decide": answers, "write_table": "ratings"})
    assert told["status"] == "done", told["error"]
    listed = data(bench.client("analyst").get(f"{ENGINES}/ratings"))[0]
    compared = listed["compared"]
    assert compared is not None, listed["not_compared"]
    assert compared["differing"] == {}
    assert compared["equal"] == compared["cells"] == compared["customers"] * compared["columns"]
    assert compared["customers"] == listed["rated"] > 100
    rows = there.run("SELECT COUNT(*), COUNT(DISTINCT customer_id) FROM ratings")
    assert rows == [(listed["rated"], listed["rated"])]
    pack = bench.client("analyst").get(f"{ENGINES}/ratings/{listed['id']}/pack")
    with zipfile.ZipFile(io.BytesIO(pack.content)) as files:
        names = {name.split("/", 1)[1]: name for name in files.namelist()}
        assert {"customers.parquet", "customers.xlsx", "run.json"} <= names.keys()
        assert json.loads(files.read(names["run.json"]))["engine"]["name"] == "postgres"
        assert PASSWORD.encode() not in b"".join(files.read(name) for name in files.namelist())


def test_nobody_reads_a_file_of_the_server_or_writes_where_it_is_not_allowed(bench: Workbench, there: Filled) -> None:
    assert saved(bench, "read-only", url=there.url, inside=True, password=PASSWORD).status_code == 200
    wish = {"table": "orders", "scheme": "rfm-quintile-weighted"}
    client = bench.client("analyst")
    barred = client.post(f"{ENGINES}/connections/read-only/ratings", json={**wish, "write_table": "ratings"})
    assert (barred.status_code, barred.json()["error"]["code"]) == (403, "E-ENGINE-WRITES-BARRED")
    path = client.post(f"{ENGINES}/connections/read-only/ratings", json={**wish, "customers": "/etc/passwd"})
    assert path.status_code == 422
    assert client.put(f"{ENGINES}/connections/mine", json={"url": there.url}).status_code == 403
    assert bench.client("viewer").get(f"{ENGINES}/connections").status_code == 403
    assert client.post(f"{ENGINES}/connections/nobody/ratings", json=wish).status_code == 404
