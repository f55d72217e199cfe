"""The validation of one kept rating: what its groups are worth, figure by figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where
from shuke.ingest.intake import take_in
from shuke.ingest.raw import Reading
from shuke.privacy.replace import replace_personal_ids
from shuke.saved import Saved, open_saved, rated_table
from shuke.scheme.builtin import figure
from shuke.scheme.model import Scheme
from shuke.stages.metrics import Question, totals
from shuke.stages.orders import Lines, orders
from shuke.stages.period import Window
from shuke.stages.places import group_names
from shuke.validation.agreement import Kappa, kappa
from shuke.validation.ranks import Above, Counts, Differs, kruskal_wallis, mann_whitney
from shuke.validation.stability import jaccards
from shuke.validation.verdicts import TABLE, take_in_verdicts
from shuke.whatif.order import is_ordered

RATED, LATER = "kept_table", "later_totals"
RESAMPLES = 50
# Groups of so little, or of so much, of the customers are hard to use.
LEAST, MOST = Decimal("0.01"), Decimal("0.5")


@dataclass(frozen=True)
class Asked:
    """What is to be looked at: later sales, verdicts of people, how often customers are drawn anew."""

    later: object | None = None
    verdicts: object | None = None
    resamples: int = RESAMPLES
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True)
class Pair:
    """Two groups that follow one another, and how far the first lies above the second in a figure."""

    first: str
    second: str
    above: Above


@dataclass(frozen=True)
class Looked:
    """How far the groups differ in one figure; ``origin``: the scheme used it, it did not, or it came later."""

    name: str
    origin: str
    differs: Differs | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Group:
    """A group: its size and money, and how much of it comes out again from customers drawn anew."""

    name: str
    customers: int
    share: float
    money: Decimal | None
    money_share: float | None
    jaccard: float | None

    @property
    def remark(self) -> str | None:
        """What is to be said of its size."""
        if not self.customers:
            return "empty"
        return "small" if self.share < LEAST else "large" if self.share > MOST else None


@dataclass(frozen=True)
class Agreement:
    """Verdicts of people beside the groups: how many, how many customers the rating has, the table, the kappas."""

    verdicts: int
    matched: int
    table: Mapping[tuple[str, str], int]
    kappas: tuple[Kappa, ...]

    @property
    def same(self) -> float:
        """The share of the matched customers of whom both say the same."""
        return sum(heads for (rated, said), heads in self.table.items() if rated == said) / self.matched


@dataclass(frozen=True)
class Validation:
    """Everything that was found of one rating."""

    scheme: Scheme
    as_of: date
    customers: int
    later: tuple[date, date] | None
    groups: tuple[Group, ...]
    figures: tuple[Looked, ...]
    resamples: int
    agreement: Agreement | None
    notes: tuple[str, ...]


def validate(folder: Path, asked: Asked | None = None) -> Validation:
    """Return what the groups of a kept rating are worth.

    Raises:
        UsageError: the folder holds no result with a table, or the wish cannot be meant.
        DataError: a file is damaged, the later sales hold nothing later, or the verdicts cannot be used.
    """
    saved = open_saved(folder)
    with DuckDB() as engine:
        return Look(engine, saved, asked or Asked()).go()


class Look:
    """What is looked at of one kept rating.

    Raises:
        UsageError: the wish cannot be meant.
    """

    def __init__(self, engine: DuckDB, saved: Saved, wish: Asked) -> None:
        if wish.resamples < 0:
            raise UsageError("backtest_resamples_malformed", value=wish.resamples)
        self.engine, self.saved, self.wish = engine, saved, wish
        engine.name(RATED, rated_table(engine, saved))
        self.columns = engine.columns(RATED)
        self.main = saved.scheme.main
        self.as_of = date.fromisoformat(saved.document["as_of"])
        self.notes: list[str] = []

    def go(self) -> Validation:
        """Look at everything that was asked."""
        later = self._take_in_later() if self.wish.later is not None else None
        names = self._names()
        figures = [self._looked(RATED, name, self._origin(name), names) for name in self._figures()]
        if later is not None:
            figures += [self._looked(LATER, name, "later", names) for name in ("later_revenue", "later_purchases")]
        elif not any(one.origin == "unused" for one in figures):
            self.notes.append("only_used_figures")
        groups = self._groups(names)
        return Validation(
            self.saved.scheme,
            self.as_of,
            sum(one.customers for one in groups),
            later,
            groups,
            tuple(figures),
            self.wish.resamples,
            self._agreement(names) if self.wish.verdicts is not None else None,
            tuple(self.notes),
        )

    def _names(self) -> list[str]:
        """Return the groups in their order; of codes only those that occur."""
        names = [str(name) for name in group_names(self.saved.scheme, self.saved.fitted, self.main)]
        if self.main != "code":
            return names
        there = {row[0] for row in self.engine.run(f"SELECT DISTINCT {self.main} FROM {RATED}")}
        return [name for name in names if name in there]

    def _figures(self) -> list[str]:
        """Return the figures of the table that can be ranked."""
        known = {name: figure(self.saved.scheme, name) for name in self.columns}
        return [name for name, one in known.items() if one is not None and one.kind != "text"]

    def _origin(self, name: str) -> str:
        return "used" if name in self.saved.scheme.metrics else "unused"

    def _looked(self, table: str, name: str, origin: str, names: Sequence[str]) -> Looked:
        """Return how far the groups differ in a figure, all together and each from the next."""
        found: dict[Decimal | int, dict[str, int]] = {}
        rows = self.engine.run(
            f"SELECT {name}, CAST({self.main} AS VARCHAR), COUNT(*) FROM {table} "
            f"WHERE {name} IS NOT NULL AND {self.main} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )
        for value, group, heads in rows:
            found.setdefault(value, {})[group] = heads
        counts: Counts = list(found.items())
        there = [one for one in names if any(one in groups for groups in found.values())]
        pairs = [
            Pair(first, second, above)
            for first, second in pairwise(there)
            if (above := mann_whitney(counts, first, second)) is not None
        ]
        return Looked(name, origin, kruskal_wallis(counts), tuple(pairs) if len(there) <= 12 else ())

    def _groups(self, names: Sequence[str]) -> tuple[Group, ...]:
        """Return every group with its size, money and stability."""
        money = "SUM(monetary)" if "monetary" in self.columns else "NULL"
        rows = {
            name: (heads, amount)
            for name, heads, amount in self.engine.run(
                f"SELECT CAST({self.main} AS VARCHAR), COUNT(*), {money} FROM {RATED} GROUP BY 1"
            )
        }
        whole = sum(heads for heads, _ in rows.values())
        total = sum((amount for _, amount in rows.values() if amount is not None), Decimal(0))
        stable = self._stable(names)
        found = []
        for name in names:
            heads, amount = rows.get(name, (0, Decimal(0) if total else None))
            share = float(amount / total) if amount is not None and total > 0 else None
            found.append(Group(name, heads, heads / whole, amount, share, stable.get(name)))
        return tuple(found)

    def _stable(self, names: Sequence[str]) -> Mapping[str, float | None]:
        if not self.wish.resamples:
            return {}
        if not set(self.saved.scheme.metrics) <= set(self.columns):
            self.notes.append("no_stability")
            return {}
        return jaccards(self.engine, self.saved, RATED, names, self.wish.resamples)

    def later_lines(self) -> tuple[Lines, str, list[str]]:
        """Take in the later sales; return them, where they are from, and the headers of ids as they stand there."""
        intake = take_in(self.engine, self.wish.later, self.wish.reading, in_place=False)
        headers = [loaded.meaning.header("customer_id") for loaded in intake.loaded]
        return intake.lines, intake.loaded[0].raw.name, headers

    def _take_in_later(self) -> tuple[date, date]:
        """Bring what the rated customers did after the as-of date beside their groups; return the days looked at."""
        lines, name, headers = self.later_lines()
        last = self.engine.run(f"SELECT CAST(MAX(ordered_at) AS DATE) FROM {lines.relation}")[0][0]
        if last is None or last <= self.as_of:
            raise DataError("validate_nothing_later", Where(file=name), as_of=self.as_of.isoformat())
        window = Window(self.as_of + timedelta(days=1), last)
        question = Question((), last, window, self.wish.reading.zero_orders)
        self.engine.keep("totals_after", totals(orders(lines, window), ("monetary", "purchase_days"), question))
        if headers and self.saved.document["personal_ids"]:
            replace_personal_ids(self.engine, "totals_after", headers, list(self.saved.document["personal_ids"]))
        self.engine.run(
            f"CREATE OR REPLACE TEMP TABLE {LATER} AS SELECT r.{self.main}, COALESCE(t.monetary, 0) AS later_revenue, "
            f"COALESCE(t.purchase_days, 0) AS later_purchases FROM {RATED} AS r "
            "LEFT JOIN totals_after AS t USING (customer_id)"
        )
        return self.as_of + timedelta(days=1), last

    def _agreement(self, names: Sequence[str]) -> Agreement:
        """Return how far people say the same of customers as the rating."""
        verdicts = take_in_verdicts(self.engine, self.wish.verdicts, self.saved, names)
        rows = self.engine.run(
            f"SELECT CAST(r.{self.main} AS VARCHAR), v.said, COUNT(*) FROM {RATED} AS r JOIN {TABLE} AS v "
            f"USING (customer_id) WHERE r.{self.main} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )
        table = {(rated, said): heads for rated, said, heads in rows}
        matched = sum(table.values())
        if not matched:
            raise DataError("validate_verdict_nobody")
        ways = ("none", "linear", "quadratic") if is_ordered(self.saved.scheme, self.main) else ("none",)
        found = [kappa(table, names, way) for way in ways]  # type: ignore[arg-type]
        return Agreement(verdicts, matched, table, tuple(one for one in found if one is not None))
