from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import shuke
from cli.sales import write
from shuke.report.figures import figures
from shuke.sample import write_sample
from shuke.scheme.parse import library_ids


@dataclass(frozen=True)
class Reported:
    """A rating with its figures, and the rated table as plain rows."""

    result: shuke.Result
    figures: dict[str, Any]
    rows: list[dict[str, Any]]

    def column(self, name: str) -> list[Any]:
        """One column of the rated table."""
        return [row[name] for row in self.rows]


def inside(page: Path) -> dict[str, Any]:
    """The figures that a report page carries."""
    found = re.search(r'<script id="shuke-data"[^>]*>(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    figures: dict[str, Any] = json.loads(found[1])
    return figures


def one_sale_each(amounts: list[str]) -> list[tuple[str, str, str, str]]:
    return [(f"C{n:04}", f"S{n}", f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}", amount) for n, amount in enumerate(amounts)]


def shops(folder: Path) -> dict[str, Path]:
    """Sales of very different shape."""
    chance = random.Random(7)
    skewed = [f"{chance.paretovariate(1.1) * 40:.2f}" for _ in range(700)]
    few_values = [chance.choice(["10", "10", "10", "25.50", "99.99"]) for _ in range(333)]
    fine = [f"{chance.uniform(0.01, 3):.4f}" for _ in range(400)]
    owing = [*one_sale_each(skewed[:60])]
    owing += [(f"C{n:04}", f"R{n}", "2024-12-01", f"-{n * 12 + 1}.10") for n in range(0, 60, 3)]
    tables = {
        "skewed": one_sale_each(skewed),
        "few values": one_sale_each(few_values),
        "four places": one_sale_each(fine),
        "equal": one_sale_each(["5.00"] * 50),
        "one customer": one_sale_each(["12.34"]),
        "seven customers": one_sale_each(["1", "2", "3", "4", "5", "6", "1000"]),
        "more given back than bought": owing,
    }
    found = {}
    for name, rows in tables.items():
        (folder / name).mkdir()
        found[name] = write(folder / name / "sales.csv", rows)
    return {**found, "sample": write_sample(folder / "sample", 300, 3).sales}


SHOPS = (
    "skewed",
    "few values",
    "four places",
    "equal",
    "one customer",
    "seven customers",
    "more given back than bought",
    "sample",
)


@pytest.fixture(scope="session")
def every_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Reported]]:
    """Rate a shop of that name, once."""
    folder = tmp_path_factory.mktemp("shops")
    sources = shops(folder)
    kept: dict[str, Reported] = {}

    def rated(name: str) -> Reported:
        if name not in kept:
            result = shuke.score(sources[name], as_of="2024-12-31")
            result.save(folder / f"{name} rated", ["csv"], "zh")
            kept[name] = Reported(result, inside(folder / f"{name} rated" / "report.html"), result.customers.rows())
        return kept[name]

    yield rated
    for reported in kept.values():
        reported.result.close()


@pytest.fixture(params=SHOPS)
def reported(request: pytest.FixtureRequest, every_shop: Callable[[str], Reported]) -> Reported:
    """Each of the shops."""
    return every_shop(request.param)


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of one sample's result in both languages, with names that try to break out of a page."""
    folder = tmp_path_factory.mktemp("saved")
    sales = write_sample(folder / "sample", 300, 3).sales
    hostile = sales.with_name("<script>alert(1)<!--.csv")
    wrong = 'H1,2024-05-05,C00001,n,p,c,1,1,"</script><script>alert(1)</script>",a,b,c,,CNY\n'
    hostile.write_bytes(sales.read_bytes() + wrong.encode())
    result = shuke.score(hostile)
    for lang in ("en", "zh"):
        result.save(folder / lang, lang=lang)
    result.close()
    return {lang: folder / lang for lang in ("en", "zh")}


@dataclass(frozen=True)
class Ruled(Reported):
    """One sample rated under a built-in scheme."""

    scheme: str


@pytest.fixture(scope="session")
def every_scheme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Ruled]]:
    """Rate the sample under a built-in scheme, once; every seventh customer has an overdue payment."""
    folder = tmp_path_factory.mktemp("schemes")
    sample = write_sample(folder / "sample", 240, 5)
    overdue = folder / "customers.csv"
    lines = [f"C{number:05d},{2 if number % 7 == 0 else 0}" for number in range(1, 241)]
    overdue.write_text("\n".join(["customer_id,overdue", *lines]) + "\n", encoding="utf-8")
    kept: dict[str, Ruled] = {}

    def ruled(scheme: str) -> Ruled:
        if scheme not in kept:
            result = shuke.score(
                sample.sales, scheme, "2024-12-31", interactions=sample.interactions, customers=overdue
            )
            told = figures(result.rating, result.summary, "en")
            kept[scheme] = Ruled(result, json.loads(json.dumps(told)), result.customers.rows(), scheme)
        return kept[scheme]

    yield ruled
    for one in kept.values():
        one.result.close()


@pytest.fixture(params=library_ids())
def ruled(request: pytest.FixtureRequest, every_scheme: Callable[[str], Ruled]) -> Ruled:
    """Each of the built-in schemes."""
    return every_scheme(request.param)
