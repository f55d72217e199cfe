"""Teams on the terminal: one table per measure, money, hand-overs, and what the verdicts mean."""

from __future__ import annotations

from decimal import Decimal

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.watch.teams import Measure, Team
from shuke.watching.teams import Teams

MOST_HANDED = 10


def shown(found: Teams, lang: str) -> list[str]:
    """Return the comparison of teams as lines."""
    report = found.report
    (first, since), (last, until) = found.first, found.last
    lines = [text("teams.head", lang, first=first, since=since, last=last, until=until, by=found.by)]
    lines.append(text("teams.high", lang, places=", ".join(report.high)))
    for name in report.measures:
        lines += ["", text(f"teams.measure.{name}", lang), *_measures(found, name, lang)]
    lines += ["", text("teams.money", lang), *_money(found, lang)]
    lines += ["", text("teams.control", lang), text(f"teams.rule.{found.rule}", lang)]
    return [*lines, *_handed(found, lang)]


def _measures(found: Teams, name: str, lang: str) -> list[str]:
    titles = ("team", "at_risk", "seen", "expected", "ratio", "interval", "shrunk", "verdict")
    rows = [[text(f"teams.column.{one}", lang) for one in titles]]
    rows += [_row(team, team.measure(name), lang) for team in found.report.teams]
    return [f"  {line}".rstrip() for line in aligned(rows)]


def _row(team: Team, one: Measure, lang: str) -> list[str]:
    limits = "–" if one.ratio_interval is None else f"{one.ratio_interval[0]:.2f}…{one.ratio_interval[1]:.2f}"
    verdict = text(f"teams.verdict.{one.verdict}", lang) if team.name is not None else "–"
    return [
        team_title(team.name, lang),
        f"{one.at_risk:,}",
        f"{one.seen:,}",
        f"{one.expected:,.1f}",
        _two(one.ratio),
        limits,
        _two(one.shrunk),
        verdict,
    ]


def _money(found: Teams, lang: str) -> list[str]:
    titles = ("team", "before", "kept", "lost", "won", "entered", "after", "before_money", "after_money", "growth")
    rows = [[text(f"teams.column.{one}", lang) for one in titles]]
    everybody = found.report.everybody
    for name, team in [*((team_title(one.name, lang), one) for one in found.report.teams), ("=", everybody)]:
        money = team.money
        counts = (money.before, money.kept, money.lost, money.won, money.entered, money.after)
        growth = _growth(money.same_after, money.expected_after)
        rows.append(
            [name, *(f"{one:,}" for one in counts), f"{money.before_money:,.2f}", f"{money.after_money:,.2f}", growth]
        )
    return [*(f"  {line}".rstrip() for line in aligned(rows)), text("teams.growth", lang)]


def _growth(seen: Decimal, expected: Decimal | None) -> str:
    return "–" if not expected else f"{seen / expected:.2f}"


def _handed(found: Teams, lang: str) -> list[str]:
    if not found.handed:
        return [text("teams.handed_none", lang)]
    lines = [text("teams.handed", lang, customers=f"{sum(one.customers for one in found.handed):,}")]
    lines += [
        f"  {one.before} → {one.after}: {one.customers:,}, {one.money:,.2f}" for one in found.handed[:MOST_HANDED]
    ]
    return lines if len(found.handed) <= MOST_HANDED else [*lines, "  …"]


def team_title(name: str | None, lang: str) -> str:
    """Return the name of a team, or the word for nobody."""
    return text("teams.nobody", lang) if name is None else name


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
