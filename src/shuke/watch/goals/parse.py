"""The text of a document of goals becomes frozen data, or the list of everything that is wrong with it, with lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from shuke.errors import SchemeError, SchemeErrors
from shuke.scheme.document import Document, read_document
from shuke.scheme.parse import told
from shuke.watch.goals.model import CHANGE, MONEY, Goals

FILE = "goals.yaml"
TARGETS = ("change", "at_least", "at_most")


def parse(text: str, name: str = FILE) -> tuple[Goals, Document]:
    """Return what a document of goals says, with the line of each value.

    Raises:
        SchemeError: it is no document.
        SchemeErrors: everything that does not fit, in the order of the lines.
    """
    document = read_document(text, name)
    mine = list(_problems(document))
    if mine:
        raise SchemeErrors(mine)
    try:
        return Goals.model_validate(document.values), document
    except ValidationError as error:
        raise SchemeErrors(told(error.errors(), document)) from None


def _problems(document: Document) -> Iterator[SchemeError]:
    """Yield what is wrong with goals as a whole, each at the line where the goal begins."""
    listed = document.values.get("goals")
    goals = (
        [(place, one) for place, one in enumerate(listed) if isinstance(one, dict)] if isinstance(listed, list) else []
    )
    names = Counter(str(one.get("goal")) for _, one in goals)
    seen: set[str] = set()
    for place, one in goals:
        name, where = str(one.get("goal")), document.where(("goals", place))
        if names[name] > 1 and name in seen:
            yield SchemeError("goal_twice", document.where(("goals", place, "goal")), goal=name)
        seen.add(name)
        yield from (SchemeError(key, where, goal=name) for key in _wrong(one))


def _wrong(one: dict[str, Any]) -> Iterator[str]:
    if sum(target in one for target in TARGETS) != 1:
        yield "goal_target"
    if isinstance(one.get("change"), str) and not re.fullmatch(CHANGE, one["change"]):
        yield "goal_change"
    if isinstance(one.get("baseline"), str) and isinstance(one.get("by"), str) and one["by"] <= one["baseline"]:
        yield "goal_by"
    if (one.get("measure") == "first_purchase_days") != ("since" in one):
        yield "goal_since"
    if one.get("path") == "season" and one.get("measure") not in MONEY:
        yield "goal_season"
