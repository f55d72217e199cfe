"""How closely rows are looked over for what may not be meant: a large source read in place only when asked.

Looking for refunds without a sale, far amounts and shared order numbers takes as long again as rating. Of a source
whose types prove it clean, more rows than ``MOST`` are looked over only with ``review=full``; the run says so.
"""

from __future__ import annotations

from shuke.ingest.policies.policy import Policy, chosen
from shuke.ingest.raw import Reading

POLICY = Policy("review", ("quick", "full"), "quick")
MOST = 2_000_000


def full(reading: Reading) -> bool:
    """Tell whether every row is to be looked over, however many there are."""
    return chosen(reading, POLICY).choice == "full"
