"""Whatever the history of loads, a rating from the workspace is that of the files together, byte for byte."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet

from shuke.errors import UsageError
from shuke.ingest.raw import Reading
from shuke.rating import Options, rate
from shuke.result import Result
from shuke.scheme.parse import scheme_text
from shuke.workspace import Workspace, load, refresh, rollback
from workspace.books import Line, book, loaded, made, rated, write

SCHEMES = ("rfm-quintile-weighted", "octants-median", "lifecycle-stages", "nested-125")


def pieces(lines: list[Line], seed: int) -> list[list[Line]]:
    """The book cut into exports: by days, some of them overlapping, one in which late lines come along."""
    chance = random.Random(seed)
    ends = sorted(chance.sample(range(10, len(lines) - 1), 3))
    cuts = [lines[: ends[0]], lines[ends[0] : ends[1]], lines[ends[1] : ends[2]], lines[ends[2] :]]
    if chance.random() < 0.5:
        # An export that begins again before the last one ended, at the beginning of a day.
        day = cuts[1][len(cuts[1]) // 2][2]
        cuts[2] = [line for line in cuts[1] if line[2] >= day] + cuts[2]
    late = cuts[0].pop(chance.randrange(len(cuts[0])))
    cuts[3] = [late, *cuts[3]]
    return cuts


def run(space: Workspace, scheme: str, as_of: date | None, *, afresh: bool = False) -> Path:
    given = (scheme_text(scheme)[0], scheme)
    done = refresh(space, Options(as_of=as_of), scheme=given, formats=["csv", "parquet"], afresh=afresh)
    done.result.close()
    return space.run_folder(done.run)


def same(found: Path, expected: Path) -> None:
    for name in ("customers.csv", "customers.parquet"):
        assert (found / name).read_bytes() == (expected / name).read_bytes(), name


@pytest.mark.row("X8")
@pytest.mark.parametrize("seed", range(4))
def test_a_history_of_loads_rates_as_the_files_together(seed: int, tmp_path: Path) -> None:
    scheme = SCHEMES[seed % len(SCHEMES)]
    cuts = pieces(book(seed), seed)
    paths = [write(tmp_path / f"export-{number}.csv", lines) for number, lines in enumerate(cuts)]
    space = made(tmp_path / "space")
    for number, path in enumerate(paths):
        loaded(space, path)
        if number in {1, 3}:
            same(run(space, scheme, None), rated(paths[: number + 1], tmp_path / f"whole-{number}", scheme))
    # A day in the past: what came later is not known yet, and orders are formed from what is.
    day = date(2024, 6, 15)
    same(run(space, scheme, day), rated(paths, tmp_path / "past", scheme, day))


def test_money_and_heads_are_those_of_all_loads(tmp_path: Path) -> None:
    lines = book(3)
    space = made(tmp_path / "space")
    for number, cut in enumerate((lines[:70], lines[70:])):
        loaded(space, write(tmp_path / f"{number}.csv", cut))
    done = refresh(space, Options())
    told = done.result.summary
    whole = sum(round(float(line[3]) * 100) for line in lines)
    assert round(float(told["accounting"]["amount_read"]) * 100) == whole
    assert told["accounting"]["rows_read"] == len(lines)
    assert told["customers"]["seen"] == len({line[0] for line in lines})


def test_the_same_file_three_times_is_the_file_once(tmp_path: Path) -> None:
    path = write(tmp_path / "sales.csv", book(1))
    space = made(tmp_path / "space")
    first = loaded(space, path)
    other = write(tmp_path / "the same under another name.csv", book(1))
    assert loaded(space, path).load is None
    assert loaded(space, other).repeated == ((other.name, path.name),)
    assert space.head()[0] == first.state


def test_an_export_that_holds_an_earlier_one_adds_only_what_is_new(tmp_path: Path) -> None:
    lines = book(5)
    space = made(tmp_path / "space")
    loaded(space, write(tmp_path / "half.csv", lines[:80]))
    taken = loaded(space, write(tmp_path / "year.csv", lines))
    assert taken.load is not None
    assert taken.load.known == 80
    same(run(space, SCHEMES[0], None), rated([tmp_path / "year.csv"], tmp_path / "whole", SCHEMES[0]))


def test_equal_lines_without_order_ids_are_a_question(tmp_path: Path) -> None:
    from shuke.errors import Undecided

    head = ("customer_id", "ordered_at", "amount")
    lines = [("C1", "2024-01-05", "10.00"), ("C2", "2024-01-06", "20.00")]
    space = made(tmp_path / "space")
    load(space, [write(tmp_path / "a.csv", lines, head)], Reading())
    more = write(tmp_path / "b.csv", [*lines, ("C3", "2024-01-06", "5.00")], head)
    with pytest.raises(Undecided) as caught:
        load(space, [more], Reading())
    assert caught.value.decision == "overlap"
    assert load(space, [more], Reading(decisions={"overlap": "union"})).load.known == 2  # type: ignore[union-attr]


@pytest.mark.row("X8")
def test_a_load_that_is_undone_leaves_exactly_the_former_content(tmp_path: Path) -> None:
    cuts = pieces(book(9), 9)
    space = made(tmp_path / "space")
    before = [space.head()[0].content_sha256]
    for number, cut in enumerate(cuts):
        loaded(space, write(tmp_path / f"{number}.csv", cut))
        before.append(space.head()[0].content_sha256)
    assert len(set(before)) == len(cuts) + 1
    for expected in reversed(before[:-1]):
        rollback(space)
        assert space.head()[0].content_sha256 == expected
    # Nothing is lost: every state can be gone back to.
    rollback(space, len(cuts))
    assert space.head()[0].content_sha256 == before[-1]


@pytest.mark.row("X8")
@pytest.mark.parametrize("seed", range(4))
def test_a_refresh_from_what_changed_equals_one_from_the_beginning(seed: int, tmp_path: Path) -> None:
    """Days go on and back, late lines and refunds come, loads are undone: the totals that are kept stay true."""
    chance = random.Random(1000 + seed)
    scheme = ("rfm-quintile-weighted", "abc-pareto", "octants-mean")[seed % 3]
    cuts = pieces(book(100 + seed), seed)
    space = made(tmp_path / "space")
    days = [date(2024, 3, 31), date(2024, 4, 1), date(2024, 4, 30), date(2024, 12, 31), date(2024, 2, 29)]
    changed = []
    for number, cut in enumerate(cuts):
        loaded(space, write(tmp_path / f"{number}.csv", cut))
        if number == 2 and chance.random() < 0.5:
            rollback(space)
            loaded(space, write(tmp_path / f"again-{number}.csv", cut[1:]))
        for day in chance.sample(days, 2) if number else []:
            given = (scheme_text(scheme)[0], scheme)
            done = refresh(space, Options(as_of=day), scheme=given, formats=["csv", "parquet"])
            done.result.close()
            changed.append(done.changed)
            same(space.run_folder(done.run), run(space, scheme, day, afresh=True))
    assert any(count is not None for count in changed)


@pytest.mark.row("X8")
@pytest.mark.parametrize("scheme", ["rfm-quintile-weighted", "octants-mean"])
def test_the_table_before_and_the_changes_are_the_table_now(scheme: str, tmp_path: Path) -> None:
    lines = book(77, 260)
    space, days = made(tmp_path / "space", scheme), [date(2024, 9, 30), date(2024, 10, 5), date(2024, 11, 15)]
    known: dict[str, dict[str, object]] = {}
    before: date | None = None
    told = set()
    for day in days:
        cut = [line for line in lines if (before is None or line[2] > f"{before}") and line[2] <= f"{day}"]
        loaded(space, write(tmp_path / f"{day}.csv", cut))
        done = refresh(space, Options(as_of=day), formats=["parquet"], changes=before is not None)
        folder = space.run_folder(done.run)
        if before is None:
            known = {row["customer_id"]: row for row in parquet.read_table(folder / "customers.parquet").to_pylist()}
        else:
            for row in known.values():
                row["recency_days"] += (day - before).days  # type: ignore[operator]
            for row in parquet.read_table(folder / "changes.parquet").to_pylist():
                change = row.pop("change")
                told.add(change)
                known.pop(row["customer_id"], None)
                if change != "left":
                    known[row["customer_id"]] = row
            assert not (folder / "customers.parquet").exists()
        assert sorted(known.values(), key=lambda row: str(row["customer_id"])) == done.result.customers.rows()
        done.result.close()
        before = day
    assert "changed" in told


def test_changes_are_told_only_against_a_run_of_the_same_scheme(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    loaded(space, write(tmp_path / "sales.csv", book(2)))
    with pytest.raises(UsageError) as caught:
        refresh(space, Options(), changes=True)
    assert caught.value.key == "changes_unknown"


@pytest.mark.row("X8")
@pytest.mark.parametrize("seed", range(2))
def test_corrected_orders_replace_what_earlier_loads_said_of_them(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    lines = [line for line in book(200 + seed) if line[1]]
    corrected = [line for line in lines[:120] if chance.random() < 0.5]
    numbers = {line[1] for line in corrected}
    later = [(who, number, day, f"{float(amount) + 1:.2f}") for who, number, day, amount in lines if number in numbers]
    reading = Reading(policies={"amended": "latest"})
    paths = [write(tmp_path / "a.csv", lines[:120]), write(tmp_path / "b.csv", [*later, *lines[120:]])]
    space = made(tmp_path / "space")
    for path in paths:
        load(space, [path], reading)
    run(space, SCHEMES[0], date(2024, 12, 31))
    done = refresh(space, Options(as_of=date(2024, 12, 31)), formats=["csv", "parquet"])
    whole = Result(rate(paths, scheme_text(SCHEMES[0])[0], Options(as_of=date(2024, 12, 31), reading=reading)))
    whole.save(tmp_path / "whole", ["csv", "parquet"], "en")
    same(space.run_folder(done.run), tmp_path / "whole")
    parts = ("accounting", "accounts", "customers")
    assert [done.result.summary[name] for name in parts] == [whole.summary[name] for name in parts]
    assert done.result.summary["accounting"]["rows_merged_by"]["replaced"] > 0
    whole.close()
