"""The last runs of a scheme on the terminal: stability, who leaves and falls, what is expected, who slides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.scheme.spoken.names import worded
from shuke.watching.course import Course
from shuke.watching.course_told import page

# A matrix of more flows than this is not read on a terminal: those with the most customers are.
MOST_FLOWS, NAMED = 20, 10


def shown(found: Course, told: Mapping[str, Any], lang: str) -> list[str]:
    """Return a course as lines."""
    title = worded(found.newest.scheme.title, lang)
    lines = [_text("head", lang, title=title, day=told["runs"][-1]["as_of"]), "", *_runs(told, lang), ""]
    if told["expected"] is None:
        periods = max((one["periods"] for one in told["leaving"]), default=0)
        lines.append(_text("too_few", lang, fewest=told["fewest_periods"], periods=periods))
    else:
        lines += [*_leaving(found, told, lang), "", *_expected(found, told, lang)]
    ways = [[_text(f"way.{name}", lang), f"{heads:,}"] for name, heads in told["ways"].items()]
    lines += ["", _text("ways", lang), *_table(ways), *_names(found, lang)]
    return [*lines, "", f"! {_text('left_out', lang, count=found.left_out)}"] if found.left_out else lines


def _runs(told: Mapping[str, Any], lang: str) -> list[str]:
    rows = [_heads(("day", "rated", "stayed", "psi"), lang)]
    for run in told["runs"]:
        stayed = _percent(run["stayed"] / run["of"]) if run["of"] else "–"
        rows.append([run["as_of"], f"{run['rated']:,}", stayed, "–" if run["psi"] is None else f"{run['psi']:.3f}"])
    return [_text("runs", lang), *_table(rows)]


def _leaving(found: Course, told: Mapping[str, Any], lang: str) -> list[str]:
    rows = [_heads(("place", "customers", "left", "left_or_fell"), lang)]
    rows += [
        [
            _place(found, one["place"], lang),
            f"{one['customers']:,}",
            *(_chance(one[name]) for name in ("left", "left_or_fell")),
        ]
        for one in told["leaving"]
    ]
    head = _text("leaving", lang, days=told["expected"]["days"], periods=told["expected"]["periods"])
    return [head, *_table(rows)]


def _expected(found: Course, told: Mapping[str, Any], lang: str) -> list[str]:
    flows = sorted(told["expected"]["flows"], key=lambda flow: -flow["customers"])[:MOST_FLOWS]
    wanted = [flow for flow in told["expected"]["flows"] if flow in flows]
    rows = [_heads(("before", "after", "expected", "interval"), lang)]
    rows += [
        [
            _place(found, flow["before"], lang),
            _place(found, flow["after"], lang),
            f"{flow['customers']:,.0f}",
            f"{flow['low']:,} … {flow['high']:,}",
        ]
        for flow in wanted
    ]
    return [_text("expected", lang), *_table(rows)]


def _names(found: Course, lang: str) -> list[str]:
    rows, _ = page(found, way="falling", size=NAMED)
    told = [
        [
            row["customer_id"],
            _place(found, row["place"], lang),
            _text("slid", lang, falls=row["falls"], fallen=row["fallen"]),
            _text("speed", lang, speed=row["speed"]),
            _chance(row["risk"]),
        ]
        for row in rows
    ]
    return ["", _text("names", lang), *_table(told)] if told else []


def _heads(names: Sequence[str], lang: str) -> list[str]:
    return [_text(f"column.{name}", lang) for name in names]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"  {line}" for line in aligned(rows)] if rows else []


def _chance(found: Mapping[str, float] | None) -> str:
    if found is None:
        return "–"
    return f"{_percent(found['share'])} ({_percent(found['low'])} … {_percent(found['high'])})"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _place(found: Course, name: str | None, lang: str) -> str:
    if not name:
        return _text("gone", lang) if name is None else text("movement.no_group", lang)
    for group in found.newest.scheme.groups.get(found.newest.result, ()):
        if group.name == name and group.title is not None and found.newest.result != "tier":
            return worded(group.title, lang)
    return name


def _text(key: str, lang: str, **values: object) -> str:
    return text(f"movement.course.{key}", lang, **values)
