"""A workspace on the terminal: a load's account, what it holds, and what was done to it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.scheme.spoken.money import price
from shuke.store.states import State
from shuke.workspace import Taken, Workspace
from shuke.workspace.content import Load, Part, Table
from shuke.workspace.verify import Verified

MEGABYTE = 1_000_000


def loaded(space: Workspace, taken: Taken, lang: str) -> str:
    """Return what to print after a load."""
    lines = [text("terminal.workspace.repeated", lang, name=name, first=first) for name, first in taken.repeated]
    tables = [_table(one, lang) for one in taken.tables]
    if taken.load is None:
        return "\n".join([*(tables or [text("terminal.workspace.nothing_new", lang)]), *lines])
    load, content = taken.load, space.head()[1]
    key, (first, last) = "loaded" if load.days else "loaded_none", load.days or ("", "")
    title = text(f"terminal.workspace.{key}", lang, number=load.number, first=first, last=last)
    counts = {"seen": f"{content.seen:,}", "new": f"{taken.new_customers:,}"}
    told = [title, *lines, *tables, *_columns(load, lang), "", *_account(load, lang), ""]
    told.append(text("terminal.workspace.customers", lang, **counts))
    if load.known:
        told.append(text("terminal.workspace.known", lang, rows=f"{load.known:,}"))
    if load.personal:
        told.append(text("terminal.workspace.replaced", lang, count=f"{sum(load.personal.values()):,}"))
    return "\n".join([*told, "", text("terminal.workspace.next_refresh", lang, path=space.home)])


def _columns(load: Load, lang: str) -> list[str]:
    """Return what each column of each table was taken for."""
    return [
        text(
            "terminal.workspace.columns",
            lang,
            name=" · ".join(name for name in (part.name, part.sheet) if name),
            columns="; ".join(f"{name} ← {part.headers[index]}" for name, index in part.columns.items()),
        )
        for part in load.parts
    ]


def standing(space: Workspace, lang: str) -> str:
    """Return what a workspace holds."""
    state, content = space.head()
    lines = [text("terminal.workspace.status", lang, path=space.home, number=state.number, at=state.at)]
    lines += ["! " + text("terminal.workspace.mended", lang, file=path) for path in state.damaged]
    if content.days is None:
        return "\n".join([*lines, "  " + text("terminal.workspace.no_loads", lang)])
    files = sum(len(load.files) for load in content.loads)
    first, last = content.days
    segments = {one.sha256: one for one in content.segments()}.values()
    opened = sum(one.rows for one in content.opened)
    counts = {
        "settled": f"{sum(one.orders.rows for one in content.settled) - opened:,}",
        "open": f"{sum(one.rows for one in content.open_lines):,}",
    }
    size = {"size": f"{sum(one.size for one in segments) / MEGABYTE:,.1f}", "segments": len(segments)}
    told = [
        text("terminal.workspace.loads", lang, loads=len(content.loads), files=files, first=first, last=last),
        text("terminal.workspace.people", lang, seen=f"{content.seen:,}"),
        text("terminal.workspace.orders", lang, **counts),
        text("terminal.workspace.size", lang, **size),
    ]
    for scheme, run in sorted(content.runs.items()):
        figures = {"scheme": scheme, "run": run.number, "as_of": run.as_of, "rated": f"{run.rated:,}"}
        told.append(text("terminal.workspace.rated", lang, **figures))
    if not content.runs:
        told.append(text("terminal.workspace.not_rated", lang))
    return "\n".join([*lines, *(f"  {line}" for line in told)])


def verified(found: Verified, lang: str) -> str:
    """Return what was read whole and is as it was written."""
    counts = {"states": found.states, "segments": found.segments, "runs": found.runs, "campaigns": found.campaigns}
    damaged = ["  ! " + text("terminal.workspace.copy_damaged", lang, file=path) for path in found.damaged]
    return "\n".join(["  " + text("terminal.workspace.verified", lang, **counts), *damaged])


def mended(space: Workspace, lang: str) -> str:
    """Return a line for every copy of a state that was written again, each with its end."""
    return "".join("! " + text("terminal.workspace.written_again", lang, file=path) + "\n" for path in space.mended)


def changes(space: Workspace, lang: str) -> str:
    """Return what was done, the latest first."""
    rows = [
        [f"{state.number}", state.at, _did(state, lang)]
        for state in (space.states.read(number) for number in reversed(space.states.numbers()))
    ]
    widths = [max(len(row[place]) for row in rows) for place in (0, 1)]
    return "\n".join(f"{row[0]:>{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows)


def _did(state: State, lang: str) -> str:
    did = dict(state.did)
    action = did.pop("action")
    if "files" in did:
        did["files"] = ", ".join(did["files"])
    return text(f"terminal.workspace.did_{action}", lang, **did)


def _table(table: Table, lang: str) -> str:
    """Return what became of the rows of a table beside the order lines."""
    counts = {"read": table.read, "kept": 0 if table.rows is None else table.rows.rows, "known": table.known}
    shown = {name: f"{count:,}" for name, count in counts.items()}
    return text(f"terminal.workspace.table_{table.role}", lang, file=table.file.name, **shown)


def _account(load: Load, lang: str) -> list[str]:
    """Return what became of every row and cent of a load, table by table."""
    head = [text("terminal.account.source", lang)]
    for name in ("read", "used", "merged", "rejected"):
        head += [text(f"terminal.account.{name}", lang).lstrip("=+ "), text("terminal.account.amount", lang)]
    rows = [head]
    for part in load.parts:
        merged, rejected = _sum(part.merged), _sum(part.rejected)
        read = (part.read[0], Decimal(part.read[1]))
        used = (read[0] - merged[0] - rejected[0], read[1] - merged[1] - rejected[1])
        row = [" · ".join(name for name in (part.name, part.sheet) if name)]
        for count, amount in (read, used, merged, rejected):
            row += [f"{count:,}", price(amount, load.currency, exact=False)]
        rows.append(row)
    lines = aligned(rows)
    return [*lines, *(f"    {line}" for part in load.parts for line in _reasons(part, lang))]


def _reasons(part: Part, lang: str) -> list[str]:
    found = [f"{text(f'words.reason.{name}', lang)}: {rows:,}" for name, (rows, _) in part.rejected.items()]
    return found + [f"{text(f'words.merged.{name}', lang)}: {rows:,}" for name, (rows, _) in part.merged.items()]


def _sum(tallies: Mapping[str, tuple[int, str]]) -> tuple[int, Decimal]:
    pairs = tallies.values()
    return sum(rows for rows, _ in pairs), sum((Decimal(amount) for _, amount in pairs), Decimal(0))
