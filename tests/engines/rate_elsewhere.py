"""Rate the book's tables on a cluster from a process of its own: URL, folder of tables, folder of results, schemes.

A process has one Java machine, and the tests have one already.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import parse_qsl

import shuke
from shuke.report.tables import write_parquet


def main(url: str, tables: str, out: str, as_of: str, *schemes: str) -> None:
    if url.startswith("spark://"):
        hold_application(url)
    names = {name: f'parquet."{tables}/{name}"' for name in ("orders", "contacts", "people")}
    for scheme in schemes:
        result = shuke.score(
            names["orders"],
            scheme=scheme,
            as_of=as_of,
            engine=url,
            raw=True,
            interactions=names["contacts"],
            customers=names["people"],
        )
        write_parquet(result.rating, Path(out) / f"{scheme}.parquet")
        (Path(out) / f"{scheme}.json").write_text(json.dumps(result.summary), encoding="utf-8")
        result.close()


def hold_application(url: str) -> None:
    """Start an application that every rating then runs in."""
    from pyspark.sql import SparkSession

    place, _, settings = url.partition("?")
    builder = SparkSession.builder.master(place)
    for name, value in parse_qsl(settings):
        builder = builder.config(name, value)
    builder.getOrCreate()


if __name__ == "__main__":
    main(*sys.argv[1:])
