"""A thousand personal values, planted in every column of a file, are nowhere to be found afterwards."""

from __future__ import annotations

import random
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.sales import write
from cli.terminal import shuke as run
from ingest.books import workbook
from privacy.searched import ENCODINGS, found_in, leaks

pytestmark = pytest.mark.row("Z1", "Z8")

HEADERS = (
    "客户编号",
    "客户名称",
    "手机",
    "订单号",
    "下单时间",
    "金额",
    "数量",
    "商品",
    "类别",
    "渠道",
    "城市",
    "业务员",
    "促销",
    "订单状态",
    "备注",
)
EVERY = 1_000


@dataclass(frozen=True)
class Planted:
    """Personal values by kind, 1,000 in all."""

    mobiles: list[str]
    identities: list[str]
    cards: list[str]
    emails: list[str]
    names: list[str]
    addresses: list[str]

    @property
    def all(self) -> list[str]:
        return [*self.mobiles, *self.identities, *self.cards, *self.emails, *self.names, *self.addresses]


def planted() -> Planted:
    rng = random.Random(118)

    def digits(count: int) -> str:
        return "".join(str(rng.randrange(10)) for _ in range(count))

    surnames, given = "赵钱孙李周吴郑王冯陈", "曦煜璟珩翊骁霖妍菡馨"
    names = sorted({f"{a}{b}{c}" for a in surnames for b in given for c in given if b != c})
    return Planted(
        [f"1{rng.choice('35789')}{digits(9)}" for _ in range(300)],
        [
            f"{rng.choice('123456')}{digits(5)}19{rng.randrange(50, 99)}0{rng.randrange(1, 9)}1{digits(4)}X"
            for _ in range(200)
        ],
        [f"62{digits(17)}" for _ in range(150)],
        [f"u{digits(7)}@mail{n}.example" for n in range(100)],
        rng.sample(names, 150),
        [f"浙江省杭州市西湖区文{n}路{digits(3)}号{n}单元" for n in range(100)],
    )


def rows(one: Planted) -> list[tuple[str, ...]]:
    """Every value once as the customer and once in another column, wherever that can be typed."""
    rng = random.Random(7)
    values = one.all
    made = []
    for number, value in enumerate(values):
        row = [
            f"C{number:04}",
            "散客",
            "",
            f"S{number}",
            f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            f"{number + 1}.50",
        ]
        row += ["1", "茶", "食品", "网店", "杭州", "周晓岚", "", "交易成功", ""]
        column = number % len(HEADERS)
        if HEADERS[column] == "金额" and value.isdigit():
            column = HEADERS.index("备注")
        row[column] = value
        if number % 3 == 0 and HEADERS[column] not in {"下单时间", "金额"}:
            row[HEADERS.index("备注")] = f"请联系 {rng.choice(values)}，谢谢"
        made.append(tuple(row))
    ids = [*one.mobiles, *one.identities, *one.cards, *one.emails, *one.names]
    made += [
        (
            value,
            "散客",
            "",
            f"T{n}",
            f"2024-05-{n % 28 + 1:02}",
            "9.90",
            "1",
            "茶",
            "食品",
            "网店",
            "杭州",
            "",
            "",
            "交易成功",
            "",
        )
        for n, value in enumerate(ids)
    ]
    return made


def test_there_are_a_thousand_different_values() -> None:
    assert len(set(planted().all)) == EVERY


@pytest.mark.slow
@pytest.mark.promise("F1")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_planted_value_is_in_anything_that_is_written_or_said(
    kind: str, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    one = planted()
    source = tmp_path / "in" / f"sales.{'xlsx' if kind == 'xlsx' else 'csv'}"
    source.parent.mkdir()
    if kind == "xlsx":
        workbook(source, [HEADERS, *rows(one)])
    else:
        write(source, rows(one), HEADERS)
    temp = tmp_path / "temp"
    temp.mkdir()
    out = tmp_path / "out"
    formats = ["--format", "csv", "--format", "xlsx", "--format", "parquet"]
    carry = [word for name in ("城市", "渠道", "商品", "促销") for word in ("--carry", name)]
    said = [run("score", source, "--out", out, *formats, *carry, TMPDIR=str(temp))]
    assert said[0].code == 0, said[0].err
    said += [run("inspect", source, "--lang", "zh", TMPDIR=str(temp))]
    said += [run("explain", out, value, TMPDIR=str(temp)) for value in (one.mobiles[0], one.names[0])]
    spoken = [(f"said {n}", (one.out + one.err).encode()) for n, one in enumerate(said)]
    told, written = found_in(spoken, one.all), leaks(out, one.all)
    hits = len(told) + len(written)
    figure(f"{kind}: {hits} of {len(one.all):,} planted identifiers found, in {len(ENCODINGS)} encodings")
    assert (told, written) == ([], [])
    assert list(temp.iterdir()) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_row_of_data_in_the_place_of_headers_is_not_told(lang: str, tmp_path: Path) -> None:
    one = planted()
    row = (one.names[0], one.mobiles[0], one.identities[0], one.cards[0], one.emails[0], one.addresses[0], "2024-01-05")
    source = write(tmp_path / "sales.csv", [row] * 3, row)
    for said in (
        run("score", source, "--out", tmp_path / "out", "--lang", lang),
        run("inspect", source, "--lang", lang),
    ):
        assert said.code == 3
        assert found_in([("said", (said.out + said.err).encode())], one.all) == []


def test_personal_data_in_notes_and_names_are_told_and_not_written(tmp_path: Path) -> None:
    one = planted()
    rows = [
        (f"C{n}", value, f"S{n}", "2024-03-05", "9.90", f"打 {value}")
        for n, value in enumerate([*one.mobiles[:7], *one.emails[:5]])
    ]
    source = write(tmp_path / "sales.csv", rows, ("客户编号", "客户名称", "订单号", "下单时间", "金额", "备注"))
    said = run("score", source, "--out", tmp_path / "out", "--lang", "zh")
    assert "“备注”列的前 2,000 行里有 7 行含手机号" in said.out
    assert "“客户名称”列的前 2,000 行里有 5 行把电子邮箱填在了姓名的位置" in said.out
    assert leaks(tmp_path / "out", one.all) == []
    assert "备注" in run("inspect", source, "--lang", "zh").out


def test_a_temporary_folder_belongs_to_its_owner_alone_and_goes_with_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shuke.engines.duckdb import DuckDB

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with DuckDB() as engine:
        folder = engine.folder
        assert folder.parent == tmp_path
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_what_a_killed_run_left_in_the_temporary_folder_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shuke.engines.duckdb import DuckDB

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "shuke-99999999-left"
    left.mkdir(mode=0o700)
    (left / "spilled").write_text("13800138000")
    other = tmp_path / "shuke-notes"
    other.mkdir()
    with DuckDB() as first, DuckDB() as second:
        assert first.folder.exists()
        assert second.folder.exists()
    assert not left.exists()
    assert other.exists()


def test_raw_is_written_into_the_manifest(tmp_path: Path) -> None:
    import json

    one = planted()
    rows = [(value, f"S{n}", "2024-03-05", "9.90") for n, value in enumerate(one.mobiles[:9])]
    source = write(tmp_path / "sales.csv", rows, ("手机", "订单号", "下单时间", "金额"))
    told = {}
    for name, words in (("plain", []), ("raw", ["--raw"])):
        assert run("score", source, "--out", tmp_path / name, *words).code == 0
        told[name] = json.loads((tmp_path / name / "run.json").read_text(encoding="utf-8"))
    assert [told[name]["raw"] for name in told] == [False, True]
    assert [told[name]["personal_ids"] for name in told] == [{"mobile": 9}, {}]
    assert told["plain"]["pseudonym_key"]
    assert told["raw"]["pseudonym_key"] is None
