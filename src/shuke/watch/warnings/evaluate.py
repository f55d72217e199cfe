"""Rules as one question to the engine: who is to be warned of, by which rules, with the figures that were looked at.

Law: a rule holds of a customer exactly when its tests pass on their figures; a figure that is missing passes only the
test ``missing``. A rule whose inputs are not there holds of nobody, and is told as asleep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuke.errors import SchemeError
from shuke.scheme.document import Document
from shuke.stages.conditions import passes
from shuke.stages.relation import identifier
from shuke.watch.warnings.figures import BEFORE, NOW, OWN, Tables, expression, is_text, known, lacking
from shuke.watch.warnings.model import SEVERITIES, Warnings, WatchRule

# Figures that are told of everybody who is warned of, whatever the rules look at.
ALWAYS = ("days_since_purchase", "own_gap", "amount_year")
MARK = "_holds_"


@dataclass(frozen=True)
class Plan:
    """The rules that can be asked, those that sleep with the reason why, and the figures that are told."""

    awake: tuple[WatchRule, ...]
    asleep: tuple[tuple[str, str], ...]
    figures: tuple[str, ...]
    tables: Tables


def plan(warnings: Warnings, document: Document, tables: Tables) -> Plan:
    """Return which rules of a document can be asked of some tables.

    Raises:
        SchemeError: a rule looks at something that is no figure.
    """
    awake, asleep = [], []
    for index, one in enumerate(warnings.rules):
        reasons = []
        for name in one.when.names:
            reason = lacking(name, tables)
            if reason == "unknown":
                place = document.where(_place(document, index, name))
                raise SchemeError("warnings_figure_unknown", place, figure=name, known=", ".join(known(tables)))
            reasons.append(reason)
        why = next((reason for reason in reasons if reason is not None), None)
        if why is None:
            awake.append(one)
        else:
            asleep.append((one.rule, why))
    shown = dict.fromkeys((*ALWAYS, *(name for one in awake for name in one.when.names)))
    return Plan(tuple(awake), tuple(asleep), tuple(shown), tables)


def _place(document: Document, index: int, name: str) -> tuple[str | int, ...]:
    when = ("rules", index, "when")
    alternatives = document.values["rules"][index]["when"]
    found = alternatives.get("any") if isinstance(alternatives, dict) else alternatives
    for place, tests in enumerate(found if isinstance(found, list) else ()):
        if isinstance(tests, dict) and name in tests:
            return (*when, "any", place, name)
    return (*when, name)


def question(made: Plan, carried: Sequence[str] = ()) -> str:
    """Return the query of everybody who was rated, now or before: ``customer_id``, figures, and a mark per rule.

    ``carried`` are columns of the run that are told besides, such as the salesperson's.
    """
    tables = made.tables
    needed = dict.fromkeys((*made.figures, *(name for one in made.awake for name in one.when.names)))
    columns = [f"{expression(name, tables)} AS {identifier(name)}" for name in needed]
    columns += [f"n.{identifier(name)} AS {identifier('_' + name)}" for name in carried]
    joined = [f"FROM {NOW} AS n"]
    who = "n.customer_id"
    if tables.before is not None:
        joined.append(f"FULL JOIN {BEFORE} AS b ON b.customer_id = n.customer_id")
        who = "COALESCE(n.customer_id, b.customer_id)"
    joined.append(f"LEFT JOIN {OWN} AS o ON o.customer_id = {who}")
    if tables.contacts:
        joined.append(f"LEFT JOIN watched_contact_figures AS c ON c.customer_id = {who}")
    if tables.predictions:
        joined.append(f"LEFT JOIN watched_predictions AS p ON p.customer_id = {who}")
    base = f"SELECT {who} AS customer_id, {', '.join(columns)} {' '.join(joined)}"
    marks = "".join(f", {_holds(one, tables)} AS {MARK}{one.rule}" for one in made.awake)
    return f"SELECT *{marks} FROM ({base})"


def _holds(one: WatchRule, tables: Tables) -> str:
    alternatives = []
    for tests in one.when.any:
        passed = [passes(identifier(name), test, text=_text(name, tables)) for name, test in tests.items()]
        alternatives.append(" AND ".join(f"({part})" for part in passed))
    return " OR ".join(f"({part})" for part in alternatives)


def _text(name: str, tables: Tables) -> bool:
    kind = tables.now.get(name.removeprefix("before_"), "")
    return is_text(kind)


def fired(made: Plan) -> str:
    """Return the condition that some rule holds."""
    return " OR ".join(f"{MARK}{one.rule}" for one in made.awake) or "FALSE"


def weight(made: Plan) -> str:
    """Return the expression of how severe the most severe rule that holds is, 0 the most."""
    parts = [
        f"WHEN {MARK}{one.rule} THEN {rank}"
        for rank, name in enumerate(SEVERITIES)
        for one in made.awake
        if one.severity == name
    ]
    return f"CASE {' '.join(parts)} ELSE {len(SEVERITIES)} END" if parts else str(len(SEVERITIES))


__all__ = ["ALWAYS", "MARK", "Plan", "fired", "plan", "question", "weight"]
