"""Databases of the catalogue of bad input, by their numbers: what is wrong there, and what becomes of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path

import pytest

import shuke
from shuke.engines.address import source
from shuke.engines.duckdb import DuckDB
from shuke.engines.whole import read_whole
from shuke.ingest.databases import fetched
from shuke.stages.relation import literal

from . import book
from .filled import PASSWORD

pytestmark = [pytest.mark.row("X5"), pytest.mark.promise("C6"), pytest.mark.slow]
ROW = "customer_id VARCHAR(40), ordered_at DATE, amount DECIMAL(12, 2)"
MANY = 60_000
# Sixty names that mean something to SQL, to a shell or to a reader, as headers of one table.
NAMES = (
    "select", "from", "where", "group", "order", "table", "user", "null", "true", "union", "drop", "index",
    'a"b', "a'b", "a`b", 'a""b', "a;b", "a--b", "a/*b", "a*/b", "a\\b", "a%b", "a%sb", "a?b", "a$1b", "a:b", "a{0}b",
    "金额;drop", "金额", "客户 编号", "数量（件）", "ＡＢ", "é", "e\u0301", "😀", "\u202eabc", "a\u00a0b", "ß", "İ",
    "a b", "a.b", "a,b", "a\tb", "a\nb", "(a)", "[a]", "{a}", "<a>", "a=b", "=1+1", "@a", "#a", "a&b", "a|b", "1a",
    "-1", "A", "a", "x" * 63, "名" * 21,
)  # fmt: skip


@pytest.fixture(params=["postgres", "mysql"])
def database(request):
    """Each of the two: its URL, what runs a statement, and the quotation mark of its names."""
    if request.param == "postgres":
        filled = request.getfixturevalue("postgres")
        return filled.url, filled.run, '"'
    return *request.getfixturevalue("mysql"), "`"


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("SHUKE_ENGINE_PASSWORD", PASSWORD)


def made(run, name, columns, *rows):
    run(f"DROP TABLE IF EXISTS {name}")
    run(f"CREATE TABLE {name} ({columns})")
    run(f"INSERT INTO {name} VALUES {', '.join(rows)}")
    return name


def rate(url, table, **options):
    return shuke.score(f"{url}?table={table}", **{"as_of": book.AS_OF, "raw": True, **options})


def refused(address):
    with pytest.raises(shuke.ShukeError) as error:
        shuke.score(address, as_of=book.AS_OF)
    told = error.value.render("en"), error.value.render("zh")
    assert not any(PASSWORD in one or "sesame" in one for one in told)
    return error.value.code, told


def rows_in(path: Path):
    with DuckDB() as desk:
        return desk.run(f"SELECT COUNT(*) FROM read_parquet({literal(str(path))})")[0][0]


def pump(one: socket.socket, other: socket.socket, most: int | None) -> None:
    passed = 0
    with suppress(OSError):
        while block := one.recv(1 << 16):
            passed += len(block)
            if most is not None and passed > most:
                break
            other.sendall(block)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(url: str, cut: int, whole: int) -> Iterator[tuple[str, list[int]]]:
    """A way to a server that ends after so many bytes, and from the given connection on lets all of them through."""
    host, port = url.rpartition("@")[2].partition("/")[0].split(":")
    taken: list[int] = []

    def listen(door: socket.socket) -> None:
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                return
            taken.append(1)
            far = socket.create_connection((host, int(port)))
            threads.append(threading.Thread(target=pump, args=(near, far, None), daemon=True))
            threads.append(
                threading.Thread(target=pump, args=(far, near, cut if len(taken) < whole else None), daemon=True)
            )
            for thread in threads[-2:]:
                thread.start()
            ends.extend((near, far))

    threads: list[threading.Thread] = []
    ends: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        listening = threading.Thread(target=listen, args=(door,))
        listening.start()
        yield url.replace(f"{host}:{port}", f"127.0.0.1:{door.getsockname()[1]}"), taken
        door.shutdown(socket.SHUT_RDWR)
    listening.join()
    for thread in threads:
        thread.join()
    for end in ends:
        end.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"rater@": "rater:sesame@"}, "E-DB-AUTH", id="213-a-wrong-password"),
        pytest.param({"rater@": "nobody@"}, "E-DB-AUTH", id="213-nobody-of-that-name"),
        pytest.param({"@127.0.0.1:": "@127.0.0.2:"}, "E-DB-HOST", id="213-nothing-listens"),
        pytest.param({"@127.0.0.1:": "@ssl.invalid:"}, "E-DB-HOST", id="213-a-host-that-there-is-not"),
        pytest.param({"?table": "?{tls}&table"}, "E-DB-TLS", id="213-a-server-without-a-certificate"),
    ],
)
def test_a_database_that_cannot_be_used_says_why(database, monkeypatch, change, code):
    url, _, mark = database
    if "rater:" in str(change):
        monkeypatch.delenv("SHUKE_ENGINE_PASSWORD")
        monkeypatch.delenv("PGPASSWORD", raising=False)
    address = f"{url}?table=orders"
    for old, new in change.items():
        address = address.replace(old, new.replace("{tls}", "sslmode=verify-full" if mark == '"' else "ssl=true"))
    found, told = refused(address)
    assert found == code, told


def test_215_an_account_that_may_write_is_told_and_reads_all_the_same(database):
    url, run, _ = database
    table = made(run, "may_write", ROW, *[f"('a{n}', '2024-01-0{n}', {n})" for n in range(1, 7)])
    notes = str(rate(url, table).summary["notes"])
    assert "W-DBWRITE" in notes, notes


def test_215_an_account_that_can_only_read_is_told_nothing(database):
    url, run, mark = database
    table = made(run, "can_read", ROW, "('a', '2024-01-01', 1)")
    if mark == '"':
        run("DROP ROLE IF EXISTS reader")
        run(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
        run(f"GRANT SELECT ON {table} TO reader")
    read = read_whole(source(f"{url.replace('rater@', 'reader@')}?table={table}"))
    assert b"2024-01-01" in b"".join(read.blocks)
    assert not read.writes


def test_216_sixty_names_that_mean_something_are_names_of_columns(database):
    url, run, mark = database
    # MySQL takes capitals for no other name, and no letter beyond the first plane.
    names = [name for name in NAMES if mark == '"' or name not in {"A", "😀"}]
    assert len(NAMES) == 60
    columns = ", ".join(f"{mark}{name.replace(mark, mark * 2)}{mark} VARCHAR(9)" for name in names)
    values = ", ".join(f"'v{place}'" for place in range(len(names)))
    table = made(run, "hostile", f"{ROW}, {columns}", f"('a', '2024-01-01', 7, {values})")
    with DuckDB() as desk:
        found = desk.run(f"SELECT * FROM read_parquet({literal(str(fetched(f'{url}?table={table}')))})")
    assert found[0][3:] == tuple(f"v{place}" for place in range(len(names)))
    read = read_whole(source(f"{url}?table={table}"))
    assert [column.name for column in read.columns[3:]] == names
    b"".join(read.blocks)
    meant = {name: name for name in ("customer_id", "ordered_at", "amount")}
    assert rate(url, table, map=meant).customers.rows()[0]["monetary"] == Decimal("7.0000")


@pytest.mark.parametrize(
    ("columns", "rows", "rejected", "monetary"),
    [
        pytest.param(
            "customer_id text, ordered_at date, amount numeric",
            "('a', '2024-01-01', 'NaN'), ('b', '2024-01-02', 'Infinity'), ('c', '2024-01-03', 1.2345)",
            {"amount_not_a_number": 2},
            Decimal("1.2345"),
            id="217-numbers-that-are-none",
        ),
        pytest.param(
            "customer_id text, ordered_at date, amount float8",
            "('a', '2024-01-01', 'NaN'), ('b', '2024-01-02', '-Infinity'), ('c', '2024-01-03', 0.1)",
            {"amount_blank": 1, "amount_not_a_number": 1},
            Decimal("0.1000"),
            id="217-floats-that-are-none",
        ),
        pytest.param(
            "customer_id text, ordered_at timestamptz, amount int",
            "('a', 'infinity', 1), ('b', '-infinity', 2), ('c', '2024-01-03', 3)",
            {"date_not_understood": 2},
            Decimal("3.0000"),
            id="217-endless-moments",
        ),
        pytest.param(
            "customer_id text, ordered_at date, amount int",
            "('a', 'infinity', 1), ('b', '20000-01-01', 2), ('c', '2024-01-03', 3)",
            {"date_future": 1, "date_not_understood": 1},
            Decimal("3.0000"),
            id="217-days-beyond-every-calendar",
        ),
        pytest.param(
            "customer_id text, ordered_at date, amount money",
            "('c', '2024-01-03', '1234567.89')",
            {},
            Decimal("1234567.8900"),
            id="217-money",
        ),
    ],
)
def test_values_without_an_exact_type_are_rows_and_not_the_end(postgres, columns, rows, rejected, monetary):
    table = made(postgres.run, "vague", columns, rows)
    result = rate(postgres.url, table, decide={"many-rejected": "go-on"}, timezone="Asia/Shanghai")
    assert result.summary["accounting"]["rows_rejected"] == rejected
    assert [row["monetary"] for row in result.customers.rows()] == [monetary]


def test_218_days_that_are_none_double_letters_and_truths_of_mysql(mysql):
    url, run = mysql
    run("SET SESSION sql_mode = ''")
    columns = "customer_id VARCHAR(40), ordered_at DATE, amount TINYINT(1), name VARCHAR(40) CHARACTER SET latin1"
    damaged = "CONVERT(CAST(CONVERT('王芳' USING utf8mb4) AS BINARY) USING latin1)"
    table = made(
        run,
        "old",
        columns,
        "('a', '0000-00-00', 1, 'x')",
        f"('b', '2024-01-02', 1, {damaged})",
        "('c','2024-01-03',0,'x')",
    )
    result = rate(url, table, decide={"many-rejected": "go-on"}, policies={"zero-orders": "purchase"})
    assert result.summary["accounting"]["rows_rejected"] == {"date_blank": 1}
    assert {row["customer_id"]: row["monetary"] for row in result.customers.rows()} == {"b": 1, "c": 0}
    read = b"".join(read_whole(source(f"{url}?table={table}")).blocks).decode()
    assert "王芳".encode().decode("cp1252", "ignore")[:2] in read


def test_219_a_day_with_a_time_and_padded_letters_are_the_day_and_the_letters(database):
    url, run, mark = database
    moment = "TIMESTAMP" if mark == '"' else "DATETIME"
    columns = f"customer_id CHAR(12), ordered_at {moment}, amount DECIMAL(12, 2)"
    rows = "('a', '2024-01-01 00:00:00', 1), ('a  ', '2024-01-02 23:59:59', 2)"
    result = rate(url, made(run, "padded", columns, rows), as_of="2024-01-03")
    (row,) = result.customers.rows()
    assert (row["customer_id"], row["recency_days"], row["frequency"]) == ("a", 1, 2)


@pytest.fixture
def many(database):
    """A table of some megabytes."""
    url, run, mark = database
    rows = f"generate_series(1, {MANY}) AS n (seq)" if mark == '"' else f"seq_1_to_{MANY}"
    made(run, "many", ROW, "('a', '2024-01-01', 1)")
    run(f"INSERT INTO many SELECT CONCAT('customer-', seq), DATE '2024-01-01', 1 FROM {rows}")
    yield url, run
    run("DROP TABLE many")


def test_220_a_connection_that_drops_is_made_again_and_the_table_read_from_its_beginning(many):
    url, _ = many
    with relay(url, cut=1 << 19, whole=3) as (way, taken):
        assert rows_in(fetched(f"{way}?table=many")) == MANY + 1
    assert len(taken) == 3


def test_220_a_connection_that_always_drops_leaves_nothing(many):
    url, _ = many
    home = fetched(f"{url}?table=many").parent.parent
    before = {*home.rglob("*")}
    with relay(url, cut=1 << 19, whole=99) as (way, taken):
        code, told = refused(f"{way}?table=many")
    assert (code, len(taken)) == ("E-DB-LOST", 3), told
    assert {*home.rglob("*")} == before


def test_221_a_table_that_changes_while_it_is_read_is_read_as_it_was(many):
    url, run = many
    read = read_whole(source(f"{url}?table=many"))
    run("DELETE FROM many WHERE customer_id <> 'a'")
    run("UPDATE many SET amount = 99")
    assert b"".join(read.blocks).count(b"\n") == MANY + 1


def test_222_a_table_with_more_rows_than_may_be_is_refused(many):
    url, _ = many
    code, told = refused(f"{url}?table=many&max_rows={MANY}")
    assert (code, f"{MANY:,}" in told[0], "max_rows" in told[1]) == ("E-DB-LIMIT", True, True)
    assert rows_in(fetched(f"{url}?table=many&max_rows={MANY + 1}")) == MANY + 1


def test_222_a_table_that_takes_too_long_is_refused(database):
    url, run, mark = database
    made(run, "quick", ROW, "('a', '2024-01-01', 1), ('b', '2024-01-01', 1)")
    wait = "CASE WHEN pg_sleep(4) IS NULL THEN 1 ELSE 2 END" if mark == '"' else "1 + SLEEP(4)"
    run("DROP VIEW IF EXISTS slow")
    run(f"CREATE VIEW slow AS SELECT customer_id, ordered_at, {wait} AS amount FROM quick")
    code, told = refused(f"{url}?table=slow&max_seconds=1")
    assert code == "E-DB-LIMIT", told
    code, _ = refused(f"{url}?table=slow&max_seconds=0")
    assert code == "E-DB-BOUND"
