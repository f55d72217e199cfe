"""Results of two days, made from literal amounts under small schemes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import shuke
from rating.books import write_csv

HALVES = """\
scheme: halves
title: {en: Halves, zh: 两半}
scores:
  m_score: {quantiles: 2, metric: monetary}
composite:
  weights: {m_score: 1}
tiers:
  - {tier: A, at_least: 2}
  - {tier: B}
"""
Saved = Callable[..., Path]


@pytest.fixture(scope="session")
def made() -> dict[object, Path]:
    """Results that were made before, by what they were made of."""
    return {}


@pytest.fixture
def saved(tmp_path: Path, made: dict[object, Path]) -> Saved:
    """Rate customers of given amounts, each one order, as of the end of a year, and save the result."""

    def make(
        name: str,
        amounts: Mapping[str, int],
        scheme: str = HALVES,
        year: int = 2024,
        formats: tuple[str, ...] = ("parquet",),
        **options: object,
    ) -> Path:
        key = (tuple(amounts.items()), scheme, year, formats)
        if not options and key in made:
            return Path(shutil.copytree(made[key], tmp_path / name))
        document = tmp_path / f"{name}.yaml"
        document.write_text(scheme, encoding="utf-8")
        rows = [(who, f"S{who}", f"{year}-06-30", f"{amount}.00") for who, amount in amounts.items()]
        source = write_csv(tmp_path / f"{name}.csv", rows)
        result = shuke.score(source, document, f"{year}-12-31", **options)
        result.save(tmp_path / name, formats)
        result.close()
        if not options:
            made[key] = tmp_path / name
        return tmp_path / name

    return make
