"""One key for all who gave no name: known words and numbers, and keys that hold too many rows to be one customer."""

from __future__ import annotations

from shuke.ingest.policies.ground import Ground, among, among_here
from shuke.ingest.policies.policy import Chosen, Policy, chosen, words

VERDICT = "excluded_walk_in"
POLICY = Policy(
    "walk-ins", ("keep", "exclude", "exclude-large"), "keep", (VERDICT,), listing=("exclude", "exclude-large")
)
KNOWN = words(
    "散客 零售散客 零散客户 零售客户 门店散客 现金客户 过路客 路人 匿名 匿名客户 非会员 普通顾客 虚拟会员 "
    "默认客户 默认会员 其他客户 "
    "99999 999999 9999999 99999999 999999999 00000 000000 0000000 00000000 11111 111111 11111111 88888888 "
    "13800000000 13800138000 13888888888 13000000000 13900000000 13911111111 10000000000 11111111111 "
    "walk-in walkin WALK-IN WALKIN Walk-in guest Guest GUEST anonymous Anonymous ANONYMOUS cash Cash CASH"
)
# A key with more than this share of the rows, among this many customers at least, is hardly one customer.
LARGE, AMONG = 0.2, 20


def known(value: Chosen, column: str = "customer_id") -> str:
    """Return the condition that a customer is one of the keys that stand for nobody in particular."""
    return among(column, value.listed or KNOWN)


def known_here(value: Chosen) -> str:
    """Return the same condition for the embedded engine."""
    return among_here("customer_id", value.listed or KNOWN)


def apply(ground: Ground) -> None:
    """Take the rows of such keys out where the policy says so."""
    value = chosen(ground.reading, POLICY)
    if value.choice == "keep":
        return
    ground.mark(known(value), VERDICT)
    if value.choice == "exclude-large":
        rows = ground.union({"customer_id": "customer_id"})
        keys = (
            f"SELECT customer_id FROM (SELECT customer_id, COUNT(*) AS rows FROM ({rows}) GROUP BY 1) "
            f"QUALIFY rows > {LARGE} * SUM(rows) OVER () AND COUNT(*) OVER () >= {AMONG}"
        )
        ground.engine.run(f"CREATE OR REPLACE TEMP TABLE large_keys AS {keys}")
        ground.mark("customer_id IN (SELECT customer_id FROM large_keys)", VERDICT)
