"""Orders that never came to pass: cancelled, closed, unpaid, void, by what a status column says.

Which of them count is a question unless somebody has said; a status that is in no list is kept and told.
"""

from __future__ import annotations

from shuke.errors import Where
from shuke.ingest.decisions import ask, decided
from shuke.ingest.policies.ground import Ground, among
from shuke.ingest.policies.policy import Chosen, Policy, chosen, words
from shuke.ingest.raw import Reading

VERDICT = "excluded_status"
POLICY = Policy("statuses", ("ask", "exclude", "keep"), "ask", (VERDICT,), listing=("exclude",))
# Compared without case, spaces, underscores and hyphens.
NEVER = words(
    "已取消 取消 用户取消 买家取消 卖家取消 取消订单 订单取消 已撤销 撤销 交易关闭 已关闭 关闭 订单关闭 "
    "交易失败 支付失败 付款失败 待付款 未付款 "
    "等待付款 等待买家付款 待支付 未支付 未成交 作废 已作废 废单 无效 已失效 已过期 草稿 已删除 "
    "cancelled canceled cancel closed tradeclosed unpaid pendingpayment awaitingpayment notpaid void voided invalid "
    "expired failed paymentfailed declined draft deleted abandoned"
)
DONE = words(
    "已完成 完成 交易完成 交易成功 成功 已成交 成交 已付款 已支付 支付成功 付款成功 买家已付款 已发货 "
    "卖家已发货 待发货 未发货 配货中 已出库 出库 "
    "运输中 待收货 已收货 确认收货 已签收 签收 已送达 已审核 审核通过 已结算 已开票 待评价 已评价 正常 有效 部分发货 "
    "已退款 退款成功 退款中 部分退款 已退货 退货 "
    "completed complete done finished fulfilled success successful succeeded paid settled shipped dispatched sent "
    "delivered received processing active valid normal invoiced open confirmed approved "
    "refunded partiallyrefunded returned"
)
MOST_SHOWN = 4


def plain(column: str) -> str:
    """Return the expression of a status as it is compared."""
    return f"LOWER(REGEXP_REPLACE({column}, '[\\s_-]+', '', 'g'))"


def is_remarkable(column: str) -> str:
    """Return the condition that a status is none of those that orders which came to pass have."""
    return f"{column} IS NOT NULL AND NOT {among(plain(column), DONE)}"


def never(value: Chosen) -> str:
    """Return the condition that a row's status says that the order never came to pass."""
    listed = tuple("".join(one.lower().split()).replace("_", "").replace("-", "") for one in value.listed)
    return among(plain("status"), listed or NEVER)


def value_of(reading: Reading) -> Chosen:
    """Return what is to be done, as far as it was said: by the policy, else as the answer to the question."""
    value = chosen(reading, POLICY)
    answer = decided(reading, "statuses")
    return Chosen(answer) if value.choice == "ask" and answer is not None else value


def apply(ground: Ground) -> None:
    """Take the rows out that the policy names.

    Raises:
        Undecided: there are such rows, and nobody has said what to do with them.
    """
    value = value_of(ground.reading)
    if value.choice == "exclude":
        ground.mark(never(value), VERDICT, "status", needs=("status",))
    if value.choice == "ask":
        _ask(ground, value)


def _ask(ground: Ground, value: Chosen) -> None:
    for number, one in ground.tables("status"):
        found = ground.engine.run(
            f"SELECT status, COUNT(*) FROM lines_{number} WHERE verdict IS NULL AND {never(value)} "
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        if found:
            shown = ", ".join(f"{status} ({count:,})" for status, count in found[:MOST_SHOWN])
            where = Where(file=one.raw.name, sheet=one.raw.sheet, column=one.meaning.header("status"))
            rows = sum(count for _, count in found)
            ask("statuses", "statuses_open", where, rows=f"{rows:,}", statuses=shown)


def unknown(ground: Ground, value: Chosen) -> list[tuple[str, int]]:
    """Return the statuses of accepted rows that are in no list, with how many rows have each."""
    known = among(plain("status"), (*NEVER, *DONE, *value.listed))
    rows = ground.union({"status": "status"}, f"status IS NOT NULL AND NOT {known}", needs=("status",))
    return ground.engine.run(f"SELECT status, COUNT(*) FROM ({rows}) GROUP BY 1 ORDER BY 2 DESC, 1")
