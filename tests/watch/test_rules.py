"""Rules say of each customer what plain counting says, and a document that is wrong is told with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from shuke.errors import SchemeError, SchemeErrors
from shuke.watch.warnings import built_in, parse
from shuke.watch.warnings.evaluate import MARK
from shuke.watching.warnings.document import document_of, save, start
from shuke.watching.warnings.evaluated import ALL, Evaluated, evaluate
from shuke.watching.warnings.runs import find
from shuke.workspace import Workspace
from watch.shop import DAYS, RULES, bought, document, figures, workspace

ASKED = """\
warnings: asked
rules:
  - rule: all_of_them
    title: {en: a, zh: b}
    when:
      days_since_purchase: given
      own_gaps: given
      own_gap: given
      overdue: given
      purchases_recent: given
      purchases_earlier: given
"""


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("rules")
    return workspace(folder / "shop", folder, DAYS[:2])


def asked(space: Workspace, text: str) -> Evaluated:
    return evaluate(space, find(space), *parse(text))


@pytest.mark.row("C7", "D20")
def test_own_rhythm_is_the_median_gap_between_ones_own_purchase_days(space: Workspace) -> None:
    with asked(space, ASKED) as found:
        names = tuple(figures("K01", DAYS[1]))
        rows = found.engine.run(f"SELECT customer_id, {', '.join(names)} FROM {ALL}")
    assert len(rows) == len(bought())
    for customer, *values in rows:
        for name, value in zip(names, values, strict=True):
            told = figures(customer, DAYS[1])[name]
            exact = None if told is None else round(Decimal(str(told)), 4)
            assert exact == (None if value is None else round(Decimal(value), 4)), (customer, name)


@pytest.mark.row("C7", "D20")
def test_a_rule_holds_of_exactly_those_whose_figures_pass(space: Workspace) -> None:
    with asked(space, RULES) as found:
        held = {row[0] for row in found.engine.run(f"SELECT customer_id FROM {ALL} WHERE {MARK}rhythm")}
    counted = {one: figures(one, DAYS[1]) for one in bought()}
    assert held == {
        one
        for one, known in counted.items()
        if known["own_gaps"] >= 3 and known["overdue"] >= 3  # type: ignore[operator]
    }
    assert "K01" in held
    assert "K02" not in held


@pytest.mark.row("B4", "C7", "D6")
def test_whoever_fell_is_found_by_the_tier_of_the_run_before(space: Workspace) -> None:
    text = "warnings: a\nrules:\n  - {rule: fell, title: {en: a, zh: b}, when: {steps_down: {at_least: 1}}}\n"
    with asked(space, text) as found:
        told = found.engine.run(f"SELECT customer_id, steps_down, {MARK}fell FROM {ALL}")
        now = dict(found.engine.run("SELECT customer_id, tier FROM watched_now"))
        was = dict(found.engine.run("SELECT customer_id, tier FROM watched_before"))
    assert {one for one, _, fell in told if fell} == {one for one in was if now.get(one, "Z") > was[one]}
    assert all(steps == ord(now[one]) - ord(was[one]) for one, steps, _ in told if one in now and one in was)


def test_a_rule_without_its_inputs_sleeps_and_says_why(space: Workspace) -> None:
    with asked(space, built_in()) as found:
        assert dict(found.plan.asleep) == {
            "likely_lost": "predictions",
            "complained": "interactions",
            "asks_no_more": "interactions",
        }


def test_a_figure_that_there_is_not_is_told_with_its_line(space: Workspace) -> None:
    with pytest.raises(SchemeError) as caught:
        asked(space, ASKED.replace("overdue", "overdu"))
    assert (caught.value.key, caught.value.where.line, caught.value.where.position) == ("warnings_figure_unknown", 9, 7)


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("severity: high", "severity: loud", "scheme_value_not_offered", 8),
        ("severity: high", "loudness: high", "scheme_key_unknown", 8),
        ("at_least: 3}, overdue", "at_least: three}, overdue", "scheme_value_wrong", 9),
        ("rule: fewer", "rule: rhythm", "warnings_rule_twice", 10),
        ("horizon_days: 60", "horizon_days: 0", "scheme_value_wrong", 3),
        ("-0.5", "-0,5", "scheme_decimal_comma", 12),
    ],
)
def test_whatever_does_not_fit_is_told_with_its_line(old: str, new: str, key: str, line: int) -> None:
    with pytest.raises(SchemeError) as caught:
        parse(RULES.replace(old, new))
    problems = caught.value.problems if isinstance(caught.value, SchemeErrors) else [caught.value]
    assert (problems[0].key, problems[0].where.line) == (key, line)


def test_the_built_in_rules_hold_until_a_workspace_has_its_own(tmp_path: Path, space: Workspace) -> None:
    assert document_of(space)[1].warnings == "default"
    other = Workspace.init(tmp_path / "other", "scheme: a\n", space.settings)
    assert start(other).read_text(encoding="utf-8") == built_in()
    save(other, RULES)
    assert document_of(other)[1].warnings == "mine"
    with pytest.raises(SchemeError):
        save(other, RULES + "nonsense: 1\n")
    assert document_of(other)[1].warnings == "mine"


def test_what_was_not_known_on_the_day_of_the_run_is_not_looked_at(space: Workspace) -> None:
    first = next(one for one in (find(space, number) for number in runs(space)) if one.run.as_of == str(DAYS[0]))
    with evaluate(space, first, *parse(ASKED)) as found:
        rows = dict(found.engine.run(f"SELECT customer_id, days_since_purchase FROM {ALL}"))
    assert rows == {one: figures(one, DAYS[0])["days_since_purchase"] for one in bought()}
    assert date.fromisoformat(first.run.as_of) == DAYS[0]


def runs(space: Workspace) -> list[int]:
    return [state.number for state, _ in space.contents() if state.did["action"] == "refresh"]


def test_a_document_of_ones_own_is_read_from_the_workspace(tmp_path: Path) -> None:
    space = workspace(tmp_path / "shop", tmp_path)
    document(space.home, RULES)
    with evaluate(space, find(space), *document_of(space)[1:]) as found:
        assert found.owner == "owner"
