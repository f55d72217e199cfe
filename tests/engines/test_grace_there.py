"""Grace is given at the desk, to whatever an engine has placed: the same bytes as from the embedded engine."""

from __future__ import annotations

from datetime import timedelta

import pytest

import shuke
from shuke.report.tables import write_parquet

from . import book
from .conftest import every_engine

pytestmark = [pytest.mark.row("B4"), pytest.mark.slow]
SCHEME = """\
extends: rfm-quintile-weighted
scheme: with-grace
title: {en: With grace, zh: 宽限}
grace: {margin: 0.3, ratings: 2}
"""


@every_engine
def test_an_engine_gives_the_same_grace(engine, files, tmp_path):
    document = tmp_path / "grace.yaml"
    document.write_text(SCHEME, encoding="utf-8")
    earlier = shuke.score(files["orders"], document, book.AS_OF - timedelta(days=90), raw=True)
    earlier.save(tmp_path / "earlier", ["parquet"])
    earlier.close()
    told = []
    for name, source, options in (("here", files["orders"], {}), ("there", "orders", {"engine": engine.url})):
        more = engine.options if options else {}
        result = shuke.score(source, document, book.AS_OF, raw=True, earlier=tmp_path / "earlier", **options, **more)
        write_parquet(result.rating, tmp_path / f"{name}.parquet")
        told.append(((tmp_path / f"{name}.parquet").read_bytes(), result.summary["grace"]))
        result.close()
    assert told[0] == told[1]
    assert told[0][1]["held"] > 0
