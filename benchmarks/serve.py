"""Print how fast a workspace of many customers is answered over HTTP, by one person and by many at once.

    python benchmarks/serve.py [CUSTOMERS] [--users 50] [--seconds 60] [--think 1.0] [--owners 20]

A workspace of so many rated customers with a region and a salesperson is made once and kept; ``shuke serve`` runs as a
process of its own. First one person asks each kind of question alone (warm: the run is open), then many people ask for
some time, each thinking in between. Filters and searches differ from one question to the next, and no page is kept, so
hardly anything is answered from what was told before; times are of whole requests, as a client on the same machine
sees them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import httpx
from bench import DATA, ENVIRONMENT

API = "/api/v1"
PASSWORD = "correct horse battery"
TIERS = ("A", "B", "C", "D")
REGIONS = 30
# As the pages offer them, most people leaving it at 50.
SIZES = (25, 50, 50, 50, 50, 100, 200)
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
Params = dict[str, str | int | list[str]]
Question = Callable[[random.Random], tuple[str, Params]]

LINES = """
COPY (
    SELECT printf('C%09d', i) AS customer_id, printf('O%09d-%d', i, k) AS order_id,
           DATE '2023-01-01' + CAST(hash(i * 31 + k) % 730 AS INTEGER) AS ordered_at,
           CAST(1 + hash(i * 17 + k) % 500000 AS DECIMAL(18, 2)) / 100 AS amount
    FROM range({customers}) AS t(i), range(4) AS u(k) WHERE k = 0 OR hash(i * 7 + k) % 2 = 0
    UNION ALL
    SELECT printf('C%09d', i), printf('O%09d-9', i), DATE '2024-01-01' + CAST(hash(i * 3) % 366 AS INTEGER), 10.50
    FROM range({customers}) AS t(i)
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
PEOPLE = """
COPY (
    SELECT printf('C%09d', i) AS customer_id, printf('R%02d', hash(i * 5) % {regions}) AS region,
           printf('S-%02d', hash(i * 11) % {owners}) AS owner
    FROM range({customers}) AS t(i)
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


def made(customers: int, owners: int) -> Path:
    """Return a workspace with one run of so many customers, made if it is not there."""
    home = DATA / f"serve-{customers}"
    if any((home / "runs").glob("*/run.json")):
        return home
    DATA.mkdir(exist_ok=True)
    lines, people = DATA / f"serve-lines-{customers}.parquet", DATA / f"serve-people-{customers}.parquet"
    with duckdb.connect() as connection:
        connection.execute(LINES.format(customers=customers, path=lines))
        connection.execute(PEOPLE.format(customers=customers, path=people, regions=REGIONS, owners=owners))
    for words in (
        ["init", str(home)],
        ["load", str(lines), "--customers", str(people), "--workspace", str(home)],
        ["refresh", "--carry", "region", "--carry", "owner", "--format", "parquet", "--workspace", str(home)],
    ):
        subprocess.run([sys.executable, "-m", "shuke", *words], check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return home


@contextmanager
def served(home: Path, *options: str) -> Iterator[tuple[httpx.Client, int]]:
    """Yield the client of an administrator of a server of its own, and the number of its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "shuke", "serve", str(home), "--port", "0", "--lang", "en", *options],
        stdout=subprocess.PIPE,
        text=True,
        env={**ENVIRONMENT, "PYTHONUNBUFFERED": "1"},
    )
    try:
        told = ""
        while not (found := re.search(r"http://\S+", told)):
            told += (process.stdout.readline() if process.stdout else "") or "\n"
        with httpx.Client(base_url=found[0].rstrip("/"), headers=SAME_ORIGIN, timeout=60) as client:
            _enter(client, process)
            yield client, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _enter(client: httpx.Client, process: subprocess.Popen[str]) -> None:
    """Set the server up, or sign in where that was done before."""
    for _ in range(200):
        try:
            needed = client.get(f"{API}/setup").json()["data"]["needed"]
            break
        except httpx.TransportError:
            time.sleep(0.1)
    if needed:
        line = ""
        while "secret" not in line:
            line = process.stdout.readline() if process.stdout else "secret"
        secret = max(re.findall(r"[\w-]+", line), key=len)
        wish = {"name": "Ada", "password": PASSWORD, "language": "en", "currency": "CNY"}
        done = client.post(f"{API}/setup", json={"secret": secret, **wish})
    else:
        done = client.post(f"{API}/session", json={"name": "Ada", "password": PASSWORD})
    if done.status_code != 201:
        raise SystemExit(done.text)


def first(chance: random.Random) -> tuple[str, Params]:
    """Return the question for the list as it opens, with as many rows as somebody likes."""
    return "", {"size": chance.choice(SIZES)}


def sort(chance: random.Random) -> tuple[str, Params]:
    """Return a question sorted by any column."""
    column = chance.choice(("monetary", "frequency", "recency_days", "score", "tier", "region", "customer_id"))
    return "", {"sort": chance.choice(("", "-")) + column, "size": chance.choice(SIZES)}


def narrowed(chance: random.Random) -> tuple[str, Params]:
    """Return a question with filters that nobody asked before, most likely."""
    low = chance.randrange(1000, 2_000_000) / 100
    where = chance.choice(
        (
            [f"tier:eq:{chance.choice(TIERS)}", f"monetary:ge:{low}"],
            [f"monetary:between:{low:.2f},{low + 500:.2f}"],
            [f"region:in:R{chance.randrange(REGIONS):02},R{chance.randrange(REGIONS):02}", f"monetary:le:{low}"],
            [f"recency_days:le:{chance.randrange(365)}", f"score:ge:{chance.randrange(10, 50) / 10}"],
        )
    )
    return "", {"where": where, "sort": "-monetary"}


def searched(chance: random.Random) -> tuple[str, Params]:
    """Return a search for a part of an id."""
    return "", {"search": f"{chance.randrange(10**5):05}"}


def deep(chance: random.Random) -> tuple[str, Params]:
    """Return a page far down a sorted list."""
    return "", {"sort": "-monetary", "page": chance.randrange(1000, 15_000)}


def summed(chance: random.Random) -> tuple[str, Params]:
    """Return the sums of customers that nobody asked for before, most likely."""
    return "/summary", {"where": narrowed(chance)[1]["where"]}


def single(chance: random.Random) -> tuple[str, Params]:
    """Return the page of one customer."""
    return f"/C{chance.randrange(10_000):09}", {}


QUESTIONS: dict[str, Question] = {
    "first page": first,
    "any sort": sort,
    "any filter, sorted": narrowed,
    "search": searched,
    "page far down": deep,
    "sums of a filter": summed,
    "one customer": single,
}
# What people do who look for customers, and how often.
MIXED = ("first page", "first page", "any sort", "any sort", "any filter, sorted", "any filter, sorted", "search")


def processor(pid: int) -> float:
    """Return the processor seconds that a process has used."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def alone(client: httpx.Client, pid: int, times: int) -> None:
    """Print the times of each kind of question, asked by one person, and the server's processor time for one."""
    chance = random.Random(1)
    for name, question in QUESTIONS.items():
        spent, before = [], processor(pid)
        for _ in range(times):
            path, asked = question(chance)
            started = time.perf_counter()
            answer = client.get(f"{API}/runs/newest/customers{path}", params=asked)
            spent.append(time.perf_counter() - started)
            if answer.status_code != 200:
                raise SystemExit(answer.text)
        used = (processor(pid) - before) / times * 1000
        print(f"  {name:20} {_told(spent)}   processor {used:5.1f} ms", flush=True)


def together(client: httpx.Client, users: int, seconds: float, think: float) -> None:
    """Print the times and errors when many people ask at once."""
    cookies, base = dict(client.cookies), str(client.base_url)
    spent: dict[str, list[float]] = {}
    failed: list[str] = []

    async def person(number: int) -> None:
        chance = random.Random(number)
        async with httpx.AsyncClient(base_url=base, headers=SAME_ORIGIN, cookies=cookies, timeout=30) as mine:
            await asyncio.sleep(chance.random() * think)
            while time.perf_counter() < ends:
                name = chance.choice(MIXED)
                path, asked = QUESTIONS[name](chance)
                started = time.perf_counter()
                try:
                    answer = await mine.get(f"{API}/runs/newest/customers{path}", params=asked)
                    problem = None if answer.status_code == 200 else str(answer.status_code)
                except httpx.HTTPError as error:
                    problem = type(error).__name__
                if problem:
                    failed.append(problem)
                spent.setdefault(name, []).append(time.perf_counter() - started)
                await asyncio.sleep(think)

    async def everybody() -> None:
        await asyncio.gather(*(person(number) for number in range(users)))

    begun = time.perf_counter()
    ends = begun + seconds
    asyncio.run(everybody())
    whole = [one for some in spent.values() for one in some]
    rate = len(whole) / (time.perf_counter() - begun)
    print(f"  {len(whole)} requests, {rate:.1f} a second, errors: {len(failed)} {sorted(set(failed))}")
    for name, some in sorted(spent.items()):
        print(f"  {name:20} {_told(some)}")
    print(f"  {'all':20} {_told(whole)}")


def _told(spent: list[float]) -> str:
    cuts = statistics.quantiles(spent, n=20)
    middle, late, most = statistics.median(spent) * 1000, cuts[-1] * 1000, max(spent) * 1000
    return f"median {middle:7.1f} ms   p95 {late:7.1f} ms   most {most:7.1f} ms   of {len(spent)}"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("customers", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--owners", type=int, default=20)
    parser.add_argument("--times", type=int, default=60)
    said = parser.parse_args()
    home = made(said.customers, said.owners)
    with served(home) as (client, pid):
        started = time.perf_counter()
        answer = client.get(f"{API}/runs/newest/customers")
        told = answer.json()["page"]
        print(f"{told['total']:,} customers; opened in {time.perf_counter() - started:.2f} s")
        print("one person, warm:")
        alone(client, pid, said.times)
        print(f"{said.users} people, {said.think:g} s between questions, {said.seconds:g} s:")
        together(client, said.users, said.seconds, said.think)


if __name__ == "__main__":
    main()
