"""A shop's sample, rated once under each scheme that a test asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from shuke.rating import Options, Rating
from shuke.rating import rate as run
from shuke.sample import write_sample
from shuke.scheme.parse import scheme_text

OTHER = """\
extends: rfm-quintile-weighted
scheme: other
title: {en: Frequency first, zh: 频次优先}
composite:
  weights: {r_score: 0.2, f_score: 0.5, m_score: 0.3}
tiers:
  - {tier: A, at_least: 4.2}
  - {tier: B, at_least: 3}
  - {tier: C, at_least: 2}
  - {tier: D}
"""
LONGER = """\
extends: rfm-quintile-weighted
scheme: longer
title: {en: Two years, zh: 两年}
period: 24 months
"""
METALS = """\
extends: rfm-quintile-weighted
scheme: metals
title: {en: Metals, zh: 金属}
tiers:
  - {tier: platinum, at_least: 4.5}
  - {tier: gold, at_least: 3}
  - {tier: silver, at_least: 2}
  - {tier: bronze}
"""
# Two tiers more, one of them between others.
MORE = """\
extends: rfm-quintile-weighted
scheme: more
tiers:
  - {tier: S, at_least: 4.8}
  - {tier: A, at_least: 4}
  - {tier: B, at_least: 3}
  - {tier: C+, at_least: 2.5}
  - {tier: C, at_least: 2}
  - {tier: D}
"""
BASE = "rfm-quintile-weighted"
Rate = Callable[[str], Rating]


@pytest.fixture(scope="session")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("whatif"), 600, 5).sales


@pytest.fixture(scope="session")
def rate(sales: Path) -> Iterator[Rate]:
    """Rate the sample under a built-in scheme or a scheme's text, each once."""
    held: dict[str, Rating] = {}

    def rated(scheme: str) -> Rating:
        if scheme not in held:
            text, name = (scheme, "scheme.yaml") if "\n" in scheme else scheme_text(scheme)
            held[scheme] = run(sales, text, Options(as_of=date(2024, 12, 31), raw_ids=True), name=name)
        return held[scheme]

    yield rated
    for rating in held.values():
        rating.engine.close()
