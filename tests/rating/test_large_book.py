"""A book of very many customers: threads and memory change no byte of what is written."""

import json

import duckdb
import pytest

from effort import times

from .books import AS_OF, saved_bytes

# Where everything is tried, a million customers.
CUSTOMERS = times(1_000_000, 250_000)
LINES = 3 * CUSTOMERS
NAMES = ("customers.parquet", "customers.csv", "summary.json")
# Two lines an order, amounts in cents, some refunds and gifts; the same in every run, as it is made of multiples.
QUERY = f"""
    SELECT 'C' || lpad(((i // 2) * 7919 % {CUSTOMERS})::VARCHAR, 7, '0') AS customer_id,
           'SO' || lpad((i // 2)::VARCHAR, 8, '0') AS order_id,
           DATE '2023-10-01' + ((i // 2) * 31 % 460)::INTEGER AS ordered_at,
           ((i * 104729 % 90000 - 8000) / 100)::DECIMAL(12, 2) AS amount
    FROM range({LINES}) AS numbers(i) ORDER BY i * 104729 % 15485863
"""

pytestmark = [pytest.mark.slow, pytest.mark.row("Z1")]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "orders.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({QUERY}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 50000)")
    return path


@pytest.fixture(scope="module")
def by_one_thread(book, tmp_path_factory):
    return saved_bytes(book, tmp_path_factory.mktemp("one"), as_of=AS_OF, threads=1)


def test_the_large_book_has_the_customers_it_should_have(by_one_thread):
    assert json.loads(by_one_thread["summary.json"])["customers"]["seen"] == CUSTOMERS


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_threads_changes_no_byte(book, by_one_thread, by_two_threads, name):
    assert by_two_threads[name] == by_one_thread[name]


@pytest.fixture(scope="module")
def by_two_threads(book, tmp_path_factory):
    return saved_bytes(book, tmp_path_factory.mktemp("two"), as_of=AS_OF, threads=2)


@pytest.fixture(scope="module")
def in_little_memory(book, tmp_path_factory):
    return saved_bytes(book, tmp_path_factory.mktemp("little"), as_of=AS_OF, threads=2, memory_limit="200MB")


@pytest.mark.parametrize("name", NAMES)
def test_a_memory_of_200_megabytes_changes_no_byte(by_one_thread, in_little_memory, name):
    assert in_little_memory[name] == by_one_thread[name]
