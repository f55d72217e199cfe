"""The state: the same tables however they came to be, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from engines import servers
from shuke.errors import UsageError
from shuke.server.config import Config
from shuke.server.state.engine import State, sqlite_url
from shuke.server.state.models import Attempts, Base, Entry, Setting
from shuke.server.state.types import now
from shuke.server.state.upgrade import NEWEST, STEPS, upgrade
from shuke.workspace.backup import restore

from .workbench import API, workbench


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    if servers.PG_BIN is None:
        pytest.skip("PostgreSQL is not installed")
    with servers.postgres() as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSWORD", "geheim")
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[State]:
    name = request.param
    made = State(sqlite_url(tmp_path / "s.sqlite") if name == "sqlite" else request.getfixturevalue("postgres_url"))
    upgrade(made)
    yield made
    made.close()


def test_the_steps_make_the_tables_of_the_models(state: State) -> None:
    with state.connected() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_newest_step_is_the_one_that_is_asked_for() -> None:
    assert ScriptDirectory(str(STEPS)).get_current_head() == NEWEST


@pytest.mark.promise("A9")
def test_a_state_of_a_newer_version_is_refused_and_left_alone(state: State, figure: Callable[[str], None]) -> None:
    with state.connected() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UsageError) as refused:
        upgrade(state)
    assert refused.value.key == "state_newer"
    with state.connected() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": NEWEST})
    figure(f"a state of a newer version in {state.url.get_backend_name()}: 1 of 1 refused with a message")


def test_what_fails_half_way_leaves_nothing(state: State) -> None:
    def half() -> None:
        with state.changing() as session:
            session.add(Setting(name="half", value="1"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    with state.reading() as session:
        assert session.get(Setting, "half") is None


def test_a_moment_comes_back_as_it_was_with_its_zone(state: State) -> None:
    moment = now()
    with state.changing() as session:
        session.merge(Attempts(what="-", wrong=0, first=moment, last=moment))
    with state.reading() as session:
        assert session.get_one(Attempts, "-").first == moment


def test_sqlite_is_durable_and_lets_others_read(tmp_path: Path) -> None:
    state = State(sqlite_url(tmp_path / "s.sqlite"))
    with state.reading() as session:
        told = {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous")}
    assert told == {"journal_mode": "wal", "synchronous": 2}
    state.close()


@pytest.mark.parametrize(
    ("url", "key"),
    [("mysql://a@b/c", "state_url"), ("nonsense", "state_url"), ("postgresql://a:secret@b/c", "state_password")],
)
def test_a_url_that_cannot_be_meant_is_refused_without_its_secret(url: str, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        State(url)
    assert refused.value.key == key
    assert "secret" not in refused.value.render("en")


@pytest.mark.promise("A8")
def test_a_workbench_keeps_its_state_in_postgresql(
    postgres_url: str, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    with workbench(tmp_path / "shop", Config(state=postgres_url)) as bench:
        assert bench.client("viewer").get(f"{API}/session").json()["data"]["user"]["role"] == "viewer"
        assert bench.client("admin").get(f"{API}/audit/verification").json()["data"]["intact"] is True
        assert not (tmp_path / "shop" / "server" / "state.sqlite").exists()
        made = bench.finished(bench.client("admin").post(f"{API}/backups", json={}).json()["data"]["job"])
        with bench.context.state.reading() as session:
            log = session.scalars(select(Entry.hash).order_by(Entry.number)).all()
    with pytest.raises(UsageError) as refused, workbench(tmp_path / "other", Config(state=postgres_url)):
        pass
    assert refused.value.key == "state_of_another"
    # Its backup is that of a workspace with its state in a file, and goes on as one.
    restore(tmp_path / "shop" / "backups" / made["result"]["name"], tmp_path / "again")
    with workbench(tmp_path / "again") as again:
        assert again.client("admin").get(f"{API}/audit/verification").json()["data"]["intact"] is True
        assert again.client("admin").get(f"{API}/users").json()["page"]["total"] == 2
        with again.context.state.reading() as session:
            kept = session.scalars(select(Entry.hash).order_by(Entry.number)).all()
        assert kept[: len(log) - 1] == log[: len(log) - 1]
    figure(f"a backup of a state in PostgreSQL: {len(log) - 1} entries of the audit log and 2 of 2 people restored")
