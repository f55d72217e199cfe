"""Records of a text taken out by their numbers are those that the engine finds at these places."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from shuke.engines.duckdb import DuckDB
from shuke.ingest.text.lines import Lines

pytestmark = pytest.mark.row("Z1")

OPTIONS = "delim = ',', quote = '\"', escape = '\"', columns = {'c0': 'VARCHAR', 'c1': 'VARCHAR'}"


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("skip", [0, 3])
def test_the_records_at_some_places_are_those_of_the_whole_text(
    tmp_path: Path, skip: int, end: str, ended: bool
) -> None:
    """With titles above or none, either line end, a last line that ends or not, quotes and Chinese in the cells."""
    rng = random.Random(3)
    records = [f'顾客{number},"{rng.randrange(100)},""{number}"""' for number in range(500)]
    text = end.join([*("标题" for _ in range(skip)), *records]) + end * ended
    path = tmp_path / "卖.txt"
    path.write_bytes(text.encode())
    lines = Lines(path, skip, OPTIONS, tmp_path)
    with DuckDB(threads=1) as engine:
        whole = engine.run(f"SELECT *, ROW_NUMBER() OVER () - 1 FROM {lines.source}")
        for places in ([0], [499], [0, 1, 2, 498, 499], sorted(rng.sample(range(500), 60))):
            assert engine.run(f"SELECT * FROM {lines.at(places)}") == [whole[place] for place in places]
