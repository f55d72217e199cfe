"""What people write where a customer's key is not known: such cells are blank keys. Names are left alone."""

from __future__ import annotations

from shuke.ingest.policies.ground import among
from shuke.ingest.policies.policy import Policy, chosen, words
from shuke.ingest.raw import Reading

POLICY = Policy("blank-keys", ("known", "none", "only"), "known", listing=("only",), needs_list=("only",))
KNOWN = words(
    "无 暂无 未知 不详 空 没有 / \\ - -- --- — —— ? ？ . * 0 NULL null Null N/A n/a #N/A NA None none NONE "
    "nan NaN NAN nil"
)


def is_blank(reading: Reading, column: str = "customer_id") -> str:
    """Return the condition that a customer's key says that it is not known."""
    value = chosen(reading, POLICY)
    return "FALSE" if value.choice == "none" else among(column, value.listed or KNOWN)
