"""Spark as a cluster of processes on loopback, a master and two workers, and a Connect server on it."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from .servers import free_port

HERE = "127.0.0.1"
# Short runs: quick compilation, and no threads for garbage.
LIGHT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
# Of small tables, compiling the questions would cost more than the work.
INTERPRETED = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
WORKERS = 2
PATIENCE = 120


def setting(name: str, value: str) -> tuple[str, str]:
    return "--conf", f"{name}={value}"


@contextmanager
def standalone(folder: Path, memory: str = "1g") -> Iterator[str]:
    """A master and two workers of one core each: yields the master's URL."""
    port, page = free_port(), free_port()
    place = "org.apache.spark.deploy"
    url = f"spark://{HERE}:{port}"
    with process(folder, "master", f"{place}.master.Master", *at(port, page)):
        wait(lambda: told(page) is not None)
        names = [f"worker{number}" for number in range(WORKERS)]
        with ExitStack() as workers:
            for name in names:
                started = process(folder, name, f"{place}.worker.Worker", *at(0, 0), *room(folder / name, memory), url)
                workers.enter_context(started)
            wait(lambda: (told(page) or {}).get("aliveworkers") == WORKERS)
            yield url


@contextmanager
def connect_server(folder: Path, master: str) -> Iterator[str]:
    """A Connect server whose work is done by a cluster: yields its URL."""
    port = free_port()
    settings = {
        "spark.connect.grpc.binding.address": HERE,
        "spark.connect.grpc.binding.port": str(port),
        "spark.driver.host": HERE,
        "spark.driver.bindAddress": HERE,
        "spark.driver.extraJavaOptions": LIGHT,
        "spark.executor.extraJavaOptions": LIGHT,
        "spark.executor.memory": "512m",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        **INTERPRETED,
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    given = [part for name, value in settings.items() for part in setting(name, value)]
    name = "org.apache.spark.sql.connect.service.SparkConnectServer"
    with process(
        folder,
        "connect",
        "org.apache.spark.deploy.SparkSubmit",
        "--master",
        master,
        *given,
        "--class",
        name,
        "spark-internal",
    ):
        wait(lambda: "started at" in (folder / "connect.log").read_text(encoding="utf-8"))
        yield f"sc://{HERE}:{port}"


def at(port: int, page: int) -> tuple[str, ...]:
    return "--host", HERE, "--port", str(port), "--webui-port", str(page)


def room(folder: Path, memory: str) -> tuple[str, ...]:
    return "-c", "1", "-m", memory, "-d", str(folder)


@contextmanager
def process(folder: Path, name: str, *command: str) -> Iterator[None]:
    """A process of Spark's own program; it is ended at the end, and everything it said is in a file."""
    import pyspark

    home = Path(pyspark.__file__).parent
    surroundings = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HERE, "SPARK_DAEMON_JAVA_OPTS": LIGHT}
    with (folder / f"{name}.log").open("wb") as log:
        running = subprocess.Popen(
            [home / "bin" / "spark-class", *command], cwd=folder, env=surroundings, stdout=log, stderr=log
        )
    try:
        yield
    finally:
        running.terminate()
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def told(page: int) -> dict[str, object] | None:
    """What the master says of itself; None while it is not there."""
    with suppress(OSError, ValueError), urllib.request.urlopen(f"http://{HERE}:{page}/json/", timeout=5) as answer:
        found: dict[str, object] = json.load(answer)
        return found
    return None


def wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end, "it did not start in time"
        time.sleep(0.2)
