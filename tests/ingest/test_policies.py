"""Policies: what each takes out, what it only tells, and that another value undoes it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import shuke
from cli.sales import write
from cli.terminal import shuke as run
from shuke.errors import DataError, Undecided, UsageError
from shuke.ingest.policies.registry import POLICIES
from shuke.locale import LANGUAGES, catalogue

pytestmark = [pytest.mark.row("Z1"), pytest.mark.row("T3")]

HEADERS = ("客户编号", "订单号", "日期", "金额", "订单状态", "商品")
ROWS = [
    ("C1", "S1", "2024-03-01", "100.00", "已完成", "茶"),
    ("C1", "S2", "2024-03-05", "40.00", "已取消", "茶"),
    ("C1", "S3", "2024-03-06", "41.00", " 交易 关闭 ", "茶"),
    ("C2", "S4", "2024-03-07", "0.01", "已完成", "茶"),
    ("C2", "S5", "2024-03-07", "7.00", "已完成", "测试商品"),
    ("C2", "S6", "2024-03-07", "8.00", "TRADE_CLOSED", "Latest tea"),
    ("散客", "S7", "2024-03-08", "15.00", "神秘状态", "茶"),
    ("N/A", "S8", "2024-03-08", "16.00", "已完成", "茶"),
    ("", "S9", "2024-03-08", "17.00", "", "茶"),
    ("C3", "S10", "2024-03-09", "60.00", "已完成", "茶"),
    ("C3", "S10", "2024-03-20", "-25.00", "已完成", "茶"),
    ("C3", "S11", "2024-03-21", "0", "已完成", "茶"),
]


def rated(source: object, **options: Any) -> shuke.Result:
    result = shuke.score(source, **options)
    result.close()
    return result


def told(result: shuke.Result, policy: str) -> dict[str, Any]:
    return next(one for one in result.summary["policies"] if one["policy"] == policy)


def codes(result: shuke.Result) -> set[str]:
    return {note["code"] for note in result.summary["notes"] if "code" in note}


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    return write(tmp_path / "sales.csv", ROWS, HEADERS)


def test_statuses_of_orders_that_never_came_to_pass_are_a_question(sales: Path) -> None:
    with pytest.raises(Undecided) as caught:
        rated(sales)
    assert (caught.value.code, caught.value.decision, caught.value.choices) == (
        "E-STATUS",
        "statuses",
        ("exclude", "keep"),
    )
    assert caught.value.figures["rows"] == "3"


def test_answer_and_policy_say_the_same(sales: Path) -> None:
    answered = rated(sales, decide={"statuses": "exclude"})
    chosen = rated(sales, policies={"statuses": "exclude"})
    assert answered.summary["accounting"] == chosen.summary["accounting"]
    assert chosen.summary["accounting"]["rows_rejected"]["excluded_status"] == 3
    assert (told(chosen, "statuses")["rows_removed"], told(chosen, "statuses")["amount_removed"]) == (3, "89.00")


def test_statuses_can_be_kept_and_are_told(sales: Path) -> None:
    result = rated(sales, policies={"statuses": "keep"})
    assert (told(result, "statuses")["rows_kept"], told(result, "statuses")["amount_kept"]) == (3, "89.00")


def test_an_own_list_of_statuses_replaces_the_built_in_one(sales: Path) -> None:
    result = rated(sales, policies={"statuses": "exclude:神秘状态,trade closed"})
    assert told(result, "statuses")["amount_removed"] == "23.00"


def test_without_such_a_status_nothing_is_asked(tmp_path: Path) -> None:
    rows = [row for row in ROWS if row[4] in {"已完成", ""}]
    assert told(rated(write(tmp_path / "s.csv", rows, HEADERS)), "statuses")["rows_removed"] == 0


KEEP = {"statuses": "keep"}


@pytest.mark.parametrize(
    ("policies", "reason", "rows", "amount"),
    [
        ({"test-orders": "exclude"}, "excluded_test", 2, "7.01"),
        ({"walk-ins": "exclude"}, "excluded_walk_in", 1, "15.00"),
        ({"walk-ins": "exclude:C1"}, "excluded_walk_in", 3, "181.00"),
        ({"anonymous": "exclude"}, "excluded_anonymous", 2, "33.00"),
        ({"internal": "exclude:商品=*tea"}, "excluded_internal", 1, "8.00"),
        ({"internal": "exclude:status=神秘*,product=测试商品"}, "excluded_internal", 2, "22.00"),
        ({"refunds": "exclude"}, "excluded_refund", 1, "-25.00"),
    ],
)
def test_a_policy_takes_rows_out_with_a_reason_of_its_own(
    sales: Path, policies: dict[str, str], reason: str, rows: int, amount: str
) -> None:
    result = rated(sales, policies={**KEEP, **policies})
    accounting = result.summary["accounting"]
    assert accounting["rows_rejected"][reason] == rows
    assert accounting["amount_rejected_by"][reason] == amount
    (name,) = policies
    assert (told(result, name)["rows_removed"], told(result, name)["amount_removed"]) == (rows, amount)
    assert accounting["rows_read"] == accounting["rows_used"] + sum(accounting["rows_rejected"].values())


def test_what_is_not_taken_out_is_told(sales: Path) -> None:
    result = rated(sales, policies=KEEP)
    assert {"W-TEST", "W-WHALE", "W-ZEROAMT", "W-NEWVAL"} <= codes(result)
    assert [told(result, name)["rows_kept"] for name in ("test-orders", "walk-ins", "refunds", "zero-orders")] == [
        *(2, 1, 1, 1)
    ]


def test_words_for_no_customer_are_blank_keys(sales: Path) -> None:
    assert rated(sales, policies=KEEP).summary["accounting"]["rows_rejected"] == {"customer_id_blank": 2}
    asis = rated(sales, policies={**KEEP, "blank-keys": "none"})
    assert asis.summary["accounting"]["rows_rejected"] == {"customer_id_blank": 1}
    only = rated(sales, policies={**KEEP, "blank-keys": "only:散客"})
    assert only.summary["accounting"]["amount_rejected"] == "32.00"


def test_lines_of_a_day_are_an_order_where_that_is_asked_for(tmp_path: Path) -> None:
    rows = [("C1", "2024-03-01", "1"), ("C1", "2024-03-01", "2"), ("C1", "2024-03-02", "3")]
    source = write(tmp_path / "s.csv", rows, ("customer_id", "ordered_at", "amount"))
    frequency = [
        shuke.score(source, policies=policies).customers.rows()[0]["frequency"]
        for policies in ({}, {"lines-without-order": "day"})
    ]
    assert frequency == [3, 2]


def test_zero_orders_and_duplicates_are_policies_too(sales: Path) -> None:
    zero = [rated(sales, **say).summary["customers"] for say in ({"policies": {**KEEP, "zero-orders": "purchase"}},)]
    assert zero == [rated(sales, zero_orders="purchase", policies=KEEP).summary["customers"]]
    doubled = write(sales.parent / "d.csv", [*ROWS, ROWS[0]], HEADERS)
    merged = [
        rated(doubled, policies={**KEEP, "duplicates": "merge"}),
        rated(doubled, policies=KEEP, deduplicate=True),
    ]
    assert [one.summary["accounting"]["rows_merged_by"] for one in merged] == [{"merged": 1}] * 2
    assert told(merged[0], "duplicates")["amount_removed"] == "100.00"


def lines(count: int = 40) -> list[tuple[str, str, str, str]]:
    return [(f"C{n % 7}", f"S{n}", f"2024-01-{n % 28 + 1:02d}", f"{10 + n % 5}.00") for n in range(count)]


FAR = ("C9", "S900", "2024-01-09", "99999.00")
# Quartiles 11 and 13 of the amounts 10 … 14 and the one far out.
FENCE = "21.46"


@pytest.mark.parametrize(
    ("choice", "used", "rejected", "rows"),
    [
        ("keep", "100479.00", {}, 41),
        ("exclude", "480.00", {"excluded_outlier": "99999.00"}, 40),
        ("winsorise", "501.46", {"outlier_cut": "99977.54"}, 41),
    ],
)
def test_amounts_far_beyond_all_others_are_told_left_out_or_cut(
    tmp_path: Path, choice: str, used: str, rejected: dict[str, str], rows: int
) -> None:
    result = rated(write(tmp_path / "s.csv", [*lines(), FAR]), policies={"outliers": choice})
    accounting = result.summary["accounting"]
    assert (accounting["amount_used"], accounting["rows_used"]) == (used, rows)
    assert accounting["amount_rejected_by"] == rejected
    assert accounting["amount_read"] == "100479.00"
    assert ("W-OUTLIER" in codes(result)) == (choice == "keep")
    assert (Decimal(13) ** 4 / Decimal(11) ** 3).quantize(Decimal("0.01")) == Decimal(FENCE)


def test_few_amounts_or_one_price_have_no_outliers(tmp_path: Path) -> None:
    few = rated(write(tmp_path / "few.csv", [*lines(18), FAR]), policies={"outliers": "exclude"})
    same = [(customer, order, day, "5") for customer, order, day, _ in lines()]
    alike = rated(write(tmp_path / "alike.csv", [*same, FAR]), policies={"outliers": "exclude"})
    assert [one.summary["accounting"]["rows_rejected"] for one in (few, alike)] == [{}, {}]


def test_one_key_with_a_fifth_of_the_rows_is_told_and_can_be_left_out(tmp_path: Path) -> None:
    rows = [(f"C{n}", f"S{n}", "2024-01-05", "1") for n in range(30)]
    rows += [("K", f"K{n}", "2024-01-06", "1") for n in range(10)]
    source = write(tmp_path / "s.csv", rows)
    assert "W-WHALE" in codes(rated(source))
    out = rated(source, policies={"walk-ins": "exclude-large"})
    assert out.summary["accounting"]["rows_rejected"] == {"excluded_walk_in": 10}
    assert "W-WHALE" not in codes(out)


def test_an_order_number_of_two_customers_is_told(tmp_path: Path) -> None:
    rows = [("C1", "S1", "2024-01-05", "1"), ("C2", "S1", "2024-01-05", "2"), ("C2", "S2", "2024-01-05", "2")]
    assert "W-ORDERCLASH" in codes(rated(write(tmp_path / "s.csv", rows)))
    assert "W-ORDERCLASH" not in codes(rated(write(tmp_path / "t.csv", rows[1:])))


def test_a_parquet_file_is_treated_like_the_csv_file(sales: Path) -> None:
    import polars

    frame = polars.read_csv(sales, infer_schema=False).with_columns(
        polars.col("日期").str.to_date(), polars.col("金额").cast(polars.Decimal(12, 2))
    )
    whole = sales.with_suffix(".parquet")
    frame.filter(polars.col("客户编号") != "").write_parquet(whole)
    with pytest.raises(Undecided):
        rated(whole)
    result = rated(whole, policies=KEEP)
    assert result.summary["accounting"]["rows_rejected"] == {"customer_id_blank": 1}
    assert {"W-TEST", "W-WHALE", "W-ZEROAMT", "W-NEWVAL"} <= codes(result)


def test_a_clean_parquet_file_with_a_status_is_read_in_place(tmp_path: Path) -> None:
    import polars

    from ingest.reading import taken

    frame = polars.DataFrame({"customer_id": ["A", "B"], "status": ["已完成", "paid"], "amount": [1, 2]}).with_columns(
        polars.col("amount").cast(polars.Int32), ordered_at=polars.lit("2024-01-05").str.to_date()
    )
    frame.write_parquet(tmp_path / "good.parquet")
    frame.with_columns(status=polars.lit("已取消")).write_parquet(tmp_path / "bad.parquet")
    assert taken(tmp_path / "good.parquet").in_place
    assert not taken(tmp_path / "bad.parquet", policies=KEEP).in_place


@pytest.mark.parametrize(
    ("policies", "key"),
    [
        ({"nobody": "x"}, "policy_unknown"),
        ({"refunds": "perhaps"}, "policy_value_unknown"),
        ({"refunds": "net:A"}, "policy_value_unknown"),
        ({"internal": "exclude"}, "policy_value_unknown"),
        ({"internal": "exclude:no rule"}, "policy_value_unknown"),
        ({"internal": "exclude:部门=x"}, "policy_column_unknown"),
    ],
)
def test_a_policy_that_means_nothing_is_wrong_usage(sales: Path, policies: dict[str, str], key: str) -> None:
    with pytest.raises(UsageError) as caught:
        rated(sales, policies={**KEEP, **policies})
    assert caught.value.key == key


def test_a_policy_and_an_option_that_contradict_each_other_are_wrong_usage(sales: Path) -> None:
    with pytest.raises(UsageError) as caught:
        rated(sales, policies={"duplicates": "keep"}, deduplicate=True)
    assert caught.value.key == "policy_contradicts"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_policy_and_value_has_its_words(lang: str) -> None:
    words = catalogue("policies", lang)
    wanted = [f"title.{name}" for name in POLICIES]
    wanted += [f"choice.{name}.{choice}" for name, policy in POLICIES.items() for choice in policy.choices]
    assert [key for key in wanted if key not in words] == []
    shown = [key for key in words if key.startswith(("title.", "choice."))]
    assert sorted(shown) == sorted(wanted)


def test_every_policy_is_in_both_pages_about_them() -> None:
    for page in ("policies.md", "policies.zh.md"):
        text = (Path(__file__).parents[2] / "docs/how-to" / page).read_text(encoding="utf-8")
        for name, policy in POLICIES.items():
            (row,) = [line for line in text.splitlines() if line.startswith(f"| `{name}` |")]
            told_values = {part.partition(":")[0] for part in row.split("|")[2].split("`")[1::2]}
            assert told_values == set(policy.choices), name


@pytest.mark.parametrize(("lang", "title"), [("en", "What policies did:"), ("zh", "各处理规则做了什么：")])
def test_the_terminal_and_the_manifest_tell_what_policies_did(sales: Path, lang: str, title: str) -> None:
    out = sales.parent / "out"
    said = run(
        "score", sales, "--policy", "statuses=exclude", "--policy=test-orders=exclude", "--out", out, "--lang", lang
    )
    assert said.code == 0, said.err
    assert title in said.out
    assert "(statuses=exclude)" in said.out or "（statuses=exclude）" in said.out
    manifest = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert manifest["reading"]["policies"] == {"statuses": "exclude", "test-orders": "exclude"}
    assert manifest["policies"] == json.loads((out / "summary.json").read_text(encoding="utf-8"))["policies"]
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "statuses" in page


def rejected_lines(bad: int, good: int) -> list[tuple[str, str, str, str]]:
    return [("C1", f"S{n}", "2024-01-05", "1" if n < good else "x") for n in range(bad + good)]


@pytest.mark.parametrize(("bad", "good", "held"), [(4, 16, False), (5, 16, True), (6, 13, False)])
def test_a_result_of_many_rejected_rows_is_held(tmp_path: Path, bad: int, good: int, held: bool) -> None:
    source = write(tmp_path / "s.csv", rejected_lines(bad, good))
    if not held:
        assert rated(source).summary["accounting"]["rows_used"] == good
        return
    with pytest.raises(Undecided) as caught:
        rated(source)
    assert (caught.value.code, caught.value.where.file) == ("E-REJECTED", "s.csv")
    assert "(E-AMT-01 amount is not a number: 5)" in caught.value.render("en")
    assert rated(source, decide={"many-rejected": "go-on"}).summary["accounting"]["rows_used"] == good
    with pytest.raises(DataError) as stopped:
        rated(source, decide={"many-rejected": "stop"})
    assert stopped.value.key == "many_rejected_stop"


def test_rows_left_out_on_purpose_hold_nothing(tmp_path: Path) -> None:
    rows = [(f"C{n}", f"S{n}", "2024-01-05", "1", "已取消" if n % 2 else "已完成") for n in range(40)]
    source = write(tmp_path / "s.csv", rows, ("customer_id", "order_id", "ordered_at", "amount", "status"))
    assert rated(source, policies={"statuses": "exclude"}).summary["accounting"]["rows_used"] == 20


@pytest.mark.parametrize(("count", "amount", "held"), [(40, 1, False), (3, 13, True), (40, "0.3", True)])
def test_a_load_far_from_an_earlier_one_is_held(tmp_path: Path, count: int, amount: object, held: bool) -> None:
    def book(name: str, rows: int, amount: object) -> Path:
        return write(tmp_path / name, [(f"C{n}", f"S{n}", "2024-01-05", str(amount)) for n in range(rows)])

    shuke.score(book("before.csv", 40, 1)).save(tmp_path / "before", ["csv"])
    source = book("now.csv", count, amount)
    if not held:
        assert rated(source, compare_with=tmp_path / "before").summary["accounting"]["rows_used"] == count
        return
    with pytest.raises(Undecided) as caught:
        rated(source, compare_with=tmp_path / "before")
    assert caught.value.code == "E-DRIFT"
    going = rated(source, compare_with=tmp_path / "before", decide={"drift": "go-on"})
    assert going.summary["accounting"]["rows_used"] == count


def test_an_inspection_tells_what_policies_would_do_and_what_they_leave_open(sales: Path) -> None:
    said = run("inspect", sales)
    assert said.code == 3
    assert "E-STATUS" in said.out
    said = run("inspect", sales, "--policy", "statuses=exclude")
    assert said.code == 0
    assert "left out: the status says that the order never came to pass: 3" in said.out
