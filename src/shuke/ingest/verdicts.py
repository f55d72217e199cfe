"""Why a row cannot be used: one reason per row, the first that holds, with the cell it was found in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shuke.ingest.columns import Meaning
from shuke.ingest.convert import FLOATS, Cell
from shuke.ingest.flaws import FLAW_REASONS, flaws
from shuke.ingest.forms import plain, yuan
from shuke.ingest.forms.products import FACTORS, plain_product
from shuke.ingest.forms.styles import Style
from shuke.ingest.layout.units import scaled, scaled_cell, scaled_digits
from shuke.ingest.raw import Raw, Reading
from shuke.stages.relation import literal

# Reason -> the canonical column it is found in. A row has the first that holds.
REASONS: dict[str, str | None] = {
    "wrong_number_of_columns": None,
    "row_cut": None,
    "quote_broken": None,
    "bytes_broken": None,
    **FLAW_REASONS,
    "customer_id_imprecise": "customer_id",
    "order_id_imprecise": "order_id",
    "customer_id_scientific": "customer_id",
    "customer_id_blank": "customer_id",
    "order_id_scientific": "order_id",
    "date_blank": "ordered_at",
    "date_not_understood": "ordered_at",
    "date_invalid": "ordered_at",
    "date_partial": "ordered_at",
    "date_range": "ordered_at",
    "date_in_chinese": "ordered_at",
    "date_serial_1900": "ordered_at",
    "date_without_zone_setting": "ordered_at",
    "date_future": "ordered_at",
    "amount_blank": "amount",
    "amount_not_a_number": "amount",
    "amount_is_percent": "amount",
    "amount_is_date": "amount",
    "amount_in_chinese": "amount",
    "amount_in_other_style": "amount",
    "amount_out_of_range": "amount",
    "currency_contradicts": "amount",
    "kind_blank": "kind",
    "times_not_a_count": "times",
    "value_not_a_number": "value",
    "excluded_anonymous": "customer_id",
    "excluded_status": "status",
    "excluded_test": None,
    "excluded_internal": None,
    "excluded_walk_in": "customer_id",
    "excluded_refund": "amount",
    "excluded_outlier": "amount",
    "excluded_forgotten": None,
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
    """The expressions that turn one source's rows into lines as far as their cells are in plain form.

    ``columns`` are the canonical columns, ``helpers`` what they lean on. ``odd`` are the texts of cells that are not
    in plain form and not blank, by canonical column; they may refer to ``columns``. ``verdict`` is what the row's
    shape alone decides (NULL for good), and ``value`` the text it is told with.
    """

    helpers: dict[str, str]
    columns: dict[str, str]
    odd: dict[str, str]
    verdict: str
    value: str


def odd(column: str) -> str:
    """Return the name of the column that holds the cells of ``column`` that are not in plain form."""
    return f"odd_{column}"


def conversion(raw: Raw, meaning: Meaning, reading: Reading, style: Style | None = None) -> Conversion:
    """Return the expressions for one source; ``style`` is its number style where it is known already."""
    cells = {name: raw.cells[index] for name, index in meaning.columns.items()}
    found = Conversion({}, {}, {}, "", "")
    arms = [] if raw.fault is None else [(f"{raw.fault} IS NOT NULL", raw.fault)]
    arms += [*flaws(raw, meaning), *_identifiers(found, raw, meaning)]
    date = cells["ordered_at"]
    found.columns["ordered_at"] = plain.day(date, reading.timezone, reading.date_format)
    found.odd["ordered_at"] = f"CASE WHEN ordered_at IS NULL THEN {date.trimmed} END"
    if reading.timezone is not None and (kind := plain.clock_kind(date)) is not None:
        found.columns["clock_kind"] = kind
    _amounts(found, raw, cells, commas=style == "comma")
    for optional in ("customer_name", "currency", *reading.carried):
        if optional in cells:
            found.columns[optional] = cells[optional].trimmed
    verdict = "CASE " + " ".join(f"WHEN {condition} THEN {reason}" for condition, reason in arms) + " END"
    return replace(
        found,
        verdict=f"CAST({verdict if arms else 'NULL'} AS VARCHAR)",
        value=_value(raw, cells) if arms else "CAST(NULL AS VARCHAR)",
    )


def _value(raw: Raw, cells: dict[str, Cell]) -> str:
    """Return what is shown of a record that its shape or a mark of its cells rejects."""
    faults = ", ".join(map(literal, FAULTS))
    money = [cells[name].trimmed for name in (("amount",) if "amount" in cells else FACTORS)]
    return (
        f"CASE WHEN verdict IN ({faults}) THEN {raw.detail} "
        f"WHEN verdict LIKE 'date%' THEN {cells['ordered_at'].trimmed} "
        f"WHEN verdict LIKE 'amount%' THEN CONCAT_WS(' × ', {', '.join(money)}) END"
    )


def _identifiers(found: Conversion, raw: Raw, meaning: Meaning) -> list[tuple[str, str]]:
    """Add the identifiers; return the conditions under which their cells lost digits, with the reasons."""
    arms = []
    for name in ("customer_id", "order_id"):
        index = meaning.columns.get(name)
        if index is None:
            continue
        found.helpers[f"plain_{name}"] = plain.is_plain_identifier(raw.cells[index])
        found.columns[name] = plain.identifier(raw.cells[index], f"plain_{name}")
        found.odd[name] = f"CASE WHEN NOT plain_{name} THEN {name} END"
        lost = plain.lost_digits(raw.cells[index], raw.marks.get(index))
        if lost is not None:
            arms.append((lost, literal(f"{name}_imprecise")))
    return arms


def _amounts(found: Conversion, raw: Raw, cells: dict[str, Cell], *, commas: bool) -> None:
    """Add the amount, or the product of quantity and unit price, in the plain unit."""
    factors: tuple[Cell, ...] = ()
    if set(FACTORS) <= cells.keys():
        factors = (cells["quantity"], scaled_cell(cells["unit_price"], raw.unit, commas=commas))
    if "amount" in cells:
        found.columns["amount"] = scaled(cells["amount"], raw.unit, commas=commas)
        found.odd["amount"] = f"CASE WHEN amount IS NULL THEN {_amount_text(cells['amount'])} END"
        if cells["amount"].type == "VARCHAR" and not commas:
            _yuan(found, cells["amount"].text, raw.unit)
        if factors:
            found.columns["calculated"] = plain_product(*factors, commas=commas)
        return
    found.columns["amount"] = plain_product(*factors, commas=commas)
    for name in FACTORS:
        found.odd[name] = f"CASE WHEN amount IS NULL THEN {_amount_text(cells[name])} END"


def _yuan(found: Conversion, text: str, unit: str) -> None:
    """Read amounts in yuan too; the second look sees their shape, and beside it the text."""
    found.helpers["plain_amount"] = found.columns["amount"]
    read = scaled_digits(yuan.digits(text), unit)
    found.columns["amount"] = f"CASE WHEN plain_amount IS NULL THEN {read} ELSE plain_amount END"
    shaped = "plain_amount IS NULL AND amount IS NOT NULL"
    found.odd["amount"] = f"CASE WHEN {shaped} THEN {yuan.shape(text)} ELSE {found.odd['amount']} END"
    found.odd[yuan.WRITTEN] = f"CASE WHEN {shaped} THEN {text} END"


def _amount_text(cell: Cell) -> str:
    """Return an amount's text; a float that is no number stands for an empty cell."""
    return f"NULLIF({cell.trimmed}, 'nan')" if cell.type in FLOATS else cell.trimmed
