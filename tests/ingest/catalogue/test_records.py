"""The catalogue of bad input, identifiers, records and statistics: each entry with its verdict and its code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import shuke
from cli.sales import HEADERS, write
from shuke.errors import ShukeError
from shuke.locale import LANGUAGES, code

pytestmark = [pytest.mark.row("Z1"), pytest.mark.row("B9"), pytest.mark.row("X3")]

Rows = list[tuple[str, ...]]
STATUS = (*HEADERS, "status")
NAMED = ("customer_id", "customer_name", "order_id", "ordered_at", "amount")
PLAIN = ("customer_id", "ordered_at", "amount")


def year(count: int = 12, who: int = 6) -> Rows:
    """Return ordinary lines: ``count`` orders of ``who`` customers over the year 2024."""
    return [(f"C{n % who}", f"S{n}", f"2024-{n % 12 + 1:02d}-05", f"{10 * (n % 5 + 1)}.00") for n in range(count)]


@dataclass(frozen=True)
class Case:
    """One entry: the files, what is said beside them, and what must come of it.

    ``codes`` are notes that must be told; ``error`` the code of the error that must stop it; ``rejected`` the rows by
    reason; ``rated`` the customers of the result with their frequency and net amount, as far as they are named.
    """

    files: dict[str, tuple[tuple[str, ...], Rows]]
    options: dict[str, Any] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    error: str | None = None
    rejected: dict[str, int] = field(default_factory=dict)
    rated: dict[str, tuple[int, str]] = field(default_factory=dict)
    check: Callable[[shuke.Result], bool] = lambda result: True


def one(rows: Rows, headers: tuple[str, ...] = HEADERS, **said: Any) -> Case:
    """Return a case of one file ``sales.csv``."""
    return Case({"sales.csv": (headers, rows)}, **said)


def seen(result: shuke.Result) -> int:
    found: int = result.summary["customers"]["seen"]
    return found


WHALE = [
    *((f"C{n}", f"S{n}", "2024-01-05", "1") for n in range(30)),
    *(("K", f"K{n}", "2024-01-06", "1") for n in range(20)),
]
HALF = [row for row in year(48) if row[2] < "2024-07"]
CASES = {
    "33-same-file-under-another-name": Case(
        {"a.csv": (HEADERS, year()), "b.csv": (HEADERS, year())}, codes=("W-SAMEFILE",), rated={"C0": (2, "30")}
    ),
    "109-blank-customer-key": one([*year(), ("", "X", "2024-01-05", "5")], rejected={"customer_id_blank": 1}),
    "109-blank-customer-key-left-out": one(
        [*year(), ("", "X", "2024-01-05", "5")],
        options={"policies": {"anonymous": "exclude"}},
        rejected={"excluded_anonymous": 1},
    ),
    "110-words-for-no-customer": one(
        [
            *year(40),
            *(
                (word, f"X{n}", "2024-01-05", "5")
                for n, word in enumerate(("无", "N/A", "NULL", "-", "—", "/", "未知", "0", "None", "nan"))
            ),
        ],
        rejected={"customer_id_blank": 10},
        options={"decide": {"many-rejected": "go-on"}},
    ),
    "110-a-person-may-be-called-so": one(
        [(who, "无", order, day, amount) for who, order, day, amount in year()],
        NAMED,
        check=lambda result: seen(result) == 6,
    ),
    "111-one-key-for-all-walk-ins": one(WHALE, codes=("W-WHALE",), rated={"K": (20, "20")}),
    "111-known-walk-in-key-left-out": one(
        [
            *year(),
            ("散客", "X1", "2024-01-05", "5"),
            ("13800000000", "X2", "2024-01-05", "6"),
            ("99999", "X3", "2024-01-05", "7"),
        ],
        options={"policies": {"walk-ins": "exclude"}},
        rejected={"excluded_walk_in": 3},
    ),
    "112-same-customer-two-ids": one(
        [
            ("C1", "张三丰", "S1", "2024-01-05", "5"),
            ("C2", "张三丰", "S2", "2024-01-06", "6"),
            ("C3", "李四", "S3", "2024-01-06", "6"),
        ],
        NAMED,
        codes=("W-ALIKE",),
        check=lambda result: seen(result) == 3,
        rated={"C1": (1, "5"), "C2": (1, "6")},
    ),
    "113-company-variants": one(
        [
            (name, f"S{n}", "2024-01-05", "5")
            for n, name in enumerate(
                (
                    "杭州心樾科技有限公司",
                    "杭州心樾科技",
                    "杭州（心樾）科技有限公司",
                    "杭州(心樾)科技有限公司",
                    " 杭州心樾科技 ",
                )
            )
        ],
        codes=("W-ALIKE",),
        check=lambda result: seen(result) == 3,
    ),
    "140-float-noise": one([("C1", "S90", "2024-01-05", "0.30000000000000004"), *year()], rated={"C1": (3, "50.3")}),
    "143-zero-amount": one(
        [("Z", "S90", "2024-01-05", "0"), *year()],
        codes=("W-ZEROAMT",),
        check=lambda r: r.summary["customers"]["not_rated"] == {"no_purchase_in_period": 1},
    ),
    "143-zero-amount-as-a-purchase": one(
        [("Z", "S90", "2024-01-05", "0"), *year()],
        options={"policies": {"zero-orders": "purchase"}},
        rated={"Z": (1, "0")},
        silent=("W-ZEROAMT",),
    ),
    "144-refund-with-the-number-of-the-order": one(
        [("R", "S90", "2024-01-05", "60"), ("R", "S90", "2024-02-05", "-25"), *year()],
        rated={"R": (1, "35")},
        silent=("W-ORPHAN",),
    ),
    "145-refund-without-its-sale": one(
        [("R", "S90", "2024-01-05", "10"), ("R", "S91", "2024-02-05", "-25"), *year()],
        rated={"R": (1, "-15")},
        codes=("W-ORPHAN", "W-NETNEG"),
    ),
    "146-refund-above-the-purchase": one(
        [
            ("R", "S90", "2024-01-05", "10"),
            ("R", "S91", "2024-01-05", "60"),
            ("R", "S91", "2024-02-05", "-65"),
            *year(),
        ],
        rated={"R": (1, "5")},
        codes=("W-OVERREFUND",),
    ),
    "147-net-not-above-zero": one(
        [("R", "S90", "2024-01-05", "10"), ("R", "S91", "2024-01-06", "-10"), *year()],
        rated={"R": (1, "0")},
        codes=("W-NETNEG",),
    ),
    "183-same-line-twice-kept": one([*year(), year()[0]], rated={"C0": (2, "40")}),
    "183-same-line-twice-merged": one(
        [*year(), year()[0]],
        options={"policies": {"duplicates": "merge"}},
        rated={"C0": (2, "30")},
        check=lambda result: result.summary["accounting"]["rows_merged_by"] == {"merged": 1},
    ),
    "184-one-order-several-lines": one(
        [("L", "S90", "2024-01-05", "10"), ("L", "S90", "2024-01-05", "5"), *year()], rated={"L": (1, "15")}
    ),
    "185-one-number-two-customers": one(
        [("A", "S90", "2024-01-05", "10"), ("B", "S90", "2024-01-05", "5"), *year()],
        codes=("W-ORDERCLASH",),
        rated={"A": (1, "10"), "B": (1, "5")},
    ),
    "186-amended-in-a-later-file": Case(
        {
            "1.csv": (HEADERS, [("A", "S90", "2024-01-05", "10"), *year()]),
            "2.csv": (HEADERS, [("A", "S90", "2024-01-05", "8")]),
        },
        options={"policies": {"amended": "latest"}},
        rated={"A": (1, "8")},
        silent=("W-AMENDED",),
    ),
    "186-amended-kept": Case(
        {
            "1.csv": (HEADERS, [("A", "S90", "2024-01-05", "10"), *year()]),
            "2.csv": (HEADERS, [("A", "S90", "2024-01-05", "8")]),
        },
        rated={"A": (1, "18")},
        codes=("W-AMENDED",),
    ),
    "187-no-order-number-each-line": one(
        [("A", "2024-01-05", "1"), ("A", "2024-01-05", "2"), ("B", "2024-01-05", "2")], PLAIN, rated={"A": (2, "3")}
    ),
    "187-no-order-number-days": one(
        [("A", "2024-01-05", "1"), ("A", "2024-01-05", "2"), ("B", "2024-01-05", "2")],
        PLAIN,
        options={"policies": {"lines-without-order": "day"}},
        rated={"A": (1, "3")},
    ),
    "188-cancelled-asked": one(
        [(*year()[0], "已取消"), *((*row, "已完成") for row in year()[1:])], STATUS, error="E-STATUS"
    ),
    "188-cancelled-left-out": one(
        [(*year()[0], "已取消"), *((*row, "已完成") for row in year()[1:])],
        STATUS,
        options={"decide": {"statuses": "exclude"}},
        rejected={"excluded_status": 1},
        rated={"C0": (1, "20")},
    ),
    "189-test-orders": one(
        [("T", "S90", "2024-01-05", "0.01"), ("测试", "S91", "2024-01-05", "9"), *year()],
        codes=("W-TEST",),
        rated={"T": (1, "0.01")},
    ),
    "189-test-orders-left-out": one(
        [("T", "S90", "2024-01-05", "0.01"), ("测试", "S91", "2024-01-05", "9"), *year()],
        options={"policies": {"test-orders": "exclude"}},
        rejected={"excluded_test": 2},
        silent=("W-TEST",),
    ),
    "190-internal-orders": one(
        [(*year()[0], "内购"), *((*row, "门店") for row in year()[1:])],
        (*HEADERS, "渠道"),
        options={"policies": {"internal": "exclude:渠道=内购"}},
        rejected={"excluded_internal": 1},
    ),
    "191-one-customer": one([("A", "S1", "2024-01-05", "1")], codes=("W-FEW",), rated={"A": (1, "1")}),
    "4-one-row": one([("A", "S1", "2024-01-05", "1")], codes=("W-FEW",)),
    "192-four-customers": one(
        year(12, 4), codes=("W-FEW",), check=lambda result: result.summary["customers"]["rated"] == 4
    ),
    "193-all-tie-on-frequency": one(
        [(f"C{n}", f"S{n}", f"2024-{n + 1:02d}-05", f"{n + 1}") for n in range(10)],
        codes=("W-TIE",),
        check=lambda result: (
            any("every customer has 1" in note["en"] for note in result.summary["notes"])
            and len({row["f_score"] for row in result.customers.rows()}) == 1
        ),
    ),
    "194-most-bought-once": one(
        [
            *((f"C{n}", f"S{n}", "2024-01-05", f"{n + 1}") for n in range(8)),
            *(("X", f"X{n}", "2024-01-06", "1") for n in range(2)),
            *(("Y", f"Y{n}", "2024-01-06", "1") for n in range(3)),
        ],
        check=lambda result: len({row["f_score"] for row in result.customers.rows() if row["frequency"] == 1}) == 1,
    ),
    "195-customers-not-divisible-by-five": one(
        [(f"C{n:03d}", f"S{n}", "2024-01-05", f"{n + 1}") for n in range(721)],
        check=lambda result: (
            sorted(sum(row["m_score"] == k for row in result.customers.rows()) for k in range(1, 6))
            == [144, 144, 144, 144, 145]
        ),
    ),
    "196-one-whale": one(
        [*year(), ("W", "S90", "2024-01-05", "100000")], codes=("W-CONC",), rated={"W": (1, "100000")}
    ),
    "197-needed-column-empty": one([(who, order, day, "") for who, order, day, _ in year()], error="E-COL-EMPTY"),
    "197-optional-column-empty": one([(*row, "") for row in year()], (*HEADERS, "region"), rated={"C0": (2, "30")}),
    "198-empty-everywhere": one([("", "", "", "")] * 5, error="E-FILE-NOROWS"),
    "200-rows-outside-the-period": one(
        [("A", "S90", "2022-01-05", "7"), *year()],
        check=lambda result: (
            (result.summary["accounting"]["rows_before_period"], result.summary["accounting"]["amount_before_period"])
            == (1, "7.00")
        ),
    ),
    "201-period-of-the-name": Case({"2024年3月销售.csv": (HEADERS, year())}, codes=("W-PERIOD",)),
    "201-period-of-the-name-is-right": Case({"2024年销售.csv": (HEADERS, year())}, silent=("W-PERIOD",)),
    "205-new-status": one([(*row, "神秘") for row in year()], STATUS, codes=("W-NEWVAL",), rated={"C0": (2, "30")}),
    "208-overlapping-exports": Case(
        {"1.csv": (HEADERS, HALF), "2.csv": (HEADERS, year(48))},
        check=lambda result: (
            result.summary["accounting"]["rows_merged_by"] == {"known": 24}
            and result.summary["accounting"]["rows_used"] == 48
        ),
    ),
}


@pytest.mark.parametrize("entry", CASES)
def test_an_entry_of_the_catalogue_has_its_verdict(tmp_path: Path, entry: str) -> None:
    case = CASES[entry]
    files = [write(tmp_path / name, rows, headers) for name, (headers, rows) in case.files.items()]
    options = {"as_of": "2024-12-31", **case.options}
    if case.error is not None:
        with pytest.raises(ShukeError) as caught:
            shuke.score(files, **options)
        assert caught.value.code == case.error
        for lang in LANGUAGES:
            assert caught.value.render(lang).startswith(f"{case.error} · ")
        return
    result = shuke.score(files, **options)
    told = {note.get("code"): note for note in result.summary["notes"]}
    rows = {row["customer_id"]: (row["frequency"], row["monetary"]) for row in result.customers.rows()}
    assert case.check(result)
    result.close()
    assert set(case.codes) <= set(told)
    assert not set(case.silent) & set(told)
    for wanted in case.codes:
        assert all(told[wanted][lang].startswith(f"{wanted} · ") for lang in LANGUAGES)
    assert result.summary["accounting"]["rows_rejected"] == case.rejected
    assert {who: rows[who] for who in case.rated} == {
        who: (count, Decimal(net)) for who, (count, net) in case.rated.items()
    }
    accounting = result.summary["accounting"]
    parts = accounting["rows_used"] + accounting["rows_merged"] + sum(accounting["rows_rejected"].values())
    assert accounting["rows_read"] == parts


@pytest.mark.row("T3")
def test_202_a_load_far_from_the_last_one(tmp_path: Path) -> None:
    shuke.score(write(tmp_path / "1.csv", year(120))).save(tmp_path / "out", ["csv"])
    with pytest.raises(ShukeError) as caught:
        shuke.score(write(tmp_path / "2.csv", year(11)), compare_with=tmp_path / "out")
    assert caught.value.code == "E-DRIFT"


CUSTOMERS = ("customer_id", "industry", "region", "退订")
SCHEME = """scheme: master
title: {en: Master, zh: 客户表}
metrics:
  trade: {attribute: industry}
  town: {attribute: region}
  silent: {attribute: opt_out}
scores:
  m_score: {metric: monetary, bands: [{below: 5, score: 1}, {at_least: 5, score: 2}]}
segments:
  - {segment: silent, when: {silent: 'yes'}}
  - {segment: rest}
"""


@pytest.fixture(scope="module")
def mastered(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    folder = tmp_path_factory.mktemp("master")
    (folder / "s.yaml").write_text(SCHEME, encoding="utf-8")
    people = [
        ("C0", "零售", "郑州", "是"),
        ("C1", "零售", "郑州市", "Y"),
        ("C2", "零售", "河南郑州", "1"),
        ("C3", "", "河南省郑州市", "true"),
        ("C4", "", "郑州市", "拒绝"),
        ("M1", "制造", "华东", "也许"),
        ("M2", "", "", "否"),
    ]
    table = write(folder / "people.csv", people, CUSTOMERS)
    result = shuke.score(
        write(folder / "sales.csv", year()), scheme=folder / "s.yaml", customers=table, metrics=["town"]
    )
    rows = {row["customer_id"]: row for row in result.customers.rows()}
    result.close()
    return rows, result.summary


def codes_of(summary: dict[str, Any]) -> set[str]:
    return {note["code"] for note in summary["notes"] if "code" in note}


def test_206_customers_missing_in_the_master(mastered: Any) -> None:
    assert "C5" in mastered[0]
    assert "W-NOMASTER" in codes_of(mastered[1])


def test_207_master_rows_without_orders_are_not_rated(mastered: Any) -> None:
    assert not {"M1", "M2"} & set(mastered[0])
    assert mastered[1]["customer_table"]["rows_not_in_sales"] == 2


def test_211_spellings_of_a_place(mastered: Any) -> None:
    assert {mastered[0][who]["town"] for who in ("C0", "C1", "C2", "C3", "C4")} == {"郑州市"}
    assert "W-REGION" in codes_of(mastered[1])


def test_212_opt_out_in_every_spelling_and_unknown_is_opted_out(mastered: Any) -> None:
    assert {mastered[0][who]["segment"] for who in ("C0", "C1", "C2", "C3", "C4")} == {"silent"}
    assert "W-OPTOUT" in codes_of(mastered[1])


def test_209_times_of_interactions(tmp_path: Path) -> None:
    contacts = [
        ("C0", "咨询", "2024-05-01", "5次"),
        ("C1", "咨询", "2024-05-01", "-1"),
        ("C1", "咨询", "2024-05-01", "1.5"),
    ]
    table = write(tmp_path / "contacts.csv", contacts, ("customer_id", "类型", "互动日期", "次数"))
    result = shuke.score(write(tmp_path / "s.csv", year()), metrics=["consultations"], interactions=table)
    rows = {row["customer_id"]: row["consultations"] for row in result.customers.rows()}
    result.close()
    assert (rows["C0"], rows["C1"]) == (5, 0)
    assert result.summary["interaction_table"]["rows_rejected"] == {"times_not_a_count": 2}
    assert code("reasons", "times_not_a_count") == "E-INTER-TIMES"


def test_113_suggestions_are_listed_and_nothing_is_joined(tmp_path: Path) -> None:
    names = ("杭州心樾科技有限公司", "杭州心樾科技", "上海另一家有限公司")
    rows = [(f"C{n}", name, f"S{n}", "2024-01-05", "5") for n, name in enumerate(names)]
    rows += [("C9", "甲公司", "S8", "2024-01-05", "5"), ("C9", "乙公司", "S9", "2024-01-05", "5")]
    result = shuke.score(write(tmp_path / "s.csv", rows, NAMED))
    result.save(tmp_path / "out", ["csv"])
    result.close()
    text = (tmp_path / "out/suggestions.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["number,customer_id,why", "1,C0,same_name", "1,C1,same_name", "2,C9,several_names"]


@pytest.mark.row("T2")
def test_113_suggested_ids_that_are_personal_are_replaced(tmp_path: Path) -> None:
    rows = [(f"1381234567{n}", "张三丰", f"S{n}", "2024-01-05", "5") for n in range(3)]
    result = shuke.score(write(tmp_path / "s.csv", rows, NAMED))
    result.save(tmp_path / "out", ["csv"])
    result.close()
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert (tmp_path / "out/suggestions.csv").is_file()
    assert b"1381234567" not in written
