"""The built-in schemes, each as one function (the scheme's own text; paragraphs 3 to 5 of the semantics).

Every function gives, per rated customer_id, all metrics, then the scores, then the result. Scores are exact,
not yet rounded for display. Missing interactions stop only the scheme that needs them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from . import scores
from .lines import Interaction, Line
from .metrics import Metrics, metrics

Table = dict[str, Metrics]
Weights = tuple[str, str, str]

ABCD = [("A", "4"), ("B", "3"), ("C", "2"), ("D", None)]
SABCD = [("S", "90"), ("A", "75"), ("B", "60"), ("C", "40"), ("D", None)]
AMOUNT_BANDS = [
    {"below": "10000", "score": "10"},
    {"at_least": "10000", "at_most": "50000", "score": "30"},
    {"above": "50000", "score": "50"},
]
TENTHS = ("0.1", "0.2", "0.3", "0.4", "0.5", None)
AMOUNT_RANKS = list(zip(TENTHS, ("100", "80", "60", "40", "20", "0"), strict=True))
REPURCHASE_RANKS = list(zip(TENTHS, ("50", "40", "30", "20", "10", "0"), strict=True))
RFM = {"r": ("recency_days", "low"), "f": ("frequency", "high"), "m": ("monetary", "high")}
SEGMENTS = {
    (1, 1): "value",
    (1, 0): "develop",
    (0, 1): "keep",
    (0, 0): "retain",
}


def rate_rfm_quintile_weighted(
    lines: Iterable[Line],
    as_of: date,
    weights: Weights = ("0.3", "0.3", "0.4"),
    interactions: Iterable[Interaction] | None = None,
    zero_orders: str = "neither",
    *,
    months: int | None = 12,
    ties: str = "middle",
) -> Table:
    """R, F, M in fifths (5 best), their weighted sum, tiers A >= 4, B >= 3, C >= 2, D."""
    table = metrics(lines, as_of, months=months, interactions=interactions, zero_orders=zero_orders)
    _add_rfm_scores(table, 5, ties)
    for row in table.values():
        parts = zip(weights, (row["r_score"], row["f_score"], row["m_score"]), strict=True)
        row["score"] = scores.composite(list(parts))
        row["tier"] = scores.tier(row["score"], ABCD)
    return table


def rate_quartile_code(
    lines: Iterable[Line],
    as_of: date,
    interactions: Iterable[Interaction] | None = None,
    zero_orders: str = "neither",
    *,
    months: int | None = 12,
    ties: str = "middle",
) -> Table:
    """R, F, M in fourths (4 best) and their three digits."""
    table = metrics(lines, as_of, months=months, interactions=interactions, zero_orders=zero_orders)
    _add_rfm_scores(table, 4, ties)
    _add_code(table)
    return table


def rate_nested_125(
    lines: Iterable[Line],
    as_of: date,
    interactions: Iterable[Interaction] | None = None,
    zero_orders: str = "neither",
    *,
    months: int | None = 12,
) -> Table:
    """Fifths by R, within each fifths by F, within each fifths by M, and the three digits."""
    table = metrics(lines, as_of, months=months, interactions=interactions, zero_orders=zero_orders)
    dimensions = [(_column(table, metric), best) for metric, best in RFM.values()]
    for customer, (r, f, m) in scores.nested_cells(dimensions, 5).items():
        table[customer] |= {"r_score": r, "f_score": f, "m_score": m}
    _add_code(table)
    return table


def rate_octants_mean(
    lines: Iterable[Line],
    as_of: date,
    interactions: Iterable[Interaction] | None = None,
    zero_orders: str = "neither",
    *,
    months: int | None = 12,
) -> Table:
    """R, F, M each high or low against the mean; eight segments."""
    table = metrics(lines, as_of, months=months, interactions=interactions, zero_orders=zero_orders)
    return _add_octants(table, scores.mean)


def rate_octants_median(
    lines: Iterable[Line],
    as_of: date,
    interactions: Iterable[Interaction] | None = None,
    zero_orders: str = "neither",
    *,
    months: int | None = 12,
) -> Table:
    """R, F, M each high or low against the median; eight segments."""
    table = metrics(lines, as_of, months=months, interactions=interactions, zero_orders=zero_orders)
    return _add_octants(table, scores.median)


def rate_abc_pareto(
    lines: Iterable[Line],
    as_of: date,
    interactions: Iterable[Interaction] | None = None,
    zero_orders: str = "neither",
    *,
    months: int | None = 12,
) -> Table:
    """A, B, C by each customer's place in the total of `monetary`."""
    table = metrics(lines, as_of, months=months, interactions=interactions, zero_orders=zero_orders)
    for customer, name in scores.abc(_column(table, "monetary")).items():
        table[customer]["tier"] = name
    return table


def rate_ladder_25(
    lines: Iterable[Line],
    as_of: date,
    interactions: Iterable[Interaction] | None = None,
    zero_orders: str = "neither",
    *,
    months: int | None = None,
) -> Table:
    """Cell 1 to 25 by purchase count and recency, over all history."""
    table = metrics(lines, as_of, months=months, interactions=interactions, zero_orders=zero_orders)
    for row in table.values():
        row["cell"] = scores.ladder_cell(row["frequency"], row["recency_days"])
    return table


def rate_activity_contribution_rank(
    lines: Iterable[Line],
    as_of: date,
    interactions: Iterable[Interaction] | None = None,
    zero_orders: str = "neither",
    *,
    months: int | None = 12,
    missing: Mapping[str, int] | None = None,
) -> Table:
    """Activity, contribution, value rank, weighted 30/50/20; tiers S >= 90, A >= 75, B >= 60, C >= 40, D."""
    table = metrics(lines, as_of, months=months, interactions=interactions, zero_orders=zero_orders)
    if interactions is None and "consultations" not in (missing or {}):
        raise ValueError("the metric consultations needs the interactions table, column kind")
    amount_rank = scores.rank_bands(_column(table, "monetary"), "high", AMOUNT_RANKS)
    repurchase_rank = scores.rank_bands(_column(table, "repurchase_rate"), "high", REPURCHASE_RANKS)
    for customer, row in table.items():
        if row["consultations"] is None:
            row["consultations"] = missing["consultations"]
        band = scores.value_band(row["monetary"], AMOUNT_BANDS)
        row["activity"] = min(10 * row["consultations"], 50) + min(5 * row["frequency"], 50)
        row["contribution"] = scores.composite([("0.4", row["stability_6m"]), ("0.6", band)])
        ranks = [("0.7", amount_rank[customer]), ("0.3", repurchase_rank[customer])]
        row["value_rank"] = scores.composite(ranks)
        parts = [("0.3", row["activity"]), ("0.5", row["contribution"]), ("0.2", row["value_rank"])]
        row["score"] = scores.composite(parts)
        row["tier"] = scores.tier(row["score"], SABCD)
    return table


def _column(table: Table, name: str) -> dict[str, scores.Number]:
    return {customer: row[name] for customer, row in table.items()}


def _add_rfm_scores(table: Table, k: int, ties: str) -> None:
    for letter, (metric, best) in RFM.items():
        for customer, score in scores.quantiles(_column(table, metric), best, k, ties).items():
            table[customer][f"{letter}_score"] = score


def _add_code(table: Table) -> None:
    for row in table.values():
        row["code"] = f"{row['r_score']}{row['f_score']}{row['m_score']}"


def _add_octants(table: Table, centre: Callable[[scores.Values], scores.Number]) -> Table:
    for letter, (metric, best) in RFM.items():
        values = _column(table, metric)
        for customer, high in scores.split(values, best, centre(values) if values else 0).items():
            table[customer][f"{letter}_high"] = high
    for row in table.values():
        weight = "important" if row["m_high"] else "general"
        row["segment"] = f"{weight}_{SEGMENTS[row['r_high'], row['f_high']]}"
    return table
