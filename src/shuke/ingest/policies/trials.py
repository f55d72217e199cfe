"""Test orders: rows that say so in the customer, the name or the product, and orders of one cent."""

from __future__ import annotations

from shuke.ingest.columns import Meaning
from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.policy import Policy, chosen
from shuke.ingest.raw import Raw
from shuke.stages.relation import literal

VERDICT = "excluded_test"
POLICY = Policy("test-orders", ("keep", "exclude"), "keep", (VERDICT,))
COLUMNS = ("product", "customer_name", "customer_id")
WORD = "(?i)(^|[^a-z])test([^a-z]|$)"
# What a text that calls itself a test has in it.
HINTS = ("试", "試", "est", "EST")
ONE_CENT = "amount = CAST('0.01' AS DECIMAL(3, 2))"


def says_test(text: str) -> str:
    """Return the condition that a text calls itself a test: 测试, 測試, or the word test; cheap where it does not."""
    latin = f"(CONTAINS({text}, 'est') OR CONTAINS({text}, 'EST')) AND REGEXP_MATCHES({text}, '{WORD}')"
    chinese = f"CONTAINS({text}, '测试') OR CONTAINS({text}, '測試')"
    # A text of as many bytes as characters has no Chinese.
    return f"(CASE WHEN STRLEN({text}) <> LENGTH({text}) THEN {chinese} ELSE FALSE END OR ({latin}))"


def columns(raw: Raw, meaning: Meaning) -> dict[str, str]:
    """Return the column ``trial`` of a source: whether a row's product or name calls itself a test."""
    cells = [raw.cells[meaning.columns[name]] for name in COLUMNS[:2] if name in meaning.columns]
    texts = [cell.text for cell in cells if cell.type == "VARCHAR"]
    if not texts:
        return {}
    # Most rows have none of these letters, which is asked of all their texts at once.
    hint = " OR ".join(f"CONTAINS(CONCAT({', '.join(texts)}), {literal(part)})" for part in HINTS)
    says = f"COALESCE({' OR '.join(map(says_test, texts))}, FALSE)"
    return {"trial": f"CASE WHEN {hint} THEN {says} ELSE FALSE END"}


def condition(columns: frozenset[str]) -> str:
    """Return the condition that an accepted row is a test order."""
    return " OR ".join([says_test("customer_id"), ONE_CENT, *(["trial"] if "trial" in columns else [])])


def apply(ground: Ground) -> None:
    """Take test orders out where the policy says so."""
    if chosen(ground.reading, POLICY).choice == "exclude":
        for number, one in ground.tables():
            ground.engine.run(
                f"UPDATE lines_{number} SET verdict = '{VERDICT}' WHERE verdict IS NULL AND ({condition(one.columns)})"
            )
