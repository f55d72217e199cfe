"""Teams between two kept runs, beside the CSV files of both added up in plain Python."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from browse.kept import AS_OF, BEFORE, table
from shuke.cli.main import app
from shuke.errors import NotFound, UsageError
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.watching.teams import teams
from shuke.workspace import Workspace, refresh
from workspace.books import UNION, write


def side(space: Workspace, as_of: object) -> dict[str, dict[str, str | None]]:
    return {row["customer_id"]: row for row in table(space, as_of)}  # type: ignore[arg-type,misc]


@pytest.mark.row("C9")
def test_every_customer_of_both_runs_counts_once_and_every_cent(kept: Workspace) -> None:
    old, new = side(kept, BEFORE), side(kept, AS_OF)
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    sums: dict[str | None, Decimal] = defaultdict(Decimal)
    for one in old.keys() | new.keys():
        before, after = old.get(one), new.get(one)
        team = (before or after)["owner"]  # type: ignore[index]
        was = before["tier"] if before else None
        now = after["tier"] if after else None
        counts[team]["before"] += was == "A"
        counts[team]["kept"] += was == now == "A"
        counts[team]["entered"] += now == "A" and was is None
        counts[team]["after"] += now == "A"
        counts[team]["upgraded"] += was is not None and now is not None and now < was
        counts[team]["customers"] += before is not None
        sums[team] += Decimal(after["monetary"]) if after and now == "A" else 0  # type: ignore[arg-type]
    found = teams(kept.home, "owner")
    assert (found.first[1], found.last[1]) == (BEFORE.isoformat(), AS_OF.isoformat())
    assert {one.name for one in found.report.teams} == {*counts}
    for one in found.report.teams:
        want = counts[one.name]
        assert (one.customers, one.money.before, one.money.kept, one.money.after) == (
            want["customers"], want["before"], want["kept"], want["after"]
        )  # fmt: skip
        assert one.measure("upgraded").seen == want["upgraded"]
        assert one.money.after_money == sums[one.name]
    assert found.handed == ()


@pytest.mark.row("C9")
def test_customers_who_are_handed_over_are_told_and_count_by_the_rule(kept: Workspace, tmp_path: object) -> None:
    import shutil
    from pathlib import Path

    from shuke.workspace import load
    from shuke.workspace.beside import Beside

    home = Path(str(tmp_path)) / "again"
    shutil.copytree(kept.home, home)
    moved = [(row["customer_id"], "S-09") for row in table(kept) if row["owner"] == "S-01"][:4]
    file = write(Path(str(tmp_path)) / "moved.csv", moved, ("customer_id", "owner"))
    space = Workspace(home)
    load(space, (), UNION, beside=Beside((), (file,)))
    options = Options(reading=UNION, carry=("owner",), as_of=AS_OF, currency="CNY")
    refresh(space, options, formats=["csv", "parquet"], lang="en").result.close()
    found = {rule: teams(home, "owner", rule=rule) for rule in ("earlier", "later", "neither")}
    before = {row["customer_id"] for row in table(kept, BEFORE)}
    both = [one for one, _ in moved if one in before]
    assert [(one.before, one.after, one.customers) for one in found["earlier"].handed] == [("S-01", "S-09", len(both))]
    size = {rule: {one.name: one.customers for one in told.report.teams} for rule, told in found.items()}
    assert size["later"]["S-01"] == size["neither"]["S-01"] == size["earlier"]["S-01"] - len(both)
    assert size["later"]["S-09"] == len(both)
    assert size["neither"][None] == size["earlier"][None] + len(both)


def test_what_cannot_be_compared_is_said(kept: Workspace) -> None:
    with pytest.raises(UsageError, match="carry"):
        teams(kept.home, "team")
    with pytest.raises(UsageError, match="A, B, C, D"):
        teams(kept.home, "owner", high=("Z",))
    with pytest.raises(UsageError, match="earlier, later, neither"):
        teams(kept.home, "owner", rule="both")
    with pytest.raises(UsageError, match="earlier day"):
        teams(kept.home, "owner", first=3, last=3)
    with pytest.raises(UsageError, match="first under the scheme"):
        teams(kept.home, "owner", last=2)
    with pytest.raises(NotFound):
        teams(kept.home, "owner", last=99)


def test_places_without_an_order_need_the_high_ones_named(kept: Workspace, tmp_path: object) -> None:
    import shutil
    from pathlib import Path

    home = Path(str(tmp_path)) / "octants"
    shutil.copytree(kept.home, home)
    for as_of in (BEFORE, AS_OF):
        options = Options(reading=UNION, carry=("region", "owner"), as_of=as_of, currency="CNY")
        refresh(Workspace(home), options, scheme=scheme_text("octants-mean"), formats=["parquet"]).result.close()
    with pytest.raises(UsageError, match="--high"):
        teams(home, "owner")
    found = teams(home, "region", high=("important_value",))
    assert found.report.measures == ("kept", "won")


@pytest.mark.parametrize(("lang", "word"), [("en", "cannot be told"), ("zh", "无法判断")])
def test_the_terminal_tells_every_team_with_its_verdict(kept: Workspace, lang: str, word: str) -> None:
    done = CliRunner().invoke(app, ["teams", "--by", "owner", "--workspace", str(kept.home), "--lang", lang])
    assert done.exit_code == 0, done.output
    assert all(one in done.output for one in ("S-01", "S-02", "S-03", word, "Holm"))
    told = CliRunner().invoke(app, ["teams", "--by", "owner", "--workspace", str(kept.home), "--json"])
    document = json.loads(told.output)
    assert (document["by"], document["control"], document["alpha"]) == ("owner", "holm", 0.05)
    assert sum(one["customers"] for one in document["teams"]) == document["everybody"]["customers"]
