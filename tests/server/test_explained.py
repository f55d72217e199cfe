"""Every built-in scheme's explanation fits the shape that the interface promises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import shuke
from cli.terminal import shuke as command
from shuke.errors import SchemeError
from shuke.explain.document import document
from shuke.scheme.parse import library_ids
from shuke.server.routes.explained import Explained


@pytest.mark.slow
@pytest.mark.row("X4")
def test_the_explanation_of_every_scheme_comes_back_as_it_was_told(tmp_path: Path) -> None:
    assert command("demo", "--customers", "120", "--out", str(tmp_path)).code == 0
    sample = tmp_path / "sample"
    explained, refused = [], []
    for name in library_ids():
        try:
            result = shuke.score(
                sample / "sales.csv",
                scheme=name,
                as_of="2024-12-31",
                interactions=sample / "interactions.csv",
                customers=sample / "customers.csv",
            )
        except SchemeError:
            refused.append(name)
            continue
        rows = result.customers.rows()
        for row in (rows[0], rows[len(rows) // 2]):
            told = document(result.explain(str(row["customer_id"])))
            shape = Explained.model_validate(json.loads(json.dumps(told)))
            assert shape.model_dump(exclude_unset=True, by_alias=True) == told
            explained.append(name)
        result.close()
    assert len(set(explained)) >= 25, refused
