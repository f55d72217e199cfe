"""The decision tree of a scheme says what its rules say: for every built-in scheme and for any other."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from shuke.scheme.model import Group, Rule, Scheme
from shuke.scheme.parse import library_ids, parse, scheme_text
from shuke.scheme.tree import Leaf, Node, Tree, lines, tree

pytestmark = pytest.mark.row("D16")

Value = Decimal | int | str | None
MOST_CELLS = 3000


def loaded(name: str) -> Scheme:
    return parse(*scheme_text(name))[0]


LISTS = [(name, result) for name in library_ids() for result in loaded(name).groups]


# What the rules say, by brute force: this shares nothing with the tree but the model's own tests.


def rules_say(scheme: Scheme, groups: tuple[Group, ...], values: dict[str, Value]) -> str | None:
    for group in groups:
        if group.when is not None:
            held = group.when.holds(values)
        elif group.codes:
            held = values["code"] in group.codes
        elif group.at_least is not None:
            held = values[scheme.composite.name] >= group.at_least  # type: ignore[operator, union-attr]
        else:
            held = True
        if held:
            return group.name
    return None


def asked(scheme: Scheme, groups: tuple[Group, ...]) -> list[str]:
    names = [name for group in groups if group.when for name in group.when.names]
    names += ["code"] if any(group.codes for group in groups) else []
    if any(group.at_least is not None for group in groups):
        names.append(scheme.composite.name)  # type: ignore[union-attr]
    opened: list[str] = []
    for name in dict.fromkeys(names):
        if name == "code":
            opened += scheme.code.digits  # type: ignore[union-attr]
        elif name == "cell":
            opened += [scheme.cells.rows, scheme.cells.columns]  # type: ignore[union-attr]
        elif scheme.composite is not None and name == scheme.composite.name and scheme.composite.weights:
            opened += scheme.composite.weights
        else:
            opened.append(name)
    return list(dict.fromkeys(opened))


def levels(scheme: Scheme, name: str) -> list[Decimal] | None:
    document = scheme.scores[name].model_dump() if name in scheme.scores else {}
    for key in ("quantiles", "kmeans"):
        if document.get(key):
            return [Decimal(step) for step in range(1, document[key] + 1)]
    if "split" in document:
        return [Decimal(0), Decimal(1)]
    if "bands" in document:
        return sorted({band["score"] for band in document["bands"]})
    for key in ("rank_bands", "pareto_bands"):
        if key in document:
            return sorted({score for _, score in document[key]})
    return None


def values_of(scheme: Scheme, groups: tuple[Group, ...], name: str) -> list[Value]:
    """Every value that a rule could tell apart, and some that it could not."""
    steps = levels(scheme, name)
    if steps is not None:
        return list(steps)
    tests = [tests[name] for group in groups if group.when for tests in group.when.any if name in tests]
    ends = {end for test in tests for one in test.ranges for end in (one.low, one.high) if end is not None}
    ends |= {group.at_least for group in groups if group.at_least is not None}
    own = scheme.own.get(name)
    if own is not None and getattr(own, "type", None) == "text":
        return [*{text for test in tests for text in test.texts}, "something else", None]
    # Only values on the grid of the metric: days and counts are whole, and no count is below 0.
    near: list[Value] = [
        end + delta for end in sorted(ends) for delta in (Decimal(-1), Decimal(0), Decimal(1)) if end + delta >= 1
    ]
    found: list[Value] = list(dict.fromkeys(near or [Decimal(1)]))
    return [*found, None] if can_be_empty(scheme, name) else found


def can_be_empty(scheme: Scheme, name: str) -> bool:
    """Counts and sums are always there; a cycle needs two purchases, a quotient a divisor, a cell its content."""
    own = scheme.own.get(name)
    if own is None:
        return name in {"cycle_days", "cycle_ratio"}
    document = own.model_dump()
    parts = [*(document.get("difference") or ()), *([document["scaled"]] if "scaled" in document else [])]
    return (
        "ratio" in document
        or ("attribute" in document and document["missing"] is None)
        or any(can_be_empty(scheme, part) for part in parts)
    )


def customers(scheme: Scheme, groups: tuple[Group, ...]) -> Iterator[dict[str, Value]]:
    """Every cell of the product of all values; many at random where there are too many."""
    names = asked(scheme, groups)
    choices = [values_of(scheme, groups, name) for name in names]
    size = 1
    for choice in choices:
        size *= len(choice)
    if size <= MOST_CELLS:
        products = itertools.product(*choices)
    else:
        drawn = random.Random(1)
        products = iter([tuple(map(drawn.choice, choices)) for _ in range(MOST_CELLS)])  # type: ignore[arg-type]
    for product in products:
        yield made(scheme, dict(zip(names, product, strict=True)))


def made(scheme: Scheme, values: dict[str, Value]) -> dict[str, Value]:
    """Add what the scheme makes of scores: composite, code and cell."""
    found = dict(values)
    composite = scheme.composite
    if composite is not None and composite.weights and all(name in values for name in composite.weights):
        found[composite.name] = sum(
            (weight * values[name] for name, weight in composite.weights.items()),  # type: ignore[operator]
            Decimal(0),
        )
    if scheme.code is not None and all(name in values for name in scheme.code.digits):
        digits = []
        for name in scheme.code.digits:
            steps = levels(scheme, name) or []
            turned = max(steps) + min(steps) - values[name]  # type: ignore[operator]
            digits.append(f"{values[name] if scheme.code.best == 'highest' else turned:f}")
        found["code"] = "".join(digits)
    if scheme.cells is not None and scheme.cells.rows in values and scheme.cells.columns in values:
        down = sorted(levels(scheme, scheme.cells.rows) or [], reverse=True)
        across = sorted(levels(scheme, scheme.cells.columns) or [], reverse=True)
        found["cell"] = (
            down.index(values[scheme.cells.rows]) * len(across)  # type: ignore[arg-type]
            + across.index(values[scheme.cells.columns])  # type: ignore[arg-type]
            + 1
        )
    return found


def nodes(found: Tree) -> Iterator[Node]:
    if isinstance(found, Node):
        yield found
        yield from nodes(found.yes)
        yield from nodes(found.no)


@pytest.mark.parametrize(("name", "result"), LISTS)
def test_the_tree_of_a_built_in_scheme_places_every_customer_as_the_rules_do(name: str, result: str) -> None:
    scheme = loaded(name)
    found = tree(scheme, result)
    assert found is not None
    groups = scheme.groups[result]
    seen = 0
    for values in customers(scheme, groups):
        assert found.place(values) == rules_say(scheme, groups, values), values
        seen += 1
    assert seen >= 2


@pytest.mark.parametrize(("name", "result"), LISTS)
def test_the_tree_of_a_built_in_scheme_is_small_and_asks_nothing_in_vain(name: str, result: str) -> None:
    found = tree(loaded(name), result)
    assert found is not None
    assert found.leaves <= 60
    assert all(node.yes != node.no for node in nodes(found))


@pytest.mark.parametrize(("name", "result"), LISTS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_printed_tree_names_every_group_that_it_ends_in(name: str, result: str, lang: str) -> None:
    scheme = loaded(name)
    found = tree(scheme, result)
    assert found is not None
    printed = "\n".join(lines(scheme, found, lang))
    groups = {leaf for node in nodes(found) for leaf in (node.yes, node.no) if isinstance(leaf, Leaf)}
    assert all(leaf.group in printed for leaf in groups if leaf.group is not None)
    assert printed.count("→") == found.leaves


def test_the_eight_octants_are_three_questions_deep() -> None:
    scheme = loaded("octants-mean")
    found = tree(scheme)
    assert found is not None
    assert found.leaves == 8
    assert lines(scheme, found, "zh")[:4] == [
        "如果 R 高：",
        "  如果 F 高：",
        "    如果 M 高 → important_value（重要价值客户）",
        "    否则 → general_value（一般价值客户）",
    ]


def test_a_scheme_without_groups_has_no_tree() -> None:
    assert tree(loaded("nested-125")) is None


def test_the_document_of_a_tree_holds_all_of_it() -> None:
    found = tree(loaded("interval-four-groups"))
    assert found is not None

    def ends(document: dict) -> int:
        return 1 if "group" in document else ends(document["yes"]) + ends(document["no"])

    assert ends(found.document()) == found.leaves


def test_many_fine_scores_make_the_tree_ask_for_the_composite() -> None:
    scores = "\n".join(f"  s{n}: {{metric: monetary, quantiles: 20}}" for n in range(4))
    text = (
        "scheme: fine\ntitle: {en: Fine, zh: 细}\nscores:\n" + scores + "\n"
        "composite:\n  weights: {s0: 0.31, s1: 0.17, s2: 0.29, s3: 0.23}\n"
        "tiers:\n  - {tier: A, at_least: 12.5}\n  - {tier: B, at_least: 7}\n  - {tier: C}\n"
    )
    scheme = parse(text, "fine.yaml")[0]
    found = tree(scheme)
    assert found is not None
    assert {node.ask.name for node in nodes(found)} == {"score"}
    assert found.leaves == 3
    places = {value: found.place({"score": Decimal(value)}) for value in ("12.5", "12.499999", "7", "6.999999")}
    assert places == {"12.5": "A", "12.499999": "B", "7": "B", "6.999999": "C"}


# Any scheme.

NUMBERS = st.integers(0, 6).map(str)
TEST = st.one_of(
    NUMBERS,
    st.tuples(st.integers(0, 3), st.integers(3, 6)).map(lambda pair: f"{pair[0]}-{pair[1]}"),
    st.lists(NUMBERS, min_size=1, max_size=3),
    st.fixed_dictionaries({"at_least": NUMBERS}),
    st.fixed_dictionaries({"above": NUMBERS}),
    st.fixed_dictionaries({"below": NUMBERS}),
    st.fixed_dictionaries({"at_most": NUMBERS}),
)
TEXT = st.one_of(
    st.sampled_from(["tea", "cup", "pot", "missing", "given"]),
    st.lists(st.sampled_from(["tea", "cup", "pot", "missing"]), min_size=1, max_size=3, unique=True),
)
RULE = st.fixed_dictionaries(
    {},
    optional={
        "r_score": TEST,
        "f_score": TEST,
        "frequency": TEST,
        "kind": TEXT,
        "cycle_days": st.one_of(TEST, st.sampled_from(["missing", "given"])),
        "score": TEST,
        "cell": TEST,
        "code": st.lists(st.sampled_from(["11", "23", "32", "33", "13"]), min_size=1, max_size=3, unique=True),
    },
).filter(bool)
CONDITION = st.one_of(
    RULE.map(lambda rule: {"when": rule}),
    st.lists(RULE, min_size=1, max_size=3).map(lambda rules: {"when": {"any": rules}}),
    st.lists(st.sampled_from(["11", "12", "23", "31", "33"]), min_size=1, max_size=3, unique=True).map(
        lambda codes: {"codes": codes}
    ),
    st.sampled_from(["0.5", "1", "1.7", "2.3", "3"]).map(lambda number: {"at_least": number}),
)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    weight = draw(st.sampled_from(["0.5", "0.3", "0.25", "1"]))
    groups = [
        {"segment": f"g{place}", **condition}
        for place, condition in enumerate(draw(st.lists(CONDITION, min_size=1, max_size=5)))
    ]
    if draw(st.booleans()):
        groups.append({"segment": "rest"})
    return Scheme.model_validate(
        {
            "scheme": "any",
            "title": {"en": "Any", "zh": "任意"},
            "metrics": {"kind": {"attribute": "kind"}},
            "scores": {
                "r_score": {"metric": "recency_days", "quantiles": "3"},
                "f_score": {
                    "metric": "monetary",
                    "bands": [{"below": "5", "score": "1"}, {"at_least": "5", "score": "3"}],
                }
                if draw(st.booleans())
                else {"metric": "monetary", "kmeans": "3"},
            },
            "composite": {"weights": {"r_score": weight, "f_score": str(1 - Decimal(weight))}},
            "cells": {"rows": "f_score", "columns": "r_score"},
            "code": {"digits": ["r_score", "f_score"], "best": draw(st.sampled_from(["highest", "lowest"]))},
            "segments": groups,
        }
    )


GRID: dict[str, list[Value]] = {
    "frequency": [Decimal(number) for number in range(1, 8)],
    "kind": ["tea", "cup", "pot", "else", None],
    "cycle_days": [None, *(Decimal(number) / 2 for number in range(2, 14))],
}


@settings(max_examples=times(120, 30), deadline=None)
@given(scheme=schemes(), drawn=st.randoms(use_true_random=False))
def test_the_tree_of_any_scheme_places_every_customer_as_the_rules_do(scheme: Scheme, drawn: random.Random) -> None:
    found = tree(scheme)
    assert found is not None
    groups = scheme.groups["segment"]
    for r_score, f_score in itertools.product(levels(scheme, "r_score") or [], levels(scheme, "f_score") or []):
        for _ in range(12):
            values = {name: drawn.choice(choice) for name, choice in GRID.items()}
            values = made(scheme, {**values, "r_score": r_score, "f_score": f_score})
            assert found.place(values) == rules_say(scheme, groups, values), values


def test_the_rule_of_the_tests_can_fail() -> None:
    rule = Rule.model_validate({"r_score": "3"})
    assert rule.holds({"r_score": Decimal(3)})
    assert not rule.holds({"r_score": Decimal(2)})
