"""Amounts, quantities and prices that are not in plain form, the number style they share, and their currency."""

from __future__ import annotations

from shuke.ingest.convert import FLOATS
from shuke.ingest.decisions import decided
from shuke.ingest.forms import amounts, currencies, plain, yuan
from shuke.ingest.forms.products import FACTORS, product
from shuke.ingest.forms.styles import DECISION, Evidence, Style, style
from shuke.ingest.layout.units import UNITS, WIDE, scaled_digits
from shuke.ingest.settling.table import Table
from shuke.ingest.verdicts import odd
from shuke.stages.relation import literal

# An amount that differs from quantity × unit price by more than this is worth a word.
CENT = "0.01"


class CommaStyle(Exception):  # noqa: N818 - named for what it is
    """The source marks decimals by a comma, so what was taken for plain numbers has to be read again."""


def settle_money(table: Table, known: Style | None) -> None:
    """Read the amounts of a source and find its currency; reject the rows that have no amount.

    Raises:
        Undecided: whether a point or a comma marks the decimals is open.
        CommaStyle: a comma does, and the plain cells were read as if a point did.
    """
    columns = [name for name in ("amount", *FACTORS) if table.odd.get(name)]
    parts = {name: _gathered(table, name) for name in columns}
    chosen = known or _style(table, [evidence for _, evidence in parts.values()])
    table.settled.answers[DECISION] = chosen
    for one, _ in parts.values():
        floats = table.raw.cells[table.meaning.columns[one.column]].type in FLOATS
        table.settled.changes += amounts.read(table.engine, one, chosen, table.reading, floats=floats)
    if "amount" in columns:
        table.take("amount", scaled_digits("found.value", table.raw.unit), "found.value IS NOT NULL")
    elif len(columns) == len(FACTORS):
        _multiply(table)
    for name in columns:
        table.reject(name)
    table.mark("amount IS NULL", "amount_blank")
    _settle_currency(table, columns)
    tell_products(table)


def _gathered(table: Table, name: str) -> tuple[amounts.Amounts, Evidence]:
    written = odd(yuan.WRITTEN) if name == "amount" and table.odd.get(yuan.WRITTEN) else None
    return amounts.gather(table.engine, table.forms(name), odd(name), name, table.place, written)


def _multiply(table: Table) -> None:
    """Multiply the rows of which a factor was not in plain form."""
    quantity, price = (table.forms(name) for name in FACTORS)
    cost = "b.value"
    if table.raw.unit != "yuan":
        cost = f"CAST(TRY_CAST(b.value AS {WIDE}) * {UNITS[table.raw.unit]} AS VARCHAR)"
    same = [f"{odd(name)} = {letter}.text" for name, letter in zip(FACTORS, "ab", strict=True)]
    table.engine.run(
        f"UPDATE {table.relation} SET amount = {product('a.value', cost)} "
        f"FROM {quantity} AS a, {price} AS b WHERE {' AND '.join(same)}"
    )
    good = " AND ".join(
        f"{odd(name)} IN (SELECT text FROM {table.forms(name)} WHERE reason IS NULL)" for name in FACTORS
    )
    table.mark(f"amount IS NULL AND {good}", "amount_out_of_range", f"CONCAT_WS(' × ', {', '.join(map(odd, FACTORS))})")


def _style(table: Table, evidence: list[Evidence]) -> Style:
    """Return the number style, after looking at the plain cells too where the others do not settle it."""
    point, comma, unclear = (sum(one.cells.get(kind, 0) for one in evidence) for kind in ("point", "comma", "open"))
    if decided(table.reading, DECISION) is None and (comma or (unclear and not point)):
        evidence = [*evidence, *_plain_evidence(table)]
    if style(evidence, table.reading) == "comma":
        raise CommaStyle
    return "point"


def _plain_evidence(table: Table) -> list[Evidence]:
    """Return how many plain cells of the source prove that a point marks the decimals."""
    found = []
    row = "source_row" if table.raw.numbered else f"ROW_NUMBER() OVER () + {table.raw.first_row - 1}"
    for name in ("amount", *FACTORS):
        if name not in table.odd:
            continue
        cell = table.raw.cells[table.meaning.columns[name]]
        proof = plain.points(cell)
        if proof is None:
            continue
        cells = f"SELECT {row} AS row, {cell.text} AS text, {proof} AS proof FROM {table.raw.source}"
        count, first, example = table.engine.run(
            f"SELECT COUNT(*), MIN(row), ARG_MIN(text, row) FROM ({cells}) WHERE proof"
        )[0]
        if count:
            examples = {"point": (str(example), table.place.where(name, int(first)))}
            found.append(Evidence({"point": int(count)}, examples))
    return found


def _settle_currency(table: Table, columns: list[str]) -> None:
    """Give every row the code of its currency: of the column that says it, else of the sign beside the amount."""
    signed = [name for name in columns if _any(table, f"{table.forms(name)} WHERE currency IS NOT NULL")]
    own = "currency" in table.meaning.columns
    if own:
        _name_currencies(table)
    elif signed == ["amount"] and (code := _most_are(table, "amount")) is not None:
        table.settled.columns.add("currency")
        _say_for_all(table, "amount", code)
        return
    elif signed:
        table.engine.run(f"ALTER TABLE {table.relation} ADD COLUMN currency VARCHAR")
    if own or signed:
        table.settled.columns.add("currency")
    shared = " OR ".join(
        f"found.currency = {literal(currencies.CODE[sign])} AND {table.relation}.currency IN "
        f"({', '.join(map(literal, others))})"
        for sign, others in currencies.SHARED.items()
    )
    for name in signed:
        beside = f"FROM {table.forms(name)} AS found WHERE {odd(name)} = found.key AND found.currency IS NOT NULL"
        if own:
            table.engine.run(
                f"UPDATE {table.relation} SET verdict = 'currency_contradicts', value = {odd(name)} {beside} "
                f"AND verdict IS NULL AND {table.relation}.currency <> found.currency "
                f"AND NOT (found.shared AND ({shared}))"
            )
        table.engine.run(
            f"UPDATE {table.relation} SET currency = found.currency {beside} AND {table.relation}.currency IS NULL"
        )


def _most_are(table: Table, name: str) -> str | None:
    """Return the one currency that stands beside amounts, if it does so in most of the rows."""
    found = table.engine.run(
        f"SELECT currency, SUM(cells) FROM {table.forms(name)} WHERE currency IS NOT NULL GROUP BY 1 LIMIT 2"
    )
    count = table.engine.run(f"SELECT COUNT(*) FROM {table.relation}")[0][0]
    return str(found[0][0]) if len(found) == 1 and 2 * found[0][1] > count else None


def _say_for_all(table: Table, name: str, code: str) -> None:
    """Give all rows a currency, and take it from those that do not say it: fewer are written than are not."""
    table.engine.run(f"ALTER TABLE {table.relation} ADD COLUMN currency VARCHAR DEFAULT {literal(code)}")
    table.engine.run(
        f"UPDATE {table.relation} SET currency = NULL WHERE {odd(name)} IS NULL OR {odd(name)} IN "
        f"(SELECT key FROM {table.forms(name)} WHERE currency IS NULL)"
    )


def _name_currencies(table: Table) -> None:
    """Give the currencies of their own column their codes."""
    found = table.engine.run(f"SELECT DISTINCT currency FROM {table.relation} WHERE currency IS NOT NULL")
    names = [(text, code) for (text,) in found if (code := currencies.named(text)) != text]
    if names:
        table.engine.run(
            f"UPDATE {table.relation} SET currency = known.code FROM (SELECT UNNEST(?) AS text, UNNEST(?) AS code) "
            f"AS known WHERE {table.relation}.currency = known.text",
            [[text for text, _ in names], [code for _, code in names]],
        )


def _any(table: Table, source: str) -> bool:
    return bool(table.engine.run(f"SELECT 1 FROM {source} LIMIT 1"))


def tell_products(table: Table) -> None:
    """Tell in how many rows the amount is not quantity × unit price, where a source has all three."""
    if "calculated" not in table.held:
        return
    count = table.engine.run(
        f"SELECT COUNT(*) FROM {table.relation} WHERE verdict IS NULL AND ABS(amount - calculated) > {CENT}"
    )[0][0]
    if count:
        table.note("amount_not_product", "amount", count=count)
