"""All examinations of a document, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import localcontext

from shuke.errors import SchemeErrors
from shuke.scheme.document import Document
from shuke.scheme.lint import bands, floats, grace, groups, ladder, monotone, names, needs, values, weights
from shuke.scheme.lint.case import Case
from shuke.scheme.lint.finding import Finding
from shuke.scheme.lint.grid import WIDE
from shuke.scheme.model import Scheme

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    names.own_names,
    names.own_metrics,
    names.scores,
    names.composite,
    names.places,
    names.exclusions,
    names.groups,
    weights.weights,
    weights.unused,
    weights.judgements,
    values.written,
    values.tested,
    bands.bands,
    ladder.order,
    ladder.reach,
    grace.grace,
    groups.codes,
    groups.groups,
    monotone.composite,
    monotone.tiers,
    floats.edges,
    needs.needed,
)


def lint(scheme: Scheme, document: Document) -> tuple[Finding, ...]:
    """Return everything that is found in a scheme, each thing once, in the order of lines, positions and codes."""
    case = Case(scheme, document)
    with localcontext(WIDE):
        found = [one for check in CHECKS for one in check(case)]
    once = {(one.code, one.where, one.message("en")): one for one in found}
    return tuple(sorted(once.values(), key=lambda one: one.order))


def require_sound(scheme: Scheme, document: Document) -> tuple[Finding, ...]:
    """Return the warnings and notes of a scheme that can be run.

    Raises:
        SchemeErrors: something in it is an error; all its errors are told.
    """
    found = lint(scheme, document)
    errors = [one for one in found if one.severity == "error"]
    if errors:
        raise SchemeErrors(errors)
    return found
