"""Books to write: customers made from a seed, rated here by counting, not by the product."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from shuke.report.workbook import Book
from shuke.scheme.model import Scheme
from shuke.stages.fitted import Breaks, Fitted, Total

if TYPE_CHECKING:
    from collections.abc import Sequence

METRICS = {
    "r_score": ("recency_days", "low"),
    "f_score": ("frequency", "high"),
    "m_score": ("monetary", "high"),
}
WEIGHTS = {"r_score": Decimal("0.3"), "f_score": Decimal("0.3"), "m_score": Decimal("0.4")}
COLUMNS = ("customer_id", *(metric for metric, _ in METRICS.values()), *METRICS, "score", "tier")
NAMED = ("customer_id", "customer_name", *COLUMNS[1:])
ODD_IDS = [
    *("007", "7", "1E5", "TRUE", "#N/A", "=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@x"),
    *("a*b", "aXb", "a?b", "aYb", "~t", "ab", "AB", 'O\'Brien "q"', "客户甲", "１２"),
    *("<r>x</r>", "<r><t>y</t></r>", "_x0041_", "x" * 300),
]


def quintiles(values: Sequence[Decimal | int], best: str) -> list[int]:
    """Score every value 1 … 5 by the middle of its tie group, by counting."""
    scores = []
    for value in values:
        better = sum(other > value if best == "high" else other < value for other in values)
        equal = sum(other == value for other in values)
        scores.append(5 - (5 * (2 * better + equal)) // (2 * len(values)))
    return scores


def bounds(values: Sequence[Decimal | int], scores: Sequence[int], best: str) -> dict[int, Decimal | int | None]:
    """Find the least good value with each score or more among those who have it."""
    worst = min if best == "high" else max
    found: dict[int, Decimal | int | None] = {}
    for target in range(2, 6):
        reached = [value for value, score in zip(values, scores, strict=True) if score >= target]
        found[target] = worst(reached) if reached else None
    return found


def fit(metric: str, best: str, rated: int, least_good: dict[int, Decimal | int | None]) -> Breaks:
    """Return the steps of least good values, 5 the first; a score whose value is a better one's is nobody's."""
    steps: list[tuple[Decimal | int, int]] = []
    empty = []
    for score in range(5, 1, -1):
        bound = least_good[score]
        if bound is None or (steps and steps[-1][0] == bound):
            empty.append(score)
        else:
            steps.append((bound, score))
    return Breaks(metric, best, "quantiles", tuple(steps), 1, rated, empty=tuple(empty))  # type: ignore[arg-type]


def tier(score: Decimal) -> str:
    return "A" if score >= 4 else "B" if score >= 3 else "C" if score >= 2 else "D"


@cache
def scheme() -> Scheme:
    source = files("shuke.scheme") / "library" / "rfm-quintile-weighted.yaml"
    return Scheme.model_validate(decimals(YAML(typ="safe", pure=True).load(source.read_text(encoding="utf-8"))))


def decimals(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: decimals(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [decimals(value) for value in tree]
    return Decimal(repr(tree)) if isinstance(tree, float) else tree


def figures(ids: Sequence[str], *, seed: int = 7, alike: bool = False) -> dict[str, list[Any]]:
    """Return the metrics of the customers; ``alike``: all bought once, on one day."""
    random = Random(seed)
    return {
        "recency_days": [30 if alike else random.randint(0, 365) for _ in ids],
        "frequency": [1 if alike else min(int(random.paretovariate(1.1)), 90) for _ in ids],
        "monetary": [Decimal(random.randint(-2_000_000, 900_000_000)) / 10_000 for _ in ids],
    }


def book(ids: Sequence[str], *, lang: str = "en", named: bool = False, alike: bool = False, **more: Any) -> Book:
    """Return the book of these customers, rated."""
    ids = sorted(ids)
    metrics = figures(ids, alike=alike)
    scores = {name: quintiles(metrics[metric], best) for name, (metric, best) in METRICS.items()}
    breaks = {
        name: fit(metric, best, len(ids), bounds(metrics[metric], scores[name], best))
        for name, (metric, best) in METRICS.items()
    }
    fitted = Fitted(breaks, Total(WEIGHTS, dict.fromkeys(WEIGHTS, 0)))
    rows = []
    for index, customer in enumerate(ids):
        rated = {name: scores[name][index] for name in METRICS}
        total = sum((WEIGHTS[name] * score for name, score in rated.items()), Decimal(0))
        name = [None if index % 5 == 0 else f"=名{customer[:9]}"] if named else []
        rows.append([customer, *name, *(m[index] for m in metrics.values()), *rated.values(), total, tier(total)])
    columns = NAMED if named else COLUMNS
    return Book(scheme(), fitted, summary(rows), columns, rows, lang, more.pop("currency", "CNY"), **more)


def summary(rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Return the figures of summary.json for these rated customers, with some rows and customers left out."""
    column = -len(METRICS) - 3
    total = sum((row[column] for row in rows), Decimal(0))
    groups = []
    for name in "ABCD":
        money = [row[column] for row in rows if row[-1] == name]
        amount = sum(money, Decimal(0))
        share, part = (len(money) / len(rows), float(amount / total)) if rows else (None, None)
        group = {"name": name, "customers": len(money), "share": share}
        groups.append({**group, "monetary": f"{amount:.2f}", "monetary_share": part})
    return {
        "scheme": "rfm-quintile-weighted",
        "as_of": "2024-12-31",
        "period": ["2024-01-01", "2024-12-31"],
        "accounting": {
            "rows_read": 1000,
            "rows_used": 990,
            "rows_merged": 3,
            "rows_rejected": {"date_blank": 5, "amount_not_a_number": 2},
            "rows_before_period": 40,
            "rows_after_as_of": 1,
            "amount_read": "1000.10",
            "amount_used": "990.05",
            "amount_merged": "3.00",
            "amount_rejected": "7.05",
        },
        "customers": {
            "seen": len(rows) + 4,
            "rated": len(rows),
            "not_rated": {"no_purchase_in_period": 4},
        },
        "groups": groups,
    }


def many(count: int = 300) -> list[str]:
    """Return so many ids, the odd ones among them."""
    return [*ODD_IDS, *(f"C{number:05d}" for number in range(count - len(ODD_IDS)))]
