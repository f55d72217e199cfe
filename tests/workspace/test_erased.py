"""A hundred people who are erased are in no byte, do not come back with an old file, nor with an old backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from effort import times
from shuke.rating import Options
from shuke.watching.care.planned import plan
from shuke.watching.opted_out import opt_out
from shuke.workspace import Workspace, load, refresh
from shuke.workspace.backup import backup, restore
from shuke.workspace.beside import Beside
from shuke.workspace.find import find, kept_as
from shuke.workspace.forget import forget, forget_like
from workspace.books import UNION, made, write
from workspace.test_forget import found_in

pytestmark = [pytest.mark.row("X3"), pytest.mark.promise("F5")]

ERASED, LEFT = times(100, 40), 60
PHONES = [f"138{n * 7919 % 10**8:08}" for n in range(1, ERASED + LEFT + 1)]
AT = "2025-01-01T08:00:00Z"


def sales(folder: Path, name: str) -> Path:
    rows = [
        (who, f"{n}-{k}", f"2024-{(n + 3 * k) % 12 + 1:02}-{n % 28 + 1:02}", f"{n % 50 + 1}.50")
        for n, who in enumerate(PHONES)
        for k in range(1 + n % 3)
    ]
    return write(folder / name, rows, ("手机号", "订单号", "下单时间", "金额"))


def test_nothing_finds_them_again(tmp_path: Path, figure: Callable[[str], None]) -> None:
    space, gone = made(tmp_path / "shop"), PHONES[:ERASED]
    people = write(tmp_path / "people.csv", [(who, "杭州") for who in PHONES], ("手机号", "城市"))
    load(space, [sales(tmp_path, "sales.csv")], UNION, beside=Beside((), (people,)))
    refresh(space, Options(reading=UNION), formats=["parquet", "csv"], lang="en").result.close()
    plan(space, "test", AT)
    opt_out(space, gone[:5], "test", AT)
    codes = kept_as(space, gone)
    assert not set(codes) & set(gone)
    backup(space, tmp_path / "before.tar")

    done = forget(space, gone)
    assert done.customers == ERASED
    left = found_in(space.home, [*gone, *codes])
    rows = sales(tmp_path, "later.csv")
    rows.write_text(rows.read_text(encoding="utf-8") + f"{PHONES[-1]},new,2024-12-31,1\n", encoding="utf-8")
    load(Workspace(space.home), [rows], UNION)
    came_back = found_in(space.home, [*gone, *codes])
    known = sum(bool(find(Workspace(space.home), one).customers) for one in gone[:10])

    restored = restore(tmp_path / "before.tar", tmp_path / "restored")
    assert restored.state > 0
    old = Workspace(tmp_path / "restored")
    assert found_in(old.home, codes) != []
    forget_like(old, space)
    with_backup = found_in(old.home, [*gone, *codes])
    figure(
        f"{ERASED} erased: {len(left)} places with an id or a code of theirs, {len(came_back)} after loading the file "
        f"again, {len(with_backup)} after restoring an older backup with what was forgotten since"
    )
    assert (left, came_back, with_backup, known) == ([], [], [], 0)
    assert old.head()[1].seen == LEFT
    load(old, [sales(tmp_path, "once more.csv")], UNION)
    assert found_in(old.home, [*gone, *codes]) == []
