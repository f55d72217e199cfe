"""A check: the rules asked of a run, and the desk brought to what they say, with the messages that tell of it.

Law: one customer has at most one open warning, which further reasons join. The same run checked twice by the same
rules changes nothing the second time. The warnings and the messages about them are kept together, or neither.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.desk import Desk
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.notify.channels import Channels
from shuke.stages.relation import identifier, literal
from shuke.stages.rounding import trimmed
from shuke.watch.warnings.evaluate import MARK, fired, weight
from shuke.watch.warnings.figures import OWN
from shuke.watch.warnings.model import SEVERITIES, Warnings, WatchRule
from shuke.watching.channels import channels_of
from shuke.watching.warnings.document import document_of
from shuke.watching.warnings.evaluated import ALL, Evaluated, evaluate
from shuke.watching.warnings.runs import find
from shuke.watching.warnings.told import News, post
from shuke.workspace import Workspace
from shuke.workspace.opted_out import opted_out

# Who closes and notes what a check finds.
CHECK = "check"
BATCH = 2_000


@dataclass(frozen=True)
class Wish:
    """What is to be checked: a run (None: the newest), by whom; ``owner``: whose column a setting names.

    ``predictions`` is a folder that ``shuke predict`` wrote.
    """

    run: int | None = None
    by: str = "terminal"
    owner: str | None = None
    predictions: Path | None = None


@dataclass(frozen=True)
class Checked:
    """What a check did. ``fired``: customers of whom some rule holds; ``left_out``: more than one check may open.

    ``again``: this run was checked by these rules before, and nothing changed. ``asleep``: rules without their inputs,
    each with the key of the reason. ``counts``: of how many customers each rule holds.
    """

    number: int
    run: int
    scheme: str
    as_of: str
    customers: int
    fired: int
    opened: int
    joined: int
    closed: int
    left_out: int
    asleep: tuple[tuple[str, str], ...]
    counts: Mapping[str, int]
    messages: int = 0
    again: bool = False


def check(space: Workspace, wish: Wish) -> Checked:
    """Check a run and keep what is found.

    Raises:
        SchemeErrors: a document is wrong.
        NotFound: there is no such run.
        UsageError: a later run was checked already.
        DataError: a file of the workspace is damaged.
    """
    text, warnings, document = document_of(space)
    past, channels, desk = find(space, wish.run), channels_of(space), Desk(space.home)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with desk.reading() as db:
        known = _known(db, past.run.manifest, digest)
        latest = db.execute("SELECT MAX(as_of) FROM warning_checks").fetchone()[0]
    if known is not None:
        return known
    if latest is not None and latest > past.run.as_of:
        raise UsageError("warnings_run_older", Where(), number=past.run.number, as_of=past.run.as_of, latest=latest)
    quiet = opted_out(space)
    with evaluate(space, past, warnings, document, wish.predictions, wish.owner) as found, desk.changing() as db:
        # Somebody may have been first.
        return (
            _known(db, past.run.manifest, digest)
            or _Work(db, found, warnings, channels, wish, text, digest, quiet).go()
        )


def _known(db: sqlite3.Connection, manifest: str, digest: str) -> Checked | None:
    query = "SELECT * FROM warning_checks WHERE manifest = ? AND rules_sha256 = ?"
    row = db.execute(query, (manifest, digest)).fetchone()
    if row is None:
        return None
    names = ("number", "run", "scheme", "as_of", "customers", "fired", "opened", "joined", "closed", "left_out")
    asleep = tuple((rule, reason) for rule, reason in json.loads(row["asleep"]))
    return Checked(**{name: row[name] for name in names}, asleep=asleep, counts=json.loads(row["counts"]), again=True)


@dataclass
class _Work:
    """One check while it changes the desk."""

    db: sqlite3.Connection
    found: Evaluated
    warnings: Warnings
    channels: Channels
    wish: Wish
    text: str
    digest: str
    quiet: frozenset[str]
    news: list[News] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine, self.plan = self.found.engine, self.found.plan
        self.as_of = self.found.past.run.as_of
        self.moment = datetime.now(UTC)
        self.at = self.moment.isoformat(timespec="seconds")
        self.number = int(self.db.execute("SELECT COALESCE(MAX(number), 0) + 1 FROM warning_checks").fetchone()[0])

    def go(self) -> Checked:
        """Do the check and return what it did."""
        holds = fired(self.plan)
        marks = [f"COUNT(CASE WHEN {MARK}{one.rule} THEN 1 END)" for one in self.plan.awake]
        query = f"SELECT {', '.join([f'COUNT(CASE WHEN {holds} THEN 1 END)', *marks])} FROM {ALL}"
        total, *each = self.engine.run(query)[0]
        counts = {one.rule: int(count) for one, count in zip(self.plan.awake, each, strict=True)}
        self._bring_desk()
        self._note(int(total), counts)
        joined, closed = self._look_at_open()
        opened, left_out = self._open()
        done = Checked(
            self.number,
            self.found.past.run.number,
            self.found.past.scheme,
            self.as_of,
            self.found.customers,
            int(total),
            opened,
            joined,
            closed,
            left_out,
            self.plan.asleep,
            counts,
            post(self.db, self.channels, self.news, self.as_of, self.moment),
        )
        self.db.execute(
            "UPDATE warning_checks SET opened = ?, joined = ?, closed = ?, left_out = ? WHERE number = ?",
            (opened, joined, closed, left_out, self.number),
        )
        return done

    def _note(self, total: int, counts: Mapping[str, int]) -> None:
        past = self.found.past
        self.db.execute(
            "INSERT INTO warning_checks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?)",
            (
                self.number,
                past.run.number,
                past.run.manifest,
                past.scheme,
                self.as_of,
                self.text,
                self.digest,
                self.at,
                self.wish.by,
                self.found.customers,
                total,
                json.dumps(self.plan.asleep),
                json.dumps(counts),
            ),
        )

    def _bring_desk(self) -> None:
        """Bring who is warned of, and who is to be left in peace, into the engine."""
        rows = self.db.execute("SELECT customer_id, number, opened_on FROM warnings WHERE closed_on IS NULL")
        put(self.engine, "desk_open", "customer_id VARCHAR, number BIGINT, opened_on DATE", rows.fetchall())
        quiet = date.fromisoformat(self.as_of) - timedelta(days=self.warnings.quiet_days)
        rows = self.db.execute(
            "SELECT customer_id, MAX(closed_on), MAX(CASE WHEN closed_on > ? THEN 1 ELSE 0 END), "
            "MAX(CASE WHEN outcome = 'lost' THEN closed_on END) FROM warnings WHERE closed_on IS NOT NULL GROUP BY 1",
            (quiet.isoformat(),),
        )
        kinds = "customer_id VARCHAR, closed_on DATE, fresh INTEGER, lost_on DATE"
        put(self.engine, "desk_closed", kinds, rows.fetchall())
        put(self.engine, "desk_quiet", "customer_id VARCHAR", [(one,) for one in sorted(self.quiet)])

    def _look_at_open(self) -> tuple[int, int]:
        """Let further reasons join open warnings, and close those that came to their end; return how many of each."""
        rows = self._asked(
            f"desk_open AS d LEFT JOIN {ALL} AS a USING (customer_id) LEFT JOIN {OWN} AS w USING (customer_id)",
            "d.number, d.opened_on, w.last_purchase",
        )
        joined = closed = 0
        for (number, opened_on, bought_on), row in rows:
            reasons = self._held(row)
            if reasons:
                new = self._join(number, row, reasons)
                joined += bool(new)
                self._wake(number, row, reasons, new)
            else:
                closed += self._close(number, row["customer_id"], opened_on, bought_on)
        return joined, closed

    def _join(self, number: int, row: Mapping[str, Any], reasons: Sequence[WatchRule]) -> list[WatchRule]:
        """Note which rules hold of whoever is warned of already; return those that are new reasons."""
        query = "SELECT rule FROM warning_reasons WHERE warning = ?"
        known = {one[0] for one in self.db.execute(query, (number,))}
        self._reasons(number, row, reasons)
        rank = min(SEVERITIES.index(one.severity) for one in reasons)
        query = "UPDATE warnings SET seen_on = ?, severity = ?, place = ?, value = ?, owner = ? WHERE number = ?"
        told = (self._place(row), self._value(row), self._owner(row))
        self.db.execute(query, (self.as_of, SEVERITIES[rank], *told, number))
        new = [one for one in reasons if one.rule not in known]
        if new:
            self._log(number, row["customer_id"], "joined", ", ".join(one.rule for one in new))
        return new

    def _wake(self, number: int, row: Mapping[str, Any], reasons: Sequence[WatchRule], new: list[WatchRule]) -> None:
        """Tell of a new reason, and of a warning whose rest has ended; what rests still is told later."""
        query = "SELECT snoozed_until FROM warnings WHERE number = ?"
        until = self.db.execute(query, (number,)).fetchone()[0]
        if until is not None and until > self.as_of:
            return
        if until is not None:
            self.db.execute("UPDATE warnings SET snoozed_until = NULL WHERE number = ?", (number,))
            self._log(number, row["customer_id"], "woke", until)
        if new or until is not None:
            self._tell(number, row, reasons)

    def _close(self, number: int, customer: str, opened_on: date, bought_on: date | None) -> int:
        """Close a warning without a reason whose customer came back, or was silent for the whole horizon."""
        if bought_on is not None and bought_on > opened_on:
            outcome = "returned"
        elif date.fromisoformat(self.as_of) - opened_on >= timedelta(days=self.warnings.horizon_days):
            outcome = "lost"
        else:
            return 0
        self.db.execute(
            "UPDATE warnings SET closed_on = ?, closed_at = ?, closed_by = ?, outcome = ? WHERE number = ?",
            (self.as_of, self.at, CHECK, outcome, number),
        )
        self._log(number, customer, "closed", outcome)
        return 1

    def _open(self) -> tuple[int, int]:
        """Open a warning for whoever has none and is not to be left in peace; return how many, and how many too many.

        Who was told to be lost is left in peace until they buy again; who wants no marketing is warned of for service.
        """
        peace = "c.fresh = 1 OR (c.lost_on IS NOT NULL AND COALESCE(w.last_purchase <= c.lost_on, TRUE))"
        source = (
            f"{ALL} AS a LEFT JOIN desk_open AS d USING (customer_id) LEFT JOIN desk_closed AS c USING (customer_id) "
            f"LEFT JOIN {OWN} AS w USING (customer_id) WHERE d.number IS NULL "
            f"AND NOT COALESCE({peace}, FALSE) AND ({fired(self.plan)}) "
            f"AND ({self._service()} OR customer_id NOT IN (SELECT customer_id FROM desk_quiet))"
        )
        most = f"ORDER BY {weight(self.plan)}, a.amount_year DESC NULLS LAST, customer_id LIMIT {self.warnings.most}"
        count = int(self.engine.run(f"SELECT COUNT(*) FROM {source}")[0][0])
        opened = 0
        for _, row in self._asked(f"{source} {most}", "1"):
            reasons = self._held(row)
            rank = min(SEVERITIES.index(one.severity) for one in reasons)
            made = self.db.execute(
                "INSERT INTO warnings (customer_id, owner, severity, place, value, opened_on, opened_by, seen_on) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    row["customer_id"],
                    self._owner(row),
                    SEVERITIES[rank],
                    self._place(row),
                    self._value(row),
                    self.as_of,
                    self.number,
                    self.as_of,
                ),
            )
            number = int(made.lastrowid or 0)
            self._reasons(number, row, reasons)
            self._log(number, row["customer_id"], "opened", ", ".join(one.rule for one in reasons))
            self._tell(number, row, reasons)
            opened += 1
        return opened, count - opened

    def _held(self, row: Mapping[str, Any]) -> list[WatchRule]:
        """Return the rules that hold of somebody; of whoever wants no marketing those that are service."""
        quiet = row["customer_id"] in self.quiet
        return [one for one in self.plan.awake if row[MARK + one.rule] and not (quiet and one.marketing)]

    def _service(self) -> str:
        """Return the condition that a rule holds whose purpose is no marketing."""
        return " OR ".join(f"{MARK}{one.rule}" for one in self.plan.awake if not one.marketing) or "FALSE"

    def _asked(self, source: str, before: str) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Return rows of everybody who is looked at, each with what is asked for before it."""
        names = [row[0] for row in self.engine.run(f"DESCRIBE {ALL}") if row[0] != "customer_id"]
        columns = ", ".join(f"a.{identifier(name)}" for name in names)
        ahead = before.count(",") + 1
        rows = self.engine.run(f"SELECT {before}, customer_id, {columns} FROM {source}")
        return [(row[:ahead], dict(zip(("customer_id", *names), row[ahead:], strict=True))) for row in rows]

    def _reasons(self, number: int, row: Mapping[str, Any], reasons: Sequence[WatchRule]) -> None:
        self.db.executemany(
            "INSERT INTO warning_reasons VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (warning, rule) DO UPDATE SET "
            "severity = excluded.severity, seen_on = excluded.seen_on, figures = excluded.figures",
            [
                (
                    number,
                    row["customer_id"],
                    one.rule,
                    one.severity,
                    self.as_of,
                    self.as_of,
                    json.dumps({name: as_text(row[name]) for name in one.when.names}, ensure_ascii=False),
                )
                for one in reasons
            ],
        )

    def _tell(self, number: int, row: Mapping[str, Any], reasons: Sequence[WatchRule]) -> None:
        titles = tuple(one.title for one in reasons)
        told = (self._owner(row), self._place(row), self._value(row), row["days_since_purchase"])
        self.news.append(News(number, row["customer_id"], titles, *told, all(one.marketing for one in reasons)))

    def _log(self, number: int, customer: str, what: str, detail: str) -> None:
        self.db.execute(
            "INSERT INTO warning_log (warning, customer_id, at, by, what, detail) VALUES (?, ?, ?, ?, ?, ?)",
            (number, customer, self.at, CHECK, what, detail),
        )

    def _owner(self, row: Mapping[str, Any]) -> str | None:
        return None if self.found.owner is None else as_text(row[f"_{self.found.owner}"])

    def _place(self, row: Mapping[str, Any]) -> str | None:
        return as_text(row[f"_{self.found.place}"])

    def _value(self, row: Mapping[str, Any]) -> str:
        return as_text(row["amount_year"]) or "0"


def as_text(value: object) -> str | None:
    """Return a figure as text that stays exact; None for one that is missing."""
    if value is None:
        return None
    return f"{trimmed(value):f}" if isinstance(value, Decimal) else str(value)


def put(engine: DuckDB, name: str, kinds: str, rows: Sequence[Sequence[Any]]) -> None:
    """Keep rows from elsewhere as a table of the engine."""
    engine.run(f"CREATE OR REPLACE TEMP TABLE {name} ({kinds})")
    for start in range(0, len(rows), BATCH):
        cells = (
            "(" + ", ".join("NULL" if one is None else literal(str(one)) for one in row) + ")"
            for row in rows[start : start + BATCH]
        )
        engine.run(f"INSERT INTO {name} VALUES {', '.join(cells)}")
