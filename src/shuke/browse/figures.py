"""The figures that a run keeps of each customer, and which further ones can be made of them.

Law: a figure made here is the one that a rating of the same data would have, to the last digit; one that cannot be is
named, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shuke.engines.duckdb import DuckDB
from shuke.saved import Saved, rated_table
from shuke.scheme.builtin import BUILTIN, figure
from shuke.scheme.model import Rule, Scheme
from shuke.scheme.model.metrics import Attribute
from shuke.scheme.needs import closure
from shuke.stages import own
from shuke.stages.conditions import condition
from shuke.stages.metrics import METRICS, TYPES, Question
from shuke.stages.period import Window, window
from shuke.stages.relation import Select, day

KEPT = "kept_customers"
# Totals that a metric of the same name is.
SAME = ("frequency", "monetary", "gross", "purchase_days", "top_order", "active_months_6")
# The place that the run itself gave.
WAS = "_was"


@dataclass(frozen=True)
class Lacking:
    """What a scheme wants that a run does not keep: another period, metrics, customers whom the run left out."""

    period: bool = False
    metrics: tuple[str, ...] = ()
    excluded: bool = False

    def __bool__(self) -> bool:
        return self.period or self.excluded or bool(self.metrics)


class Figures:
    """The rated customers of a kept run with their figures, in an engine of their own."""

    def __init__(self, saved: Saved, memory_limit: str | None = None) -> None:
        self.saved, self.scheme = saved, saved.scheme
        self.as_of = date.fromisoformat(saved.document["as_of"])
        first, last = saved.document["period"]
        self.window = Window(date.fromisoformat(first) if first else None, date.fromisoformat(last))
        self.engine = DuckDB(memory_limit=memory_limit)
        try:
            table = rated_table(self.engine, saved)
            there = self.engine.columns(table)
            self.kept = self._kept(there)
            columns = ["customer_id", *self.kept, f"CAST({self.scheme.main} AS VARCHAR) AS {WAS}"]
            self.engine.run(f"CREATE TEMP TABLE {KEPT} AS SELECT {', '.join(columns)} FROM ({table})")
        except BaseException:
            self.engine.close()
            raise

    def close(self) -> None:
        """Let go of the engine."""
        self.engine.close()

    def lacking(self, scheme: Scheme) -> Lacking:
        """Return what a scheme wants that cannot be had here; it is empty for one that can be tried."""
        if window(self.as_of, scheme.period) != self.window:
            # Every figure is another one over other days.
            return Lacking(period=True)
        missing = tuple(name for name in scheme.metrics if not self._can(scheme, name))
        return Lacking(metrics=missing, excluded=not self._others_in(scheme))

    def question(self, scheme: Scheme) -> Question:
        """Return what is asked of the customers under a scheme."""
        counted = self.saved.document["reading"]["zero_orders"]
        return Question(scheme.metrics, self.as_of, self.window, counted, {}, scheme)

    def rated(self, scheme: Scheme, besides: tuple[str, ...]) -> Select | str:
        """Return the relation of the customers whom a scheme rates with the metrics that it looks at."""
        question = self.question(scheme)
        wanted = tuple(dict.fromkeys((*scheme.metrics, *besides)))
        table: Select | str = KEPT
        columns = ("customer_id", *self.kept, WAS)
        for name in closure(scheme, wanted):
            if name not in columns and not self._keeps(scheme, name):
                made = {**{column: column for column in columns}, name: self._formula(scheme, name, question)}
                columns = (*columns, name)
                table = Select(made, table)
        shown = {name: name for name in ("customer_id", *wanted, WAS)}
        held = self._excluded(scheme, question)
        return table if table == KEPT and held is None else Select(shown, table, () if held is None else (held,))

    def _kept(self, there: list[str]) -> tuple[str, ...]:
        """Return the metrics among the columns of the table; texts that were masked are none."""
        hidden = {*self.saved.document["masked"], *self.saved.document["carried"]}
        return tuple(name for name in there if figure(self.scheme, name) is not None and name not in hidden)

    def _keeps(self, scheme: Scheme, name: str) -> bool:
        """Tell whether a metric of a scheme is a column of the run's table, with the same meaning."""
        if name not in self.kept:
            return False
        return all(self.scheme.own.get(one) == scheme.own.get(one) for one in closure(scheme, (name,)))

    def _can(self, scheme: Scheme, name: str) -> bool:
        """Tell whether a metric is there, or can be made of what is."""
        if self._keeps(scheme, name):
            return True
        if name in BUILTIN and name not in scheme.own:
            return BUILTIN[name].table == "orders" and set(METRICS[name].needs) <= self._totals().keys()
        metric = scheme.own.get(name)
        if metric is None or isinstance(metric, Attribute) or not own.is_derived(metric):
            return False
        return all(self._can(scheme, part) for part in scheme.parts(name))

    def _formula(self, scheme: Scheme, name: str, question: Question) -> str:
        if name in scheme.own:
            return own.expression(name, scheme.own[name], question)
        formula = METRICS[name].formula.replace("{as_of}", day(self.as_of))
        for total, said in self._totals().items():
            if total != said and total in METRICS[name].needs:
                formula = formula.replace(total, said)
        return f"CAST({formula} AS {TYPES[BUILTIN[name].kind]})"

    def _totals(self) -> Mapping[str, str]:
        """Return the totals of a customer that can be had, each with its expression over the kept figures."""
        mine = {name for name in self.kept if name not in self.scheme.own}
        found = {name: name for name in SAME if name in mine}
        if {"monetary", "gross"} <= mine:
            found["refunds"] = "(monetary - gross)"
        return found

    def _others_in(self, scheme: Scheme) -> bool:
        """Tell whether nobody whom the run left out would be rated under a scheme."""
        rules = [one.when for one in scheme.exclude]
        return all(one.when in rules for one in self.scheme.exclude)

    def _excluded(self, scheme: Scheme, question: Question) -> str | None:
        """Return the condition that no exclusion of a scheme holds; None where those of the run leave out the same."""
        rules: list[Rule] = [one.when for one in self.scheme.exclude]
        further = [one for one in scheme.exclude if one.when not in rules]
        if not further:
            return None
        texts = {name for name in question.metrics if question.kind(name) == "text"}
        arms = " ".join(f"WHEN {condition(one.when, texts)} THEN 1" for one in further)
        return f"CASE {arms} END IS NULL"
