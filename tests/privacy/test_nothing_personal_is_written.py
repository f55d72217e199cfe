"""No identifier that is itself personal leaves in any file, in any encoding, unless it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyarrow import parquet

import shuke
from cli.sales import write
from cli.terminal import shuke as run
from privacy.searched import leaks

pytestmark = pytest.mark.row("Z1")

HEADERS = ("手机号", "客户名称", "订单号", "下单时间", "金额")
MOBILES = [f"138{number * 7919 % 10**8:08}" for number in range(1, 31)]
NAMES = ["赵子昂", "钱学礼", "孙大圣"]


def sales(folder: Path, ids: list[str] = MOBILES) -> Path:
    rows = [
        (one, NAMES[number % 3], f"S{number}", f"2024-{number % 12 + 1:02}-05", f"{number + 1}.50")
        for number, one in enumerate(ids)
    ]
    # A row that is rejected, with everything personal around the cell that is wrong.
    rows.append((ids[0], NAMES[0], "S-wrong", "2024-02-30", "1"))
    return write(folder / "sales.csv", rows, HEADERS)


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    said = run("score", sales(tmp_path), "--out", tmp_path / "out", "--raw")
    assert said.code == 0
    found = {name for name, secret in leaks(tmp_path / "out", MOBILES[:1])}
    assert {"customers.parquet (cells)", "customers.xlsx/xl/sharedStrings.xml"} <= found or len(found) >= 2


def test_no_mobile_number_and_no_name_is_written(tmp_path: Path) -> None:
    words = ["--format", "csv", "--format", "xlsx", "--format", "parquet"]
    said = run("score", sales(tmp_path), "--out", tmp_path / "out", *words)
    assert said.code == 0
    assert leaks(tmp_path / "out", MOBILES + NAMES) == []
    assert not [secret for secret in MOBILES + NAMES if secret in said.out + said.err]


def test_the_run_says_that_it_replaced_the_ids(tmp_path: Path) -> None:
    said = run("score", sales(tmp_path), "--out", tmp_path / "out", "--lang", "zh")
    assert "--raw" in said.out
    assert "手机号" in said.out


@pytest.mark.parametrize(
    "ids",
    [
        ["li@example.com", "wang@example.com", "zhao@example.com"],
        ["11010119900307123X", "110101199003071247", "110101199003071255"],
        ["6222021234567890123", "6222021234567890124", "6222021234567890125"],
        ["张三丰", "李四", "欧阳娜娜"],
    ],
    ids=["e-mail", "identity numbers", "cards", "names"],
)
def test_no_personal_identifier_of_any_kind_is_written(ids: list[str], tmp_path: Path) -> None:
    shuke.score(sales(tmp_path, ids)).save(tmp_path / "out", ["csv", "xlsx", "parquet"])
    assert leaks(tmp_path / "out", ids) == []


def test_a_personal_id_among_codes_is_not_written_either(tmp_path: Path) -> None:
    ids = [*(f"C{number:05}" for number in range(20)), *MOBILES[:8]]
    shuke.score(sales(tmp_path, ids)).save(tmp_path / "out", ["csv", "xlsx", "parquet"])
    assert leaks(tmp_path / "out", MOBILES[:8]) == []


def test_personal_ids_behind_thousands_of_codes_are_not_written(tmp_path: Path) -> None:
    ids = [*(f"0{number:05}" for number in range(2100)), *(f"139{number:08}" for number in range(8000))]
    shuke.score(sales(tmp_path, ids)).save(tmp_path / "out", ["csv"])
    assert leaks(tmp_path / "out", ids[2100::400]) == []


def test_opaque_codes_stay_as_they_are(tmp_path: Path) -> None:
    result = shuke.score(sales(tmp_path, ["C1", "C2", "C3"]))
    assert [row["customer_id"] for row in result.customers.rows()] == ["C1", "C2", "C3"]
    result.close()


def under(header: str, ids: list[str], folder: Path) -> list[str]:
    rows = [(one, f"S{number}", f"2024-{number % 12 + 1:02}-05", "1.50") for number, one in enumerate(ids)]
    result = shuke.score(
        write(folder / "sales.csv", rows, (header, "订单号", "下单时间", "金额")), map={"customer_id": header}
    )
    kept = {row["customer_id"] for row in result.customers.rows()}
    result.close()
    return [one for one in ids if one in kept]


@pytest.mark.parametrize("header", ["买家会员名", "买家昵称", "客户名称", "customer name"])
def test_codes_under_a_header_of_names_stay_and_names_do_not(header: str, tmp_path: Path) -> None:
    codes = [*(f"mr{number:04}" for number in range(930, 960)), "mingri259", "tb_1234567", "00042"]
    names = [
        "张三丰",
        "欧阳娜娜",
        "John Smith",
        "johnny",
        "快乐小猫",
        "mr13800138000",
        "tb_li@example.com",
        "13800138000",
    ]
    assert under(header, codes + names, tmp_path) == codes


@pytest.mark.parametrize("header", ["卡号", "账号"])
def test_numbers_of_members_stay_under_a_header_of_cards(header: str, tmp_path: Path) -> None:
    codes = ["VIP00123", "VIP00124", "80001234", "80001235"]
    assert under(header, [*codes, "6222021234567890123", "622202123456789012X"], tmp_path) == codes


def test_a_few_codes_among_names_stay(tmp_path: Path) -> None:
    assert under("客户", ["张三丰", "李四", "欧阳娜娜", "王小明", "C0001"], tmp_path) == ["C0001"]


def test_the_same_person_has_the_same_code_in_the_next_run(tmp_path: Path) -> None:
    tables = []
    for _ in range(2):
        result = shuke.score(sales(tmp_path))
        tables.append([row["customer_id"] for row in result.customers.rows()])
        result.close()
    assert tables[0] == tables[1] == sorted(tables[0])


def test_a_customer_is_explained_by_the_raw_id_and_by_the_code(tmp_path: Path) -> None:
    run("score", sales(tmp_path), "--out", tmp_path / "out")
    code = parquet.read_table(tmp_path / "out" / "customers.parquet")["customer_id"].to_pylist()
    by_raw = run("explain", tmp_path / "out", MOBILES[0])
    assert by_raw.code == 0
    assert MOBILES[0] not in by_raw.out
    shown = by_raw.out.split()[0]
    assert shown in code
    assert run("explain", tmp_path / "out", shown).out.splitlines()[0] == by_raw.out.splitlines()[0]


def test_raw_writes_ids_and_names_as_they_are(tmp_path: Path) -> None:
    result = shuke.score(sales(tmp_path), raw=True)
    assert [row["customer_id"] for row in result.customers.rows()] == sorted(MOBILES)
    result.close()


def test_without_a_place_for_the_key_the_run_ends_as_wrong_usage(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    said = run("score", sales(tmp_path), "--out", tmp_path / "out", SHUKE_KEY_FILE=str(blocked / "key"))
    assert said.code == 2
    assert leaks(tmp_path / "out", MOBILES) == [] if (tmp_path / "out").exists() else True
