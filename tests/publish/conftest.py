"""A result with attributes, as products are made from; the key lies in a folder of its own."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import shuke
from cli.sales import write

HEADERS = ("手机号", "订单号", "下单时间", "金额", "城市", "渠道")
CITIES = ("郑州", "郑州", "郑州", "洛阳", "开封")
INDUSTRIES = ("制造", "制造", "零售", "餐饮")


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "keys" / "pseudonym.key"
    monkeypatch.setenv("SHUKE_KEY_FILE", str(path))
    return path


def lines(customers: int, seed: int = 8) -> list[tuple[str, ...]]:
    """Orders of customers who are mobile numbers, each with a city and a channel of their own."""
    rng = random.Random(seed)
    rows = []
    for number in range(customers):
        mobile, city = f"138{number * 7919 % 10**8:08}", rng.choice(CITIES)
        for order in range(rng.randrange(1, 7)):
            day = f"2024-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
            cents = rng.randrange(100, 10 ** rng.randrange(3, 8))
            rows.append((mobile, f"S{number}-{order}", day, f"{cents / 100:.2f}", city, rng.choice(("网店", "门店"))))
    return rows


def people(customers: int, seed: int = 9) -> list[tuple[str, ...]]:
    rng = random.Random(seed)
    return [
        (
            f"138{number * 7919 % 10**8:08}",
            rng.choice(INDUSTRIES),
            f"联系人{number}",
            f"20{rng.randrange(10, 24)}-0{rng.randrange(1, 9)}-01",
        )
        for number in range(customers)
    ]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder of a result with the attributes region, channel and 行业."""
    return make(tmp_path, 300)


def make(folder: Path, customers: int, *carry: str, raw: bool = False) -> Path:
    source = write(folder / "sales.csv", lines(customers), HEADERS)
    table = write(folder / "customers.csv", people(customers), ("手机号", "行业", "联系人", "开户日期"))
    result = shuke.score(
        source, as_of="2024-12-31", customers=table, carry=carry or ("region", "channel", "行业"), raw=raw
    )
    result.save(folder / "result", ["parquet", "csv"])
    result.close()
    return folder / "result"
