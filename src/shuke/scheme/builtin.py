"""The built-in metrics as a scheme knows them: unit, better end, the values that can occur, the table they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from shuke.scheme.model.metrics import Attribute, Counted, Difference, Interactions, Ratio
from shuke.scheme.model.scheme import Scheme

Kind = Literal["days", "count", "money", "rate", "number", "text"]
# The grid on which the values of a kind lie: its least step.
STEPS: Mapping[Kind, Decimal] = {
    "days": Decimal(1),
    "count": Decimal(1),
    "money": Decimal("0.0001"),
    "rate": Decimal("0.000001"),
    "number": Decimal("0.000001"),
}


@dataclass(frozen=True)
class Figure:
    """What is known of a metric before any data: ``least`` and ``greatest`` bound what a rated customer can have.

    ``empty`` tells whether a rated customer can be without it.
    """

    kind: Kind
    best: Literal["high", "low"]
    least: Decimal | None = None
    greatest: Decimal | None = None
    table: Literal["orders", "history", "costs", "interactions", "customers"] = "orders"
    empty: bool = False

    @property
    def step(self) -> Decimal:
        """The least distance of two values."""
        return STEPS[self.kind]


ZERO, ONE = Decimal(0), Decimal(1)
CENT = STEPS["money"]
BUILTIN: Mapping[str, Figure] = {
    "recency_days": Figure("days", "low", ZERO),
    "frequency": Figure("count", "high", ONE),
    "purchase_days": Figure("count", "high", ONE),
    "monetary": Figure("money", "high"),
    "gross": Figure("money", "high", ZERO),
    "average_order": Figure("money", "high"),
    "top_order": Figure("money", "high", ZERO),
    "tenure_days": Figure("days", "high", ZERO, table="history"),
    "repurchase_rate": Figure("rate", "high", ZERO, ONE),
    "refund_rate": Figure("rate", "low", ZERO),
    "active_months_6": Figure("count", "high", ZERO, Decimal(6)),
    "stability_6m": Figure("rate", "high", ZERO, Decimal(50)),
    "stability_cv": Figure("rate", "high", ZERO, Decimal(50)),
    "cycle_days": Figure("rate", "low", ONE, empty=True),
    "cycle_ratio": Figure("rate", "low", ZERO, empty=True),
    "cost": Figure("money", "low", table="costs", empty=True),
    "profit": Figure("money", "high", table="costs", empty=True),
    "margin": Figure("rate", "high", table="costs", empty=True),
    "consultations": Figure("count", "high", ZERO, table="interactions"),
    "complaints": Figure("count", "low", ZERO, table="interactions"),
}


def figure(scheme: Scheme, name: str) -> Figure | None:  # noqa: PLR0911 - one line per kind of metric
    """Return what is known of a metric of the scheme, its own or built-in; None for a name that is neither."""
    own = scheme.own.get(name)
    if own is None:
        return BUILTIN.get(name)
    if isinstance(own, Counted):
        kind: Kind = "count" if own.of in {"frequency", "purchase_days"} else "money"
        return Figure(kind, own.best, None if own.of in {"monetary", "refunds"} else ZERO)
    if isinstance(own, Interactions):
        if own.figure == "average":
            return Figure("number", own.best, table="interactions", empty=True)
        return Figure("count", own.best, ZERO, table="interactions")
    if isinstance(own, Attribute):
        return Figure(own.type, own.best, table="customers", empty=own.missing is None)
    if isinstance(own, Ratio):
        return Figure("rate", own.best, empty=True)
    parts = [figure(scheme, part) for part in scheme.parts(name)]
    kinds = {part.kind for part in parts if part is not None}
    empty = any(part is not None and part.empty for part in parts)
    if isinstance(own, Difference):
        return Figure(kinds.pop() if len(kinds) == 1 else "number", own.best, empty=empty)
    return Figure("number", own.best, empty=empty)


def is_text(scheme: Scheme, metric: str) -> bool:
    """Tell whether a metric's values are texts."""
    known = figure(scheme, metric)
    return known is not None and known.kind == "text"
