"""Why a row cannot be used: one reason per row, the first that holds, with the cell it was found in."""

from __future__ import annotations

from dataclasses import dataclass

from shuke.ingest.columns import Meaning
from shuke.ingest.convert import date_or_time, has_zone, identifier, looks_like_number, product
from shuke.ingest.flaws import FLAW_REASONS, flaws, is_error_text
from shuke.ingest.layout.units import scaled, scaled_cell
from shuke.ingest.raw import Raw, Reading
from shuke.stages.relation import literal

# Reason -> the canonical column it is found in.
REASONS: dict[str, str | None] = {
    "wrong_number_of_columns": None,
    "row_cut": None,
    "quote_broken": None,
    "bytes_broken": None,
    **FLAW_REASONS,
    "customer_id_blank": "customer_id",
    "date_blank": "ordered_at",
    "date_not_understood": "ordered_at",
    "date_without_zone_setting": "ordered_at",
    "amount_blank": "amount",
    "amount_not_a_number": "amount",
    "amount_out_of_range": "amount",
    "excluded_anonymous": "customer_id",
    "excluded_status": "status",
    "excluded_test": None,
    "excluded_internal": None,
    "excluded_walk_in": "customer_id",
    "excluded_refund": "amount",
    "excluded_outlier": "amount",
    "outlier_cut": "amount",
}
# Faults of a record as a whole, whatever its cells say.
FAULTS = ("wrong_number_of_columns", "row_cut", "quote_broken", "bytes_broken")
# Rows that policies leave out on purpose: they are no faults of the source. Of amounts cut down only money is left out.
EXCLUDED = tuple(reason for reason in REASONS if reason.startswith("excluded_"))
CUT = "outlier_cut"
# Rows that another row stands for: an equal one, the same line in an earlier source, an order in a later source.
MERGED, KNOWN, REPLACED = MERGES = ("merged", "known", "replaced")
# Rows of a sheet that are no records: they are told, and count neither as read nor as rejected.
SKIPPED: tuple[str, ...] = (
    "skipped_title",
    "skipped_blank",
    "skipped_repeated_header",
    "skipped_total",
    "skipped_footer",
    "skipped_other_table",
)


@dataclass(frozen=True)
class Conversion:
    """The expressions that turn one source's rows into lines with a verdict."""

    columns: dict[str, str]
    verdict: str
    value: str


def conversion(raw: Raw, meaning: Meaning, reading: Reading) -> Conversion:
    """Return the expressions for one source: canonical columns, the verdict (NULL for good), the offending text.

    The verdict and the value refer to the converted columns by name, so each cell is converted once.
    """
    cells = {name: raw.cells[index] for name, index in meaning.columns.items()}
    date = cells["ordered_at"]
    columns = {
        "customer_id": identifier(cells["customer_id"]),
        "ordered_at": date_or_time(date, reading.timezone, reading.date_format),
    }
    if "order_id" in cells:
        columns["order_id"] = identifier(cells["order_id"])
    if "amount" in cells:
        money = cells["amount"]
        columns["amount"] = scaled(money, raw.unit)
        blank, shown, numeric = f"{money.trimmed} IS NULL", money.trimmed, looks_like_number(money)
    else:
        quantity, price = cells["quantity"], cells["unit_price"]
        columns["amount"] = product(quantity, scaled_cell(price, raw.unit))
        blank = f"({quantity.trimmed} IS NULL OR {price.trimmed} IS NULL)"
        shown = f"CONCAT_WS(' × ', {quantity.trimmed}, {price.trimmed})"
        numeric = f"({looks_like_number(quantity)} AND {looks_like_number(price)})"
    for optional in ("customer_name", "currency", *reading.carried):
        if optional in cells:
            columns[optional] = cells[optional].trimmed
    zoned = has_zone(date)
    return Conversion(
        columns, _verdict(raw, meaning, date.trimmed, zoned, blank, (shown, numeric)), _value(raw, date.trimmed, shown)
    )


def _verdict(raw: Raw, meaning: Meaning, date_text: str, zoned: str, amount_blank: str, amount: tuple[str, str]) -> str:
    amount_text, amount_numeric = amount
    # Nested, so that what is dear to find out is asked only of the rows that failed.
    date = (
        f"CASE WHEN {date_text} IS NULL THEN 'date_blank' WHEN {zoned} THEN 'date_without_zone_setting' "
        f"WHEN {is_error_text(date_text)} THEN 'date_is_error' ELSE 'date_not_understood' END"
    )
    amount_reason = (
        f"CASE WHEN {amount_blank} THEN 'amount_blank' WHEN {amount_numeric} THEN 'amount_out_of_range' "
        f"WHEN {is_error_text(amount_text)} THEN 'amount_is_error' ELSE 'amount_not_a_number' END"
    )
    arms = [
        ("customer_id IS NULL", "'customer_id_blank'"),
        ("ordered_at IS NULL", date),
        ("amount IS NULL", amount_reason),
    ]
    arms = [*flaws(raw, meaning), *arms]
    if raw.fault is not None:
        arms.insert(0, (f"{raw.fault} IS NOT NULL", raw.fault))
    return "CASE " + " ".join(f"WHEN {condition} THEN {reason}" for condition, reason in arms) + " END"


def _value(raw: Raw, date_text: str, amount_text: str) -> str:
    faults = ", ".join(map(literal, FAULTS))
    return (
        f"CASE WHEN verdict IN ({faults}) THEN {raw.detail} "
        f"WHEN verdict LIKE 'date%' THEN {date_text} WHEN verdict LIKE 'amount%' THEN {amount_text} END"
    )
