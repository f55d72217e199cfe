"""What is wrong with a scheme is found before anything runs, by looking at the document alone.

Exact arithmetic on the document's own decimals; no sampling. Every problem names its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from shuke.errors import SchemeError, SchemeErrors
from shuke.scheme.document import Document
from shuke.scheme.model import Scheme

# Words that no SQL engine lets stand for a column without quotes.
RESERVED = frozenset(
    [
        "all",
        "analyse",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "asymmetric",
        "both",
        "case",
        "cast",
        "check",
        "collate",
        "column",
        "constraint",
        "create",
        "default",
        "deferrable",
        "desc",
        "describe",
        "distinct",
        "do",
        "else",
        "end",
        "except",
        "false",
        "fetch",
        "for",
        "foreign",
        "from",
        "group",
        "having",
        "in",
        "initially",
        "intersect",
        "into",
        "lambda",
        "lateral",
        "leading",
        "limit",
        "not",
        "null",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "pivot",
        "placing",
        "primary",
        "qualify",
        "references",
        "returning",
        "select",
        "show",
        "some",
        "summarize",
        "symmetric",
        "table",
        "then",
        "to",
        "trailing",
        "true",
        "union",
        "unique",
        "unpivot",
        "using",
        "variadic",
        "when",
        "where",
        "window",
        "with",
    ]
)


def lint(scheme: Scheme, document: Document, known_metrics: frozenset[str]) -> None:
    """Pass a scheme that can be run and whose tiers can all be reached.

    Raises:
        SchemeErrors: all problems found, in the order of the lines.
    """
    checks = (_metrics, _names, _weights, _tiers, _reach)
    problems = [problem for check in checks for problem in check(scheme, document, known_metrics)]
    if problems:
        raise SchemeErrors(problems)


def composite_range(scheme: Scheme) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest composite that can occur."""
    least = greatest = Decimal(0)
    for name, weight in scheme.composite.weights.items():
        low, high = sorted((weight * 1, weight * scheme.scores[name].quantiles))
        least, greatest = least + low, greatest + high
    return least, greatest


def _metrics(scheme: Scheme, document: Document, known: frozenset[str]) -> Iterator[SchemeError]:
    for name, score in scheme.scores.items():
        if score.metric not in known:
            place = document.where(("scores", name, "metric"))
            yield SchemeError("scheme_metric_unknown", place, metric=score.metric, known=", ".join(sorted(known)))


def _names(scheme: Scheme, document: Document, known: frozenset[str]) -> Iterator[SchemeError]:
    taken = {"customer_id", "customer_name", "tier", *known}
    for path, name in [
        *((("scores", name), name) for name in scheme.scores),
        (("composite", "name"), scheme.composite.name),
    ]:
        if name in RESERVED:
            yield SchemeError("scheme_name_reserved", document.where(path), name=name)
    for name in scheme.scores:
        if name in taken:
            yield SchemeError("scheme_name_taken", document.where(("scores", name)), name=name)
    if scheme.composite.name in taken | set(scheme.scores):
        yield SchemeError("scheme_name_taken", document.where(("composite", "name")), name=scheme.composite.name)


def _weights(scheme: Scheme, document: Document, known: frozenset[str]) -> Iterator[SchemeError]:
    weights = scheme.composite.weights
    for name in weights:
        if name not in scheme.scores:
            place = document.where(("composite", "weights", name))
            yield SchemeError("scheme_weight_without_score", place, name=name, known=", ".join(scheme.scores))
    total = sum(weights.values(), Decimal(0))
    if scheme.composite.total == "one" and total != 1:
        place = document.where(("composite", "weights"))
        yield SchemeError("scheme_weights_total", place, total=f"{total.normalize():f}")


def _tiers(scheme: Scheme, document: Document, known: frozenset[str]) -> Iterator[SchemeError]:
    names = [tier.tier for tier in scheme.tiers]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield SchemeError("scheme_tier_twice", document.where(("tiers", index)), tier=name)
    if not scheme.tiers or scheme.tiers[-1].at_least is not None:
        yield SchemeError("scheme_tiers_open", document.where(("tiers",)))
    for index, (upper, lower) in enumerate(pairwise(scheme.tiers)):
        if upper.at_least is None:
            yield SchemeError("scheme_tier_swallows", document.where(("tiers", index)), tier=upper.tier)
        elif lower.at_least is not None and lower.at_least >= upper.at_least:
            place = document.where(("tiers", index + 1))
            yield SchemeError("scheme_tiers_disordered", place, upper=upper.tier, lower=lower.tier)


def _reach(scheme: Scheme, document: Document, known: frozenset[str]) -> Iterator[SchemeError]:
    if set(scheme.composite.weights) - set(scheme.scores):
        return
    least, greatest = composite_range(scheme)
    ceiling: Decimal | None = None
    for index, tier in enumerate(scheme.tiers):
        floor = tier.at_least
        too_high = floor is not None and floor > greatest
        too_low = ceiling is not None and ceiling <= least
        if too_high or too_low:
            yield SchemeError(
                "scheme_tier_unreachable",
                document.where(("tiers", index)),
                tier=tier.tier,
                least=f"{least.normalize():f}",
                greatest=f"{greatest.normalize():f}",
            )
        ceiling = floor
