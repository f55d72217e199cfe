"""What a released version wrote is opened, goes on and counts as before; what a later one wrote is refused and left."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from server.workbench import API, workbench
from shuke import campaigns
from shuke.desk import Desk
from shuke.desk.notes import notes_of
from shuke.errors import UsageError
from shuke.server.config import Config
from shuke.server.context import opened
from shuke.server.state.models import Schedule, Token, View
from shuke.workspace import Workspace
from shuke.workspace.backup import restore
from shuke.workspace.verify import verify
from workspace.books import book, loaded, rated, write
from workspace.test_equal import run, same
from workspace.whole import head, sha256

pytestmark = [pytest.mark.slow, pytest.mark.promise("A9")]
RELEASES = sorted(Path(__file__).parent.glob("*.tar.gz"))
SCHEME = "rfm-quintile-weighted"


@pytest.fixture(params=RELEASES, ids=lambda path: path.name.removesuffix(".tar.gz"))
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The workbench of a release, as its own backup brings it back."""
    path: Path = request.param
    (tmp_path / "b.tar").write_bytes(gzip.decompress(path.read_bytes()))
    restore(tmp_path / "b.tar", tmp_path / "shop")
    return tmp_path / "shop"


def test_what_a_release_wrote_goes_on(release: Path, tmp_path: Path, figure: Callable[[str], None]) -> None:
    assert verify(Workspace(release)).damaged == ()
    paths = [write(tmp_path / f"{n}.csv", book(51, 120)[n * 60 : (n + 1) * 60]) for n in range(2)]
    # What was loaded then is rated now as it would be if it were loaded now.
    same(run(Workspace(release), SCHEME, None, afresh=True), rated(paths, tmp_path / "whole", SCHEME))
    more = write(tmp_path / "2.csv", book(52, 60))
    loaded(Workspace(release), more)
    same(run(Workspace(release), SCHEME, None), rated([*paths, more], tmp_path / "more", SCHEME))
    assert [one.campaign for one in campaigns.Ledger(release / "campaigns").entries()] == ["pilot"]
    with Desk(release).reading() as db:
        assert [one.text for one in notes_of(db, "C001")] == ["a call"]
    with workbench(release) as bench:
        admin = bench.client("admin")
        assert admin.get(f"{API}/audit/verification").json()["data"]["intact"] is True
        people = admin.get(f"{API}/users").json()
        quiet = admin.get(f"{API}/privacy/opt-outs").json()["page"]["total"]
        with bench.context.state.reading() as session:
            tables = [len(session.scalars(select(one)).all()) for one in (Token, View, Schedule)]
    assert (people["page"]["total"], tables, quiet) == (4, [1, 1, 1], 1)
    figure(f"{len(RELEASES)} of {len(RELEASES)} releases opened: rated to the byte, audit log intact, every table kept")


def test_what_a_later_version_wrote_is_refused_and_left_as_it_is(tmp_path: Path, figure: Callable[[str], None]) -> None:
    (tmp_path / "b.tar").write_bytes(gzip.decompress(RELEASES[0].read_bytes()))
    home = tmp_path / "shop"
    restore(tmp_path / "b.tar", home)

    def later(path: Path, statement: str) -> None:
        with closing(sqlite3.connect(path)) as db:
            db.execute(statement)
            db.commit()

    def newer(where: str) -> None:
        if where == "workspace.json":
            path = home / where
            path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
        elif where == "desk.sqlite":
            later(home / where, "INSERT INTO migrations VALUES ('9999_later')")
        else:
            later(home / where, "UPDATE alembic_version SET version_num = '9999'")

    def opens(where: str) -> None:
        if where == "workspace.json":
            head(home)
        elif where == "desk.sqlite":
            with Desk(home).reading():
                pass
        else:
            opened(home, Config())

    keys = {
        "workspace.json": "workspace_of_other_version",
        "desk.sqlite": "desk_of_newer_version",
        "server/state.sqlite": "state_newer",
    }
    for where, key in keys.items():
        kept = (home / where).read_bytes()
        newer(where)
        before = sha256(home / where)
        with pytest.raises(UsageError) as refused:
            opens(where)
        assert refused.value.key == key
        assert refused.value.render("zh") != refused.value.render("en")
        assert sha256(home / where) == before
        for ending in ("-wal", "-shm"):
            (home / f"{where}{ending}").unlink(missing_ok=True)
        (home / where).write_bytes(kept)
        opens(where)
    shutil.rmtree(home)
    figure(f"{len(keys)} of {len(keys)} files of a later version refused with a message and left as they are")
