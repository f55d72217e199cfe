"""Groups of a real shop judged by its later half, as measured by others; absent, the test skips."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import shuke
from shuke.ingest.raw import Reading

pytestmark = [pytest.mark.row("T6"), pytest.mark.slow]

SHARED = Path(os.environ.get("SHUKE_SHARED", Path(__file__).resolve().parents[3] / "shared"))


@pytest.mark.parametrize(
    ("scheme", "eta2"), [("octants-mean", 0.258), ("octants-median", 0.216), ("abc-pareto", 0.128)]
)
def test_the_groups_of_the_cd_shop_differ_later_as_measured_by_others(tmp_path: Path, scheme: str, eta2: float) -> None:
    path = SHARED / "data" / "cdnow_sample.txt"
    if not path.is_file():
        pytest.skip("cdnow_sample.txt is not here")
    rows = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    lines = "".join(f"{row[1]},{row[2][:4]}-{row[2][4:6]}-{row[2][6:]},{row[4]}\n" for row in rows)
    source = tmp_path / "cdnow.csv"
    source.write_text(f"customer_id,date,amount\n{lines}", encoding="utf-8")
    result = shuke.score(source, scheme, "1997-09-30", zero_orders="purchase")
    result.save(tmp_path / "out", ["parquet"])
    result.close()
    found = shuke.validate(tmp_path / "out", source, resamples=0, reading=Reading(zero_orders="purchase"))
    (differs,) = [one.differs for one in found.figures if one.name == "later_revenue"]
    assert differs is not None
    assert differs.eta2 == pytest.approx(eta2, abs=0.004)
    assert differs.p < 1e-50
