"""Spark as a cluster, a standalone master with two workers, and Spark Connect: the bytes of the embedded engine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

import shuke
from effort import FULL, times
from shuke.report.tables import write_parquet

from . import book
from .clusters import HERE, INTERPRETED, LIGHT, connect_server, standalone

pytestmark = [pytest.mark.row("X5"), pytest.mark.slow]
pytest.importorskip("pyspark")
HELPER = Path(__file__).with_name("rate_elsewhere.py")
# Break values by order statistics, running totals, figures by floats.
SCHEMES = ("rfm-quintile-weighted", "abc-pareto", "rfmt-ahp")
SETTINGS = {
    "spark.driver.host": HERE,
    "spark.driver.bindAddress": HERE,
    "spark.driver.extraJavaOptions": LIGHT,
    "spark.executor.extraJavaOptions": LIGHT,
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    with standalone(folder) as url:
        yield folder, url


def address(url, **more):
    return f"{url}?{urlencode({**SETTINGS, **more})}"


def here(files, scheme, folder):
    """The bytes and the figures of the embedded engine."""
    result = shuke.score(
        files["orders"],
        scheme=scheme,
        as_of=book.AS_OF,
        raw=True,
        interactions=files["contacts"],
        customers=files["people"],
    )
    path = folder / f"{scheme}.here"
    write_parquet(result.rating, path)
    return path.read_bytes(), figures(json.loads(json.dumps(result.summary)))


def figures(summary):
    return {name: told for name, told in summary.items() if name not in {"accounts", "policies", "notes"}}


def elsewhere(url, files, folder, *schemes):
    command = [sys.executable, HELPER, url, files["orders"].parent, folder, book.AS_OF.isoformat(), *schemes]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    for scheme in schemes:
        summary = json.loads((folder / f"{scheme}.json").read_text(encoding="utf-8"))
        assert ((folder / f"{scheme}.parquet").read_bytes(), figures(summary)) == here(files, scheme, folder), scheme


def executors(folder):
    """The workers on which an executor has run."""
    return {path.parts[-4] for path in folder.glob("worker*/app-*/*/stderr")}


def test_the_command_line_rates_on_a_standalone_cluster(cluster, files, tmp_path):
    folder, url = cluster
    scheme, out = SCHEMES[0], tmp_path / "out"
    orders = f'parquet."{files["orders"]}"'
    given = ["--engine", address(url), "--scheme", scheme, "--as-of", book.AS_OF.isoformat(), "--raw", "--out", out]
    done = subprocess.run(
        [sys.executable, "-m", "shuke", "score", orders, *given, "--format", "parquet", "--lang", "en"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (out / "customers.parquet").read_bytes() == here(files, scheme, tmp_path)[0]
    assert "Traceback" not in done.stderr
    assert executors(folder) == {"worker0", "worker1"}
    manifest = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert "spark" in json.dumps(manifest["engine"])


@pytest.mark.skipif(not FULL, reason="an application of this process is there already in the tests of parity")
def test_ratings_run_in_an_application_that_is_there_already(cluster, files, tmp_path):
    elsewhere(address(cluster[1], **INTERPRETED), files, tmp_path, *SCHEMES[1:])


def test_a_connect_server_gives_the_same_bytes(cluster, files, tmp_path):
    folder, url = cluster
    # Whose processes do the work is no matter of the interface to it.
    with connect_server(folder, url if FULL else "local[1]") as server:
        elsewhere(server, files, tmp_path, *SCHEMES[: times(3, 1)])


def test_an_application_elsewhere_is_not_taken_for_the_one_that_was_named(spark):
    with pytest.raises(shuke.UsageError) as error:
        shuke.score("orders", engine="spark://127.0.0.1:1")
    assert error.value.key == "engine_other_application"


def test_a_connect_server_that_is_not_there_is_told():
    command = [sys.executable, "-m", "shuke", "score", "orders", "--engine", "sc://127.0.0.1:1", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2, done.stderr
    assert "Apache Spark at sc://127.0.0.1:1 cannot be used" in done.stderr
