"""Any scheme document, carried out by brute force: from its plain values and a book to a row per rated customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from . import kinds
from .book import Book, best_end, metric
from .document import Values
from .learned import clusters
from .period import days_of
from .rules import holds
from .weights import entropy, judged

Row = dict[str, Any]
LISTS = {"tiers": "tier", "stages": "stage", "segments": "segment"}
# The main result first: numbers that a scheme makes stand before segments that gather them.
RESULTS = ("tier", "stage", "cluster", "cell", "segment", "code")


@dataclass
class Rating:
    """A row per rated customer, by customer_id; who is excluded under which name; who has no purchase."""

    rows: dict[str, Row]
    excluded: dict[str, list[str]] = field(default_factory=dict)
    without_purchase: list[str] = field(default_factory=list)
    weights: dict[str, Any] = field(default_factory=dict)


def rate(values: Values, book: Book, more: tuple[str, ...] = ()) -> Rating:
    """Carry out a whole document (what it extends already put in): metrics, exclusions, scores, places."""
    own, days = values.get("metrics") or {}, days_of(values.get("period"), book.as_of)
    names = dict.fromkeys([*metrics_of(values), *more])
    rows = {}
    for customer in sorted(book.figures(days)):
        rows[customer] = {name: metric(book, own, days, customer, name) for name in names}
    rating = Rating(rows, without_purchase=sorted(book.seen - rows.keys()))
    exclude(values, rating)
    if rating.rows:
        add_scores(values, own, rating.rows)
        add_composite(values, rating)
        add_numbers(values, rating.rows)
        add_groups(values, rating.rows)
    for customer, row in rating.rows.items():
        last = {name: row.pop(name) for name in RESULTS if name in row}
        rating.rows[customer] = row | last
    return rating


def metrics_of(values: Values) -> list[str]:
    """The metrics that a document looks at: in scores, rules, exclusions and the order of clusters."""
    looked_at = [score["metric"] for score in values.get("scores", {}).values() if "metric" in score]
    rules = [group["when"] for key in LISTS for group in values.get(key, []) if "when" in group]
    rules += [one["when"] for one in values.get("exclude", [])]
    for rule in rules:
        for tests in rule["any"] if set(rule) == {"any"} else [rule]:
            looked_at += tests
    looked_at += [values["clusters"]["order_by"]] if "clusters" in values else []
    made = {*values.get("scores", {}), "cell", "code", "cluster"}
    made |= {composite_name(values)} if "composite" in values else set()
    return [name for name in dict.fromkeys(looked_at) if name not in made]


def composite_name(values: Values) -> str:
    """The composite's column."""
    return values["composite"].get("name", "score")


def exclude(values: Values, rating: Rating) -> None:
    """Take out the customers for whom an exclusion holds, under the name of the first that does."""
    rating.excluded = {one["exclude"]: [] for one in values.get("exclude", [])}
    for customer in list(rating.rows):
        for one in values.get("exclude", []):
            if holds(one["when"], rating.rows[customer]):
                rating.excluded[one["exclude"]].append(customer)
                del rating.rows[customer]
                break


def add_scores(values: Values, own: Mapping[str, Any], rows: dict[str, Row]) -> None:
    """One column after the other, in the document's order."""
    earlier: dict[str, dict[str, Any]] = {}
    for name, said in values.get("scores", {}).items():
        earlier[name] = score(said, own, rows, earlier)
        for customer, row in rows.items():
            row[name] = earlier[name][customer]


def score(said: Mapping[str, Any], own: Mapping[str, Any], rows: dict[str, Row], earlier: Any) -> dict[str, Any]:
    """One score of everybody, by the key that only its kind has."""
    if "sum" in said:
        return kinds.total(said, earlier, list(rows))
    column = {customer: row[said["metric"]] for customer, row in rows.items()}
    best = said.get("best") or best_end(said["metric"], own)
    kind = next(key for key in KINDS if key in said)
    return KINDS[kind](said, column, best, earlier)


KINDS = {
    "quantiles": kinds.quantiles,
    "rank_bands": lambda said, column, best, _: kinds.rank_bands(said, column, best),
    "pareto_bands": lambda said, column, *_: kinds.pareto_bands(said, column),
    "bands": lambda said, column, best, _: kinds.bands(said, column, best),
    "split": lambda said, column, best, _: kinds.split(said, column, best),
    "standardise": lambda said, column, best, _: kinds.standardise(said, column, best),
    "kmeans": lambda said, column, best, _: kinds.natural(said, column, best),
    "points": lambda said, column, *_: kinds.points(said, column),
}


def add_composite(values: Values, rating: Rating) -> None:
    """The weighted sum, exact; the weights given, judged or learned."""
    said = values.get("composite")
    if said is None:
        return
    if "ahp" in said:
        weights: dict[str, Any] = judged(said["ahp"])
    elif "entropy" in said:
        weights = entropy({name: {c: row[name] for c, row in rating.rows.items()} for name in said["entropy"]})
    else:
        weights = said["weights"]
    rating.weights = weights
    for row in rating.rows.values():
        row[composite_name(values)] = sum((Fraction(w) * Fraction(row[n]) for n, w in weights.items()), Fraction(0))


def add_numbers(values: Values, rows: dict[str, Row]) -> None:
    """Cells, codes and clusters."""
    told = {
        name: kinds.levels(said, {c: row[name] for c, row in rows.items()})
        for name, said in values.get("scores", {}).items()
    }
    if "cells" in values:
        across, down = values["cells"]["columns"], values["cells"]["rows"]
        for row in rows.values():
            row["cell"] = told[down].index(row[down]) * len(told[across]) + told[across].index(row[across]) + 1
    if "code" in values:
        opposite = values["code"].get("best") == "lowest"
        for row in rows.values():
            row["code"] = ""
            for name in values["code"]["digits"]:
                digit = told[name][0] + told[name][-1] - row[name] if opposite else row[name]
                row["code"] += str(int(digit))
    if "clusters" in values:
        said = values["clusters"]
        points = {customer: tuple(row[name] for name in said["of"]) for customer, row in rows.items()}
        order = {customer: row[said["order_by"]] for customer, row in rows.items()}
        for customer, number in clusters(points, said["k"], int(said.get("seed", 0)), order).items():
            rows[customer]["cluster"] = number


def add_groups(values: Values, rows: dict[str, Row]) -> None:
    """The first group of each list whose condition holds; nobody's group is None."""
    for key, column in LISTS.items():
        for row in rows.values() if values.get(key) else ():
            row[column] = next((group[column] for group in values[key] if belongs(group, row, values)), None)


def belongs(group: Mapping[str, Any], row: Row, values: Values) -> bool:
    """Whether a customer fulfils a group's condition; a group without one takes everybody."""
    if "at_least" in group:
        return row[composite_name(values)] >= Fraction(group["at_least"])
    if "when" in group:
        return holds(group["when"], row)
    return not group.get("codes") or row["code"] in group["codes"]
