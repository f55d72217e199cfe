"""A session of Spark by an address; how it computes is fixed here, not by the cluster."""

from __future__ import annotations

import socket
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from shuke.engines.address import Address
from shuke.engines.problems import unreachable
from shuke.errors import UsageError

TITLE = "Apache Spark"
SETTINGS = {
    # Errors instead of nulls and wrong figures; decimals keep their places.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "false",
    # A view is understood once, when it is made, and not with every question that looks at it.
    "spark.sql.legacy.storeAnalyzedPlanForView": "true",
}
STARTED = {
    "spark.app.name": "shuke",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.maxResultSize": "0",
}
THREADS = "threads"
CONNECT_PORT, PATIENCE = 15002, 15


def session(address: Address) -> tuple[SparkSession, bool]:
    """Return a session of its own, and whether the application was started for it.

    Raises:
        UsageError: there is none at the address, or a setting is none of Spark's.
    """
    settings = {name: value for name, value in address.settings if name != THREADS}
    for name in settings:
        if not name.startswith("spark."):
            raise UsageError("engine_setting_unknown", name=name)
    try:
        if address.scheme == "sc":
            found, started = _connected(address, settings), False
        else:
            found, started = _driven(address, settings)
        for name, value in SETTINGS.items():
            found.conf.set(name, value)
        # The first question shows whether anybody is there.
        found.sql("SELECT 1").collect()
        if address.database:
            found.catalog.setCurrentDatabase(address.database)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - drivers of Java, of gRPC and of sockets fail in ways of their own
        raise unreachable(TITLE, address.shown, error) from None
    return found, started


def _connected(address: Address, settings: dict[str, str]) -> SparkSession:
    port = address.port or CONNECT_PORT
    # The client tries again for many minutes; whether anybody listens is known at once.
    socket.create_connection((address.host or "localhost", port), PATIENCE).close()
    url = f"sc://{address.host or 'localhost'}:{port}"
    given = {"user_id": address.user, "token": address.password}
    more = ";".join(f"{name}={value}" for name, value in given.items() if value)
    builder: Any = SparkSession.builder.remote(f"{url}/;{more}" if more else url)
    found: SparkSession = builder.create()
    for name, value in settings.items():
        found.conf.set(name, value)
    return found


def _driven(address: Address, settings: dict[str, str]) -> tuple[SparkSession, bool]:
    """Return a session of an application in this process: the one that runs already, else one that is started.

    Raises:
        UsageError: the application that runs already is another than the one that the address names.
    """
    threads = dict(address.settings).get(THREADS, "*")
    local = address.scheme == "spark-local"
    master = f"local[{threads}]" if local else f"spark://{address.host}:{address.port or 7077}"
    there = _running()
    if there is not None:
        found = there.sparkContext.master or ""
        if found != master and not (local and found.startswith("local")):
            raise UsageError("engine_other_application", address=address.shown)
        fresh = there.newSession()
        for name, value in settings.items():
            if fresh.conf.isModifiable(name):
                fresh.conf.set(name, value)
        return fresh, False
    builder: Any = SparkSession.builder.master(master)
    for name, value in {**STARTED, **settings}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate(), True


def _running() -> SparkSession | None:
    from pyspark import SparkContext

    if SparkContext._active_spark_context is None:
        return None
    return SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()


def is_missing(error: PySparkException) -> bool:
    """Tell whether a table is not there."""
    condition = error.getCondition() or ""
    return condition.startswith(("TABLE_OR_VIEW_NOT_FOUND", "SCHEMA_NOT_FOUND", "PATH_NOT_FOUND"))
