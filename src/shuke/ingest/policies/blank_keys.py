"""What people write where a customer's key is not known: such cells are blank keys. Names are left alone."""

from __future__ import annotations

from shuke.ingest.policies.ground import among, among_here
from shuke.ingest.policies.policy import Policy, chosen, words
from shuke.ingest.raw import Reading

POLICY = Policy("blank-keys", ("known", "none", "only"), "known", listing=("only",), needs_list=("only",))
KNOWN = words(
    "无 暂无 未知 不详 空 没有 / \\ - -- --- — —— ? ？ . * 0 NULL null Null N/A n/a #N/A NA None none NONE "
    "nan NaN NAN nil"
)


def is_blank(reading: Reading, column: str = "customer_id") -> str:
    """Return the condition that a customer's key says that it is not known, as every engine understands it."""
    return among(column, _known(reading))


def is_blank_here(reading: Reading, column: str = "customer_id") -> str:
    """Return the same condition for the embedded engine."""
    return among_here(column, _known(reading))


def _known(reading: Reading) -> tuple[str, ...]:
    value = chosen(reading, POLICY)
    return () if value.choice == "none" else value.listed or KNOWN
