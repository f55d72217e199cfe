"""A published randomised mailing: the lifts of both mails as a textbook computes them, and a list in a fair split."""

from __future__ import annotations

import csv
import gzip
from math import sqrt

import numpy as np
import pytest

from rating.books import SHARED
from shuke.campaign.allocate import Limits, allocate
from shuke.campaign.effect import Arm, in_mean, in_rate
from shuke.campaign.uplift import by_cell

FILE = SHARED / "data" / "hillstrom_email.csv.gz"
pytestmark = [
    pytest.mark.skipif(not FILE.is_file(), reason="the folder of real data is not here"),
    pytest.mark.row("X7", "D5"),
]
NONE = "No E-Mail"


@pytest.fixture(scope="module")
def mailed() -> list[dict[str, str]]:
    with gzip.open(FILE, "rt", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def arm(rows: list[dict[str, str]], segment: str, figure: str) -> Arm:
    values = [float(row[figure]) for row in rows if row["segment"] == segment]
    return Arm(len(values), sum(value > 0 for value in values), sum(values), sum(value**2 for value in values))


@pytest.mark.parametrize(
    ("mail", "lift", "low", "high", "z"),
    [("Mens E-Mail", 0.07659, 0.06995, 0.08323, 22.49), ("Womens E-Mail", 0.04523, 0.03889, 0.05157, 13.95)],
)
def test_visits_rose_as_published(
    mailed: list[dict[str, str]], mail: str, lift: float, low: float, high: float, z: float
) -> None:
    there, rest = arm(mailed, mail, "visit"), arm(mailed, NONE, "visit")
    found = in_rate(there, rest, 1.0)
    p, q = there.rate, rest.rate
    width = 1.959964 * sqrt(p * (1 - p) / there.customers + q * (1 - q) / rest.customers)
    assert found.single == pytest.approx((p - q - width, p - q + width), abs=5e-6)
    assert (found.estimate, *found.single) == pytest.approx((lift, low, high), abs=1e-5)
    assert found.z == pytest.approx(z, abs=0.005)


@pytest.mark.parametrize(
    ("mail", "lift", "error"), [("Mens E-Mail", 0.7698, 0.1452), ("Womens E-Mail", 0.4244, 0.1303)]
)
def test_spending_rose_as_published(mailed: list[dict[str, str]], mail: str, lift: float, error: float) -> None:
    found = in_mean(arm(mailed, mail, "spend"), arm(mailed, NONE, "spend"), 1.0)
    assert (found.estimate, found.error) == pytest.approx((lift, error), abs=5e-5)


def test_a_list_by_measured_uplift_catches_more_than_the_top_of_the_rating_and_than_lot(
    mailed: list[dict[str, str]],
) -> None:
    mail = "Womens E-Mail"
    rows = [row for row in mailed if row["segment"] in {mail, NONE}]
    visit = np.array([float(row["visit"]) for row in rows])
    sent = np.array([row["segment"] == mail for row in rows])
    names = sorted({f"{row['womens']}{row['mens']}-{row['newbie']}-{row['channel']}" for row in rows})
    cell = np.array([names.index(f"{row['womens']}{row['mens']}-{row['newbie']}-{row['channel']}") for row in rows])
    recency, history = (np.array([float(row[name]) for row in rows]) for name in ("recency", "history"))
    rank = np.argsort(np.argsort(-recency)) + np.argsort(np.argsort(history))
    caught = {"list": 0.0, "top": 0.0, "lot": 0.0}
    for seed in range(5):
        mixed = np.random.default_rng(seed).permutation(len(rows))
        learn, test = mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]
        half = len(test) // 2
        counts = []
        for part in (learn[sent[learn]], learn[~sent[learn]]):
            responses = np.bincount(cell[part], weights=visit[part], minlength=len(names))
            counts.append((responses, np.bincount(cell[part], minlength=len(names)).astype(float)))
        worth = np.maximum(by_cell(*counts).estimate[cell[test]], 1e-9)[:, None]
        option = allocate(worth, Limits(np.array([[1]]), np.array([half]))).option
        chosen = {
            "list": test[option == 0],
            "top": test[np.argsort(-rank[test], kind="stable")[:half]],
            "lot": test[:half],
        }
        for name, part in chosen.items():
            caught[name] += (visit[part[sent[part]]].mean() - visit[part[~sent[part]]].mean()) / 5
    assert caught["list"] > 1.4 * caught["lot"]
    assert caught["list"] > 1.6 * caught["top"]
