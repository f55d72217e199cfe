"""The golden order book under all of its schemes: every cell of every expected table, twice over."""

import csv
import subprocess
import sys

import pytest

from oracle import SCHEMES, written

from .books import SHARED, rate

GOLDEN = SHARED / "golden"
AS_OF = "2024-12-31"
ROWS = {
    "rfm-quintile-weighted": ("Z3", "Z4", "Z5"),
    "activity-contribution-rank": ("C1", "C2", "C3", "C4"),
    "octants-mean": ("D1", "D15"),
    "octants-median": ("D1", "D15"),
    "ladder-25": ("D2",),
    "quartile-code": ("D12",),
    "nested-125": ("D8",),
    "abc-pareto": ("D7",),
}
EVERY_SCHEME = [pytest.param(scheme, marks=pytest.mark.row(*ROWS[scheme])) for scheme in SCHEMES]

pytestmark = pytest.mark.skipif(not GOLDEN.is_dir(), reason="the golden folder is not here")


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def in_the_columns_of(wanted, rows):
    return [{name: row[name] for name in wanted[0]} for row in rows]


@pytest.mark.parametrize("scheme", EVERY_SCHEME)
def test_every_cell_from_python_is_the_golden_cell(scheme):
    rated = rate(
        GOLDEN / "orders.csv",
        scheme=scheme,
        as_of=AS_OF,
        metrics="all",
        interactions=GOLDEN / "interactions.csv",
    )
    wanted = table(GOLDEN / f"{scheme}.csv")
    rows = [{"customer_id": customer, **row} for customer, row in rated.rows.items()]
    texts = [{name: written(value) for name, value in row.items()} for row in rows]
    assert in_the_columns_of(wanted, texts) == wanted


@pytest.mark.slow
@pytest.mark.parametrize("scheme", EVERY_SCHEME)
def test_every_cell_of_the_csv_is_the_golden_text(scheme, tmp_path):
    command = [sys.executable, "-m", "shuke", "score", GOLDEN / "orders.csv", "--scheme", scheme, "--as-of", AS_OF]
    command += ["--metrics", "all", "--interactions", GOLDEN / "interactions.csv"]
    command += ["--format", "csv", "--raw", "--out", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    wanted = table(GOLDEN / f"{scheme}.csv")
    assert in_the_columns_of(wanted, table(tmp_path / "customers.csv")) == wanted
