"""Print how a server holds under load: whether answers stay right, polite and in time, and what it keeps afterwards.

    python benchmarks/load.py MEASURE ... [--customers 100000] [--seconds 60] [--connections 32] [--workers 2]

``points``     the row of a customer, and all that is told of one            D1
``dashboards`` the same of what a run's page shows, kept by its hash         D2
``import``     questions at a fixed rate, without and with a large import    D3
``overload``   four times what can be answered, then one question at a time  D4
``soak``       a modest rate for long: memory, open files, what is left      D5
``slow``       questions, without and with clients who send a byte at a time D6
``restart``    the server is told to stop while it is asked and works        D7

Each is printed with its gate. Questions at a fixed rate count from when they were due, so that a server that stands
still is not spared the questions that it kept waiting. Where SHUKE_FIGURES names a file, what was measured is noted
there for the page of promises (`python tests/promises.py fold FILE`).
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import re
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import httpx
import uvloop
from bench import DATA, ENVIRONMENT
from serve import API, LINES, made, served

PATIENCE = 60.0
# Seconds after which a connection that nobody used is not used again; the server keeps one for longer.
STALE = 4.0
# Seconds of questions before what is without load is measured.
WARM = 8.0
POLITE = {429, 503}
# Which promise each measure is about.
PROMISES = {
    "points": "D1", "dashboards": "D2", "import": "D3", "overload": "D4", "soak": "D5", "slow": "D6", "restart": "D7",
}  # fmt: skip
# The temporary files of the server, beside its workspace.
TEMPORARY = "tmp"
# By this the process that does jobs is known.
JOBS = b"shuke.server.jobs.worker"


@dataclass
class Seen:
    """What came back: the seconds of each answer, and how many of each status or failure."""

    spent: list[float] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    begun: float = field(default_factory=time.perf_counter)
    lasted: float = 0.0
    impolite: int = 0

    @property
    def wrong(self) -> int:
        return sum(count for what, count in self.told.items() if what not in {"200", "304"})

    def quantile(self, share: float) -> float:
        return statistics.quantiles(self.spent, n=1000)[round(share * 1000) - 1] if len(self.spent) > 1 else 0.0

    def line(self) -> str:
        rate = len(self.spent) / max(self.lasted, 1e-9)
        middle, late, most = (1000 * self.quantile(one) for one in (0.5, 0.99, 0.999))
        return (
            f"{len(self.spent):,} answers, {rate:,.0f} a second, median {middle:.1f} ms, p99 {late:.1f} ms, "
            f"p99.9 {most:.1f} ms, {dict(self.told)}"
        )


class Line(asyncio.Protocol):
    """One connection that is kept: what is sent is bytes, what comes back is looked at no more than is needed.

    Client and server share the cores, so what the client takes is missing there.
    """

    def __init__(self, base: str, token: str) -> None:
        self.place = urlsplit(base)
        self.rest = f" HTTP/1.1\r\nhost: {self.place.netloc}\r\nauthorization: Bearer {token}\r\n\r\n".encode()
        self.transport: asyncio.Transport | None = None
        self.came = bytearray()
        self.wanted = -1
        self.answer: asyncio.Future[bytes] | None = None
        self.used = 0.0

    async def ask(self, path: str) -> tuple[int, bytes]:
        """Return the status of an answer and its head in small letters."""
        if time.perf_counter() - self.used > STALE or (self.transport is not None and self.transport.is_closing()):
            # The server may be closing it this moment, and that would be no error of either side.
            self.close()
        self.used = time.perf_counter()
        loop = asyncio.get_running_loop()
        if self.transport is None:
            self.came.clear()
            self.transport, _ = await loop.create_connection(
                lambda: self, self.place.hostname or "", self.place.port or 80
            )
        self.wanted, self.answer = -1, loop.create_future()
        late = loop.call_later(PATIENCE, self.give_up)
        self.transport.write(f"GET {API}{path}".encode() + self.rest)
        try:
            head = await self.answer
        finally:
            late.cancel()
        if b"connection: close" in head:
            self.close()
        return int(head[9:12]), head

    def data_received(self, data: bytes) -> None:
        self.came += data
        if self.wanted < 0:
            head = self.came.find(b"\r\n\r\n")
            if head < 0:
                return
            length = header(bytes(self.came[:head]).lower(), b"content-length")
            self.wanted = head + 4 + int(length or b"0")
        if len(self.came) >= self.wanted and self.answer is not None and not self.answer.done():
            self.answer.set_result(bytes(self.came[: self.came.find(b"\r\n\r\n")]).lower())
            del self.came[: self.wanted]

    def connection_lost(self, exc: Exception | None) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(exc or asyncio.IncompleteReadError(bytes(self.came), None))
        self.transport = None

    def give_up(self) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(TimeoutError())

    def close(self) -> None:
        if self.transport is not None:
            self.transport.abort()
        self.transport = None


def header(head: bytes, name: bytes) -> bytes:
    """Return a header of a head in small letters; empty for none."""
    return head.partition(b"\r\n" + name + b":")[2].partition(b"\r\n")[0].strip()


async def asked(line: Line, path: str, seen: Seen, since: float) -> None:
    """Ask one question and note what came of it."""
    try:
        status, head = await line.ask(path)
        seen.told[str(status)] += 1
        seen.impolite += status in POLITE and not header(head, b"retry-after").isdigit()
    except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
        seen.told[type(error).__name__] += 1
        line.close()
    seen.spent.append(time.perf_counter() - since)


async def flood(base: str, token: str, path: Callable[[], str], connections: int, seconds: float) -> Seen:
    """Ask on so many connections, each as soon as the last answer is there."""
    seen, ends = Seen(), time.perf_counter() + seconds

    async def one() -> None:
        line = Line(base, token)
        while time.perf_counter() < ends:
            await asked(line, path(), seen, time.perf_counter())
        line.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    seen.lasted = time.perf_counter() - seen.begun
    return seen


async def steady(
    base: str,
    token: str,
    path: Callable[[], str],
    rate: float,
    until: Callable[[], bool],
    each: Callable[[], None] | None = None,
) -> Seen:
    """Ask so many questions a second, whatever becomes of the ones before."""
    seen, free, waiting = Seen(), list[Line](), set[asyncio.Task[None]]()

    async def one(due: float) -> None:
        line = free.pop() if free else Line(base, token)
        await asked(line, path(), seen, due)
        free.append(line)

    number = 0
    while not until():
        due = seen.begun + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        task = asyncio.create_task(one(due))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
        number += 1
        if each is not None and number % max(1, round(rate)) == 0:
            each()
    seen.lasted = time.perf_counter() - seen.begun
    await asyncio.gather(*waiting)
    for line in free:
        line.close()
    return seen


def point(customers: int, chance: random.Random) -> Callable[[], str]:
    """Return what asks for single customers."""
    return lambda: f"/runs/newest/customers/C{chance.randrange(customers):09}"


def row(customers: int, chance: random.Random) -> Callable[[], str]:
    """Return what asks for the rows of single customers."""
    return lambda: f"/runs/newest/customers?size=1&where=customer_id:eq:C{chance.randrange(customers):09}"


def lasting(seconds: float) -> Callable[[], bool]:
    ends = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= ends


class Machine:
    """The processes of a server: what they hold in memory, files that are open, and what lies in its folders."""

    def __init__(self, pid: int, home: Path) -> None:
        self.pid, self.home = pid, home

    def processes(self, *, jobs: bool = True) -> list[int]:
        """Return the server's processes; without ``jobs``, those that answer and the one that watches over them."""
        found, left = [], [self.pid]
        while left:
            one = left.pop()
            if not jobs and JOBS in Path(f"/proc/{one}/cmdline").read_bytes():
                continue
            found.append(one)
            for task in Path(f"/proc/{one}/task").glob("*/children"):
                left += map(int, task.read_text(encoding="ascii").split())
        return found

    def processor(self) -> float:
        """Return the seconds of processor time that all of them have taken."""
        ticks = 0
        for one in self.processes():
            told = Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(told[11]) + int(told[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Return the resident bytes of all that answer, what they share counted for each."""
        told = [Path(f"/proc/{one}/status").read_text(encoding="ascii") for one in self.processes(jobs=False)]
        lines = [line for one in told for line in one.splitlines() if line.startswith("VmRSS")]
        return sum(int(line.split()[1]) << 10 for line in lines)

    def files(self) -> int:
        """Return how many files all that answer have open."""
        return sum(len(list(Path(f"/proc/{one}/fd").iterdir())) for one in self.processes(jobs=False))

    def left(self) -> int:
        """Return how many files of jobs and of what was on its way lie about."""
        half = [*(self.home.parent / TEMPORARY).iterdir(), *self.home.rglob("*.coming-*")]
        return len([*half, *self.home.glob("server/scratch/*")])


@dataclass
class Stage:
    """What every measure is given."""

    client: httpx.Client
    token: str
    machine: Machine
    said: argparse.Namespace
    # Whether what must always hold did.
    held: list[bool] = field(default_factory=list)

    @property
    def base(self) -> str:
        return str(self.client.base_url)

    def path(self, seed: int = 1) -> Callable[[], str]:
        return point(self.said.customers, random.Random(seed))

    def tell(self, name: str, gate: str, *, held: bool, told: str) -> None:
        self.held.append(held)
        print(f"{name}: {told}\n    gate: {gate}: {'held' if held else 'NOT HELD'}", flush=True)
        self._note(name, held=held, told=told)

    def _note(self, name: str, *, held: bool, told: str) -> None:
        """Note what was measured for its promise, as the tests do: in the file that SHUKE_FIGURES names."""
        measure = re.split(r"[,: ]", name)[0]
        line = {"promises": [PROMISES[measure]], "source": f"benchmarks/load.py: {name}", "full": self._whole(measure)}
        if file := os.environ.get("SHUKE_FIGURES"):
            said = ({"figure": " ".join(told.split())}, {"outcome": "passed" if held else "failed"})
            with Path(file).open("a", encoding="utf-8") as out:
                out.writelines(json.dumps(line | one) + "\n" for one in said)

    def _whole(self, measure: str) -> bool:
        """Tell whether as much was asked as the gate asks for."""
        if measure in {"points", "dashboards"}:
            return int(self.said.customers) >= 1_000_000
        wanted: dict[str, tuple[str, float]] = {
            "import": ("rows", 5_000_000),
            "soak": ("seconds", 1800),
            "slow": ("slow", 200),
        }
        name, least = wanted.get(measure, ("customers", 0))
        return float(getattr(self.said, name)) >= least


async def weighed(stage: Stage, path: Callable[[], str]) -> tuple[Seen, str]:
    """Flood the server for half of the time, and return besides what an answer took of the processor on both sides."""
    server, client = stage.machine.processor(), time.process_time()
    seen = await flood(stage.base, stage.token, path, stage.said.connections, stage.said.seconds / 2)
    client, server = time.process_time() - client, stage.machine.processor() - server
    each = 1000 / max(len(seen.spent), 1)
    return (
        seen,
        f"{seen.line()}\n    processor time an answer: server {server * each:.2f} ms, client {client * each:.2f} ms",
    )


async def warmed(stage: Stage, path: Callable[[], str]) -> None:
    """Ask until every process has what it makes at the first question, so that this is not taken for waiting."""
    await steady(stage.base, stage.token, path, stage.said.rate, lasting(WARM))


async def points(stage: Stage) -> None:
    seen, told = await weighed(stage, row(stage.said.customers, random.Random(4)))
    held = seen.wrong == 0 and len(seen.spent) / seen.lasted >= 1000 and seen.quantile(0.99) <= 0.25
    stage.tell("points", ">= 1,000 a second, p99 <= 250 ms, 0 others", held=held, told=told)
    # The page of a customer asks for much more, and for one at a time.
    seen, told = await weighed(stage, stage.path())
    stage.tell("points: all that is told of a customer", "0 others", held=seen.wrong == 0, told=told)


async def dashboards(stage: Stage) -> None:
    for kind in ("/runs/newest/overview", "/runs/newest/customers?size=50"):
        seen, told = await weighed(stage, itertools.repeat(kind).__next__)
        rate = len(seen.spent) / seen.lasted
        held = seen.wrong == 0 and rate >= 300
        stage.tell(f"dashboards {kind}", ">= 300 a second, 0 others", held=held, told=told)


async def importing(stage: Stage) -> None:
    said, home = stage.said, stage.machine.home
    first, then = (row(said.customers, random.Random(seed)) for seed in (1, 2))
    await warmed(stage, first)
    idle = await steady(stage.base, stage.token, first, said.rate, lasting(said.seconds / 3))
    path = DATA / f"load-import-{said.rows}.parquet"
    if not path.exists():
        with duckdb.connect() as connection:
            connection.execute(
                LINES.format(customers=said.rows * 2 // 7, path=path).replace("2024-01-01", "2024-12-30")
            )
    with path.open("rb") as stream:
        sent = await asyncio.to_thread(stage.client.post, f"{API}/uploads?name=more.parquet", content=stream.read())
    upload = sent.json()["data"]["id"]
    started = await asyncio.to_thread(stage.client.post, f"{API}/imports", json={"uploads": [upload]})
    job = started.json()["data"]["job"]
    told = {"status": "waiting"}

    async def watch() -> None:
        while told["status"] in {"waiting", "running"}:
            answer = await asyncio.to_thread(stage.client.get, f"{API}/jobs/{job}")
            told.update(answer.json()["data"])
            await asyncio.sleep(0.5)

    watching = asyncio.create_task(watch())
    busy = await steady(stage.base, stage.token, then, said.rate, watching.done)
    ratio = busy.quantile(0.99) / idle.quantile(0.99)
    held = idle.wrong == busy.wrong == 0 and told["status"] == "done" and ratio <= 2
    words = f"import {told['status']} in {busy.lasted:.0f} s; p99 ratio {ratio:.2f}\n    idle {idle.line()}"
    stage.tell("import", "p99 <= 2 x idle, 0 errors", held=held, told=f"{words}\n    busy {busy.line()}")
    shutil.rmtree(home)


async def overload(stage: Stage) -> None:
    said = stage.said
    calm = await flood(stage.base, stage.token, stage.path(), 4, said.seconds / 6)
    rate = len(calm.spent) / calm.lasted
    seen = await steady(stage.base, stage.token, stage.path(2), 4 * rate, lasting(said.seconds / 2))
    over = time.perf_counter()
    line, back = Line(stage.base, stage.token), 0.0
    usual = max(0.05, 3 * calm.quantile(0.99))
    path = stage.path(3)
    while time.perf_counter() - over < PATIENCE:
        begun = time.perf_counter()
        status, _ = await line.ask(path())
        if status == 200 and time.perf_counter() - begun <= usual:
            back = time.perf_counter() - over
            break
        await asyncio.sleep(0.05)
    line.close()
    odd = {what for what in seen.told if what not in {"200", *map(str, POLITE)}}
    held = not odd and seen.impolite == 0 and 0 < back <= 5
    told = f"{4 * rate:,.0f} a second asked; {seen.line()}; without Retry-After {seen.impolite}; back in {back:.1f} s"
    stage.tell("overload", "429 or 503 with Retry-After, 0 hangs, 0 500, back <= 5 s", held=held, told=told)


async def soak(stage: Stage) -> None:
    said, machine = stage.said, stage.machine
    chance = random.Random(5)
    single = stage.path(6)
    others = ("/runs/newest/overview", "/runs/newest/customers?size=50&sort=-monetary", "/session", "/jobs")

    def mixed() -> str:
        if chance.random() < 0.5:
            return single()
        if chance.random() < 0.3:
            return f"/runs/newest/customers?size=50&where=monetary:ge:{chance.randrange(10**6) / 100}"
        return chance.choice(others)

    # What is kept for later is kept by then.
    await steady(stage.base, stage.token, mixed, said.rate, lasting(said.warm or min(120.0, said.seconds / 5)))
    first = (machine.memory(), machine.files(), machine.left())
    course, begun = [first[0]], time.perf_counter()

    def note() -> None:
        if time.perf_counter() - begun > 60 * len(course):
            course.append(machine.memory())
            print(f"    {len(course) - 1} min: {course[-1] >> 20} MB, {machine.files()} files", flush=True)

    seen = await steady(stage.base, stage.token, mixed, said.rate, lasting(said.seconds), note)
    await asyncio.sleep(6)
    last = (machine.memory(), machine.files(), machine.left())
    grown = last[0] / first[0] - 1
    held = seen.wrong == 0 and grown <= 0.05 and last[1] <= first[1] + 2 and last[2] <= first[2]
    told = (
        f"{seen.lasted / 60:.1f} min at {said.rate:g} a second: memory {first[0] >> 20} -> {last[0] >> 20} MB "
        f"({grown:+.1%}), files {first[1]} -> {last[1]}, left about {first[2]} -> {last[2]}; {seen.line()}"
    )
    stage.tell("soak", "memory +<= 5 %, open files flat, nothing left, 0 errors", held=held, told=told)


async def dribble(base: str, token: str, over: asyncio.Event, told: Counter[str], kind: int) -> None:
    """Send a request a byte at a time, its head or its body, or take the answer a little at a time."""
    place = urlsplit(base)
    head = f"host: {place.netloc}\r\nauthorization: Bearer {token}\r\n"
    sent = {
        0: f"GET {API}/session HTTP/1.1\r\n{head}x-padding: {'x' * 100_000}\r\n\r\n",
        1: f"POST {API}/views HTTP/1.1\r\n{head}content-length: 100000\r\n\r\n{' ' * 100_000}",
        2: f"POST {API}/uploads?name=a.csv HTTP/1.1\r\n{head}content-length: 1000000\r\n\r\n{' ' * 1_000_000}",
    }[kind].encode()
    whole = 0 if kind == 0 else sent.index(b"\r\n\r\n") + 4
    while not over.is_set():
        try:
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            told["opened"] += 1
            writer.write(sent[:whole])
            for byte in range(whole, len(sent)):
                if over.is_set() or reader.at_eof():
                    break
                writer.write(sent[byte : byte + 1])
                await asyncio.sleep(0.2)
            writer.close()
        except (OSError, RuntimeError):
            # uvloop says so where the server has let go of the connection meanwhile.
            told["refused or let go"] += 1
            await asyncio.sleep(0.2)


async def slow(stage: Stage) -> None:
    said = stage.said
    await warmed(stage, stage.path(3))
    idle = await steady(stage.base, stage.token, stage.path(), said.rate, lasting(said.seconds / 3))
    over, told = asyncio.Event(), Counter[str]()
    others = [asyncio.create_task(dribble(stage.base, stage.token, over, told, one % 3)) for one in range(said.slow)]
    await asyncio.sleep(3)
    busy = await steady(stage.base, stage.token, stage.path(2), said.rate, lasting(2 * said.seconds / 3))
    over.set()
    await asyncio.gather(*others)
    ratio = busy.quantile(0.99) / idle.quantile(0.99)
    held = idle.wrong == busy.wrong == 0 and ratio <= 2
    words = f"{said.slow} slow clients ({dict(told)}); p99 ratio {ratio:.2f}\n    idle {idle.line()}"
    stage.tell("slow", "others' p99 <= 2 x, 0 errors", held=held, told=f"{words}\n    with them {busy.line()}")


async def restart(stage: Stage) -> None:
    said = stage.said
    started = await asyncio.to_thread(stage.client.post, f"{API}/runs", json={})
    job = started.json()["data"]["job"]
    asking = asyncio.create_task(
        flood(stage.base, stage.token, stage.path(), said.connections, max(3.0, said.seconds / 10))
    )
    await asyncio.sleep(1.5)
    begun = time.perf_counter()
    os.kill(stage.machine.pid, signal.SIGTERM)
    while Path(f"/proc/{stage.machine.pid}/cwd").exists() and time.perf_counter() - begun < PATIENCE:
        await asyncio.sleep(0.05)
    ended = time.perf_counter() - begun
    seen = await asking
    # Refused connections are what a server that is gone answers; an answer that breaks off is not.
    broken = {what: count for what, count in seen.told.items() if what not in {"200", "ConnectionRefusedError"}}
    print(f"restart: stopped in {ended:.1f} s; {seen.line()}")
    with served(stage.machine.home) as (client, _):
        told = client.get(f"{API}/jobs/{job}").json()["data"]
        while told["status"] in {"waiting", "running"}:
            time.sleep(0.2)
            told = client.get(f"{API}/jobs/{job}").json()["data"]
    clear = told["status"] == "done" or told["error"]["code"] == "E-JOB-INTERRUPTED"
    words = f"broken off {broken}; the job: {told['status']} {(told['error'] or {}).get('code', '')}"
    held = ended <= 12 and clear and set(broken) <= {"IncompleteReadError", "ConnectionResetError"}
    stage.tell("restart", "requests end <= 10 s, jobs done or told as interrupted", held=held, told=words)


MEASURES: dict[str, Callable[[Stage], Coroutine[None, None, None]]] = {
    "points": points,
    "dashboards": dashboards,
    "import": importing,
    "overload": overload,
    "soak": soak,
    "slow": slow,
    "restart": restart,
}


def token_of(client: httpx.Client) -> str:
    wanted = {"label": "load", "role": "admin", "days": 1}
    told = client.post(f"{API}/tokens", json=wanted)
    if told.status_code != 201:
        raise SystemExit(told.text)
    return str(told.json()["data"]["token"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", nargs="+", choices=[*MEASURES])
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rate", type=float, default=50, help="questions a second, where the rate is fixed")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the import")
    parser.add_argument("--slow", type=int, default=200, help="slow clients")
    parser.add_argument("--warm", type=float, help="seconds of a soak before memory is noted first")
    parser.add_argument("--workers", type=int, default=1)
    said = parser.parse_args()
    home = made(said.customers, 20)
    held = []
    for name in said.measures:
        # What is changed is a copy: the next measure finds what this one found.
        place = Path(tempfile.mkdtemp(prefix="load-", dir=DATA)) / "home"
        shutil.copytree(home, place)
        (place.parent / TEMPORARY).mkdir()
        ENVIRONMENT["TMPDIR"] = str(place.parent / TEMPORARY)
        with served(place, "--workers", str(said.workers)) as (client, pid):
            client.get(f"{API}/runs/newest/customers").raise_for_status()
            stage = Stage(client, token_of(client), Machine(pid, place), said)
            uvloop.run(MEASURES[name](stage))
            held += stage.held
        shutil.rmtree(place.parent)
    sys.exit(not all(held))


if __name__ == "__main__":
    main()
