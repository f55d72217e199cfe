"""The product itself: the chosen customers under codes of their own, generalised until the gate opens.

Law: every class of the published rows holds at least k customers and at least l values of the sensitive column; the
same result and the same wish give the same table.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where, ensure
from shuke.privacy.keys import key_ring
from shuke.privacy.pseudonyms import Coder, Key
from shuke.publish.fields import ID, Field, computed_from, fields
from shuke.publish.gate import Gate, Measure, measure, suppress
from shuke.publish.generalise import choose
from shuke.publish.wish import Source, Wish
from shuke.stages.relation import identifier, literal

CHOSEN, PRODUCT, CODES = "chosen_customers", "product", "product_codes"
BATCH = 50_000
SAMPLE, SHARE = 100, 10


@dataclass(frozen=True)
class Product:
    """A finished product: its table in the engine, its fields, what was done to it, and what it was made of.

    ``opted_out``: how many of the rated customers want to be in no such table.
    """

    engine: DuckDB
    source: Source
    wish: Wish
    fields: tuple[Field, ...]
    levels: dict[str, int]
    gate: Gate
    before: Measure
    after: Measure
    rated: int
    chosen: int
    opted_out: int
    suppressed: int
    key: str
    purpose: str

    @property
    def rows(self) -> int:
        """How many rows are published."""
        return self.after.rows

    @property
    def sample(self) -> int:
        """How many of them the sample shows: at most a hundred, and at most a tenth."""
        return max(1, min(SAMPLE, self.rows // SHARE))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the published columns."""
        return tuple(field.column for field in self.fields)

    def level(self, field: Field) -> str:
        """Return the name of the level at which a field is published."""
        if field.ladder is None:
            return "pseudonym"
        return field.ladder.levels[self.levels[field.column]].name


def make(engine: DuckDB, source: Source, wish: Wish) -> Product:
    """Return the product that is wished, made in the engine.

    Raises:
        UsageError: the wish cannot be meant.
        DataError: the result holds personal data, or the gate cannot be opened.
    """
    wish.check()
    rated, opted_out = _choose(engine, source, wish)
    found = fields(engine, CHOSEN, source, wish)
    gate = _gate(source, wish, found)
    before = measure(engine, CHOSEN, gate)
    if before.rows < wish.k:
        raise DataError("publish_too_few", Where(file=str(source.folder)), rows=before.rows, k=wish.k)
    ladders = [field.ladder for field in found if field.ladder is not None]
    known = [ladder for ladder in ladders if ladder.column in gate.known]
    levels = {ladder.column: 0 for ladder in ladders} | choose(engine, CHOSEN, known, gate, wish.most)
    key = _key(source)
    purpose = wish.purpose or _purpose(source, wish)
    _code(engine, key.coder(f"publish:{purpose}"))
    cells = [
        f"code AS {ID}"
        if field.ladder is None
        else f"{field.ladder.levels[levels[field.column]].expression} AS {identifier(field.column)}"
        for field in found
    ]
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {PRODUCT} AS SELECT {', '.join(cells)} FROM {CHOSEN} "
        f"JOIN {CODES} ON {CHOSEN}.{ID} = {CODES}.id ORDER BY code"
    )
    suppressed = suppress(engine, PRODUCT, gate)
    after = measure(engine, PRODUCT, gate)
    ensure(after.rows + suppressed == before.rows, "published rows and suppressed ones are not all")
    if not after.rows or suppressed > before.rows * wish.most:
        raise DataError(
            "publish_gate",
            rows=f"{before.rows:,}",
            fails=f"{suppressed:,}",
            k=gate.k,
            least=gate.l,
            name=gate.sensitive,
        )
    ensure(after.k >= gate.k and after.l >= gate.l, "the gate is open for a table that does not pass it")
    return Product(
        engine,
        source,
        wish,
        found,
        levels,
        gate,
        before,
        after,
        rated,
        before.rows,
        opted_out,
        suppressed,
        key.name,
        purpose,
    )


def _choose(engine: DuckDB, source: Source, wish: Wish) -> tuple[int, int]:
    """Keep the customers that the wish is about; return how many the result has, and how many of them want no part."""
    table = f"read_parquet({literal(str(source.table()))})"
    columns = engine.columns(f"SELECT * FROM {table}")
    for name in wish.where:
        if name not in columns:
            key = "publish_no_region" if name == "region" else "publish_column_unknown"
            raise UsageError(key, name=name, known=", ".join(columns))
    held = [f"CAST({identifier(name)} AS VARCHAR) = {literal(value)}" for name, value in wish.where.items()]
    engine.run("CREATE OR REPLACE TEMP TABLE unwilling (id VARCHAR)")
    unwilling = sorted(source.without)
    for start in range(0, len(unwilling), BATCH):
        engine.run("INSERT INTO unwilling SELECT UNNEST(?)", [unwilling[start : start + BATCH]])
    held.append(f"CAST({ID} AS VARCHAR) NOT IN (SELECT id FROM unwilling)")
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {CHOSEN} AS SELECT * FROM {table} WHERE {' AND '.join(held)} ORDER BY {ID}"
    )
    counted = f"COUNT(*), COUNT(*) FILTER (CAST({ID} AS VARCHAR) IN (SELECT id FROM unwilling))"
    rated, left_out = engine.run(f"SELECT {counted} FROM {table}")[0]
    return int(rated), int(left_out)


def _gate(source: Source, wish: Wish, found: tuple[Field, ...]) -> Gate:
    """Return what is asked of the product.

    What the sensitive column is computed from tells it, so l is asked of the other columns alone, unless a number is
    given for all.
    """
    known = tuple(field.column for field in found if field.role == "quasi")
    inputs = computed_from(source)
    apart = known if wish.least is not None else tuple(name for name in known if name not in inputs)
    sensitive = next((field.column for field in found if field.role == "sensitive"), None)
    if sensitive is None:
        raise UsageError("publish_sensitive", name=wish.sensitive or source.scheme.main)
    return Gate(known, apart, sensitive, wish.k, 2 if wish.least is None else wish.least)


def _key(source: Source) -> Key:
    """Return the key of the result, so that the product stays the same after a rotation; else the current one."""
    ring = key_ring()
    name = source.manifest.get("pseudonym_key")
    return next((key for key in ring.keys if key.name == name), ring.current)


def _purpose(source: Source, wish: Wish) -> str:
    where = ",".join(f"{name}={value}" for name, value in sorted(wish.where.items()))
    return f"{source.scheme.scheme} {source.manifest['as_of']} {where}"


def _code(engine: DuckDB, coder: Coder) -> None:
    engine.run(f"CREATE OR REPLACE TEMP TABLE {CODES} (id VARCHAR, code VARCHAR)")
    ids = [row[0] for row in engine.run(f"SELECT {ID} FROM {CHOSEN} ORDER BY 1")]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        engine.run(f"INSERT INTO {CODES} SELECT UNNEST(?), UNNEST(?)", [batch, [coder.exact(ID, one) for one in batch]])


def as_share(value: Decimal) -> str:
    """Return a share as a percentage, exactly."""
    return f"{(value * 100).normalize():f} %"
