"""A server that is asked for too much, by people who are too slow, or told to stop: polite, and right again at once."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from effort import times
from shuke.server import admission, connection
from shuke.server.access.roles import Person
from shuke.workspace import Workspace
from workspace.books import book, loaded, write

from .started import Started
from .test_serve import served
from .workbench import ADMIN, API, SAME_ORIGIN, Workbench, workbench

pytestmark = pytest.mark.slow
Figure = Callable[[str], None]
WHO = Person(ADMIN.casefold(), ADMIN, "admin", language="en")
ASKED = times(2000, 200)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    folder = tmp_path_factory.mktemp("shop")
    with workbench(folder / "home") as bench:
        loaded(Workspace(bench.home), write(folder / "a.csv", book(3, 400)))
        bench.client("admin")
        bench.finished(bench.context.jobs.start(WHO, "refresh", {}))
        yield bench


Asks = Callable[[str], tuple[int, float]]


@pytest.fixture
def ask(shop: Workbench) -> Iterator[Asks]:
    """What asks as the administrator, from any thread, and tells status and seconds."""
    cookies, own, clients = dict(shop.client("admin").cookies), threading.local(), list[httpx.Client]()

    def asked(path: str) -> tuple[int, float]:
        if not hasattr(own, "client"):
            own.client = httpx.Client(base_url=shop.url, headers=SAME_ORIGIN, cookies=cookies, timeout=60)
            clients.append(own.client)
        begun = time.perf_counter()
        status: int = own.client.get(f"{API}{path}").status_code
        return status, time.perf_counter() - begun

    yield asked
    for client in clients:
        client.close()


@pytest.mark.promise("D1", "D2")
def test_many_who_ask_at_once_are_all_answered(ask: Asks, figure: Figure) -> None:
    paths = [f"/runs/newest/customers/C{number:03}" for number in range(1, 23)]
    paths += ["/runs/newest/overview", "/runs/newest/customers?size=50"] * 11
    with ThreadPoolExecutor(16) as many:
        told = list(many.map(ask, [paths[number % len(paths)] for number in range(ASKED)]))
    assert Counter(status for status, _ in told) == {200: ASKED}
    figure(f"{ASKED} of {ASKED} questions of 16 people at once answered, 0 errors (rate: benchmarks/load.py)")


@pytest.mark.promise("D3")
def test_nobody_hears_an_error_while_something_is_loaded_and_rated(
    shop: Workbench, ask: Asks, tmp_path: Path, figure: Figure
) -> None:
    path = write(
        tmp_path / "more.csv", [(f"D{number}", f"P{number}", "2024-12-30", "5.00") for number in range(50_000)]
    )
    sent = shop.client("admin").post(f"{API}/uploads?name=more.csv", content=path.read_bytes()).json()["data"]
    job = shop.client("admin").post(f"{API}/imports", json={"uploads": [sent["id"]]}).json()["data"]["job"]
    told, over = list[int](), threading.Event()

    def asks() -> None:
        while not over.is_set():
            told.append(ask("/runs/newest/customers?size=25")[0])

    asking = threading.Thread(target=asks)
    asking.start()
    done = shop.finished(job)
    rated = shop.finished(shop.context.jobs.start(WHO, "refresh", {}))
    over.set()
    asking.join()
    assert (done["status"], rated["status"]) == ("done", "done"), (done, rated)
    assert set(told) == {200}
    figure(f"{len(told)} of {len(told)} questions answered during an import and a rating, 0 errors")


@pytest.mark.promise("A7")
def test_who_pages_through_a_run_sees_one_run_whatever_is_rated_meanwhile(shop: Workbench, figure: Figure) -> None:
    """Eight people, each of whom takes the newest run there is and reads it to its end, page by page."""
    cookies, over, refreshes = dict(shop.client("admin").cookies), threading.Event(), times(20, 3)
    number = shop.client("admin").get(f"{API}/session").json()["data"]["workspace"]["run"]
    read = list[tuple[int, str]]()

    def pages(client: httpx.Client, run: int) -> str:
        rows, page = [], 1
        while True:
            told = client.get(f"{API}/runs/{run}/customers", params={"size": 150, "page": page}).json()
            rows += told["data"]
            if len(rows) >= told["page"]["total"]:
                return json.dumps(rows)
            page += 1

    def reads() -> None:
        with httpx.Client(base_url=shop.url, headers=SAME_ORIGIN, cookies=cookies, timeout=60) as client:
            last = False
            while not last:
                # Who is still reading when the last refresh ends reads once more, and so sees what it made.
                last = over.is_set()
                run = client.get(f"{API}/session").json()["data"]["workspace"]["run"]
                read.append((run, pages(client, run)))

    readers = [threading.Thread(target=reads) for _ in range(8)]
    for one in readers:
        one.start()
    for _ in range(refreshes):
        done = shop.finished(shop.context.jobs.start(WHO, "refresh", {}))
        assert done["status"] == "done", done
    over.set()
    for one in readers:
        one.join()
    runs = {run for run, _ in read}
    assert runs >= {number}
    assert len(runs) >= 2
    whole = {run: pages(shop.client("admin"), run) for run in runs}
    assert all(rows == whole[run] for run, rows in read)
    figure(f"{len(read)} readings of {len(runs)} runs by 8 people during {refreshes} refreshes: 0 mixed")


@pytest.mark.promise("D4")
def test_who_comes_beyond_what_can_be_done_is_told_when_to_come_again(
    shop: Workbench, ask: Asks, figure: Figure
) -> None:
    """All of them at one moment, on connections of their own: more than there is room for."""
    crowd = admission.AT_ONCE * 3
    cookie = shop.client("admin").cookies["shuke"]
    place = shop.url.removeprefix("http://")
    words = f"GET {API}/runs/newest/customers/C001 HTTP/1.1\r\nhost: {place}\r\ncookie: shuke={cookie}\r\n"
    words += "sec-fetch-site: same-origin\r\naccept-language: zh\r\nconnection: close\r\n\r\n"

    async def one(ready: asyncio.Barrier) -> bytes:
        reader, writer = await asyncio.open_connection(*place.split(":"))
        await ready.wait()
        writer.write(words.encode())
        told = await asyncio.wait_for(reader.read(), 60)
        writer.close()
        return told

    async def together() -> list[bytes]:
        ready = asyncio.Barrier(crowd)
        return await asyncio.gather(*(one(ready) for _ in range(crowd)))

    # In a thread of its own: a browser that tests of this process drive has a loop in the main one.
    with ThreadPoolExecutor(1) as apart:
        told = apart.submit(asyncio.run, together()).result()
    over = time.perf_counter()
    status, spent = ask("/runs/newest/customers/C002")
    back = time.perf_counter() - over
    counted = Counter(answer.split(b" ", 2)[1] for answer in told)
    assert set(counted) == {b"200", b"503"}
    for answer in told:
        if b" 503 " in answer[:20]:
            assert b"\r\nretry-after: 2\r\n" in answer
            assert b"E-SERVER-BUSY" in answer
            assert "请在 2 秒后重试".encode() in answer
    assert (status, back <= 5) == (200, True), spent
    figure(
        f"{crowd} at one moment: {counted[b'200']} answered, {counted[b'503']} told 503 with Retry-After, "
        f"0 hung, 0 errors; answered again after {back:.2f} s"
    )


@pytest.mark.promise("D4")
def test_beyond_all_connections_there_is_an_answer_too(
    shop: Workbench, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    monkeypatch.setattr(connection, "CONNECTIONS", 0)
    with httpx.Client(base_url=shop.url, headers=SAME_ORIGIN) as late:
        answer = late.get(f"{API}/setup")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["error"]["code"] == "E-SERVER-BUSY"
    figure("1 of 1 connections beyond the last one told 503 with Retry-After")


@pytest.mark.promise("D6")
def test_slow_clients_hold_up_nobody_and_are_let_go(
    shop: Workbench, ask: Asks, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, figure: Figure
) -> None:
    number = 200

    def p90() -> float:
        spent = [ask("/runs/newest/customers?size=25") for _ in range(60)]
        assert {status for status, _ in spent} == {200}
        return statistics.quantiles([seconds for _, seconds in spent], n=10)[-1]

    idle = p90()
    monkeypatch.setattr(connection, "WINDOW", 1.0)
    place = socket.getaddrinfo(*shop.url.removeprefix("http://").split(":"))[0][4]
    cookie = f"cookie: shuke={shop.client('admin').cookies['shuke']}\r\nsec-fetch-site: same-origin\r\n"
    kinds = (
        "",
        f"GET {API}/session HTTP/1.1\r\nhost: x\r\nx-name: ",
        f"POST {API}/views HTTP/1.1\r\nhost: x\r\n{cookie}content-length: 1000\r\n\r\n",
        f"POST {API}/uploads?name=slow.csv HTTP/1.1\r\nhost: x\r\n{cookie}content-length: 1000000\r\n\r\n",
    )
    slow = []
    for one in range(number):
        made = socket.create_connection(place[:2])
        made.sendall(kinds[one % len(kinds)].encode())
        slow.append(made)
    busy = p90()
    left, end = slow, time.monotonic() + 30
    while left and time.monotonic() < end:
        still = []
        for made in left:
            try:
                made.send(b"x")
                still.append(made)
            except OSError:
                made.close()
        left = still
        time.sleep(0.2)
    assert left == []
    assert [path.name for path in (shop.context.folder / "uploads").iterdir()] == []
    # That somebody is gone is no fault of ours, which the log would tell of.
    assert "ClientDisconnect" not in caplog.text
    # In a test others use the machine too: the ratio that is promised is that of a quiet one.
    assert busy <= max(4 * idle, 1.0)
    figure(
        f"{number} of {number} slow clients let go, p90 of others {busy / idle:.2f} x, 0 errors, nothing half sent left"
    )


@pytest.mark.promise("D6")
def test_a_head_without_end_is_refused_and_one_who_takes_a_pause_is_not(
    shop: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = shop.url.removeprefix("http://").split(":")
    with socket.create_connection((place[0], int(place[1]))) as endless:
        endless.sendall(b"GET / HTTP/1.1\r\n")
        told = b""
        try:
            for number in range(2000):
                endless.sendall(f"x-{number}: {'x' * 100}\r\n".encode())
            told = endless.recv(100)
        except OSError:
            pass
    assert told[:12] in {b"", b"HTTP/1.1 431"}
    monkeypatch.setattr(connection, "WINDOW", 0.5)
    with httpx.Client(base_url=shop.url, headers=SAME_ORIGIN, cookies=dict(shop.client("admin").cookies)) as client:

        def slowly() -> Iterator[bytes]:
            for _ in range(8):
                yield b"x" * 4096
                time.sleep(0.3)

        sent = client.post(f"{API}/uploads?name=pause.csv", content=slowly())
        assert sent.status_code == 201
        client.delete(f"{API}/uploads/{sent.json()['data']['id']}")


@pytest.mark.promise("D5")
def test_questions_leave_nothing_behind(ask: Asks, figure: Figure) -> None:
    some = ("/session", "/runs/newest/overview", "/runs/newest/customers?size=50", "/runs/newest/customers/C001")

    def files() -> int:
        return len(os.listdir("/proc/self/fd"))

    for path in some * 10:
        assert ask(path)[0] == 200
    before = files()
    for path in some * times(250, 25):
        assert ask(path)[0] == 200
    assert files() <= before + 2
    figure(f"open files {before} before and {files()} after {4 * times(250, 25)} questions (30 minutes: load.py soak)")


@pytest.mark.promise("D7")
def test_a_server_that_is_told_to_stop_ends_what_it_began_and_its_job_is_told_as_interrupted(
    tmp_path: Path, figure: Figure
) -> None:
    home = tmp_path / "shop"
    with served(home) as running, running.browser() as browser:
        assert running.set_up(browser).status_code == 201
        loaded(Workspace(home), write(tmp_path / "a.csv", book(3, 400)))
        job = browser.post("api/v1/runs", json={}).json()["data"]["job"]
        cookies, address = dict(browser.cookies), running.address
        told, broken = Counter[int](), list[str]()

        def asks() -> None:
            with httpx.Client(base_url=address, headers=SAME_ORIGIN, cookies=cookies, timeout=60) as mine:
                while True:
                    try:
                        told[mine.get("api/v1/session").status_code] += 1
                    except httpx.HTTPError as error:
                        broken.append(type(error).__name__)
                        return

        asking = [threading.Thread(target=asks) for _ in range(8)]
        for one in asking:
            one.start()
        while browser.get(f"api/v1/jobs/{job}").json()["data"]["status"] == "waiting":
            time.sleep(0.02)
        begun = time.monotonic()
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(30)
        ended = time.monotonic() - begun
        for one in asking:
            one.join()
    assert set(told) == {200}
    # A connection that is kept may be closed between two questions; no answer breaks off.
    assert set(broken) <= {"ConnectError", "RemoteProtocolError", "ReadError"}
    assert ended <= 25
    with workbench(home) as again:
        signed = again.browser()
        signed.cookies.update(cookies)
        known = signed.get(f"{API}/jobs/{job}").json()["data"]
        # Where the worker had no time left to tell it, the next one does.
        again.start_worker()
        end = time.monotonic() + 60
        while known["status"] == "running" and time.monotonic() < end:
            time.sleep(0.2)
            known = signed.get(f"{API}/jobs/{job}").json()["data"]
    assert known["status"] in {"done", "failed"}
    if known["status"] == "failed":
        assert known["error"]["code"] == "E-JOB-INTERRUPTED"
    figure(
        f"stopped in {ended:.1f} s under 8 people, {told[200]} answers whole, 0 broken off, "
        f"the job {known['status']} {(known['error'] or {}).get('code', '')}".rstrip()
    )


@pytest.mark.promise("D7")
def test_a_worker_that_is_told_to_stop_while_it_starts_ends_too(shop: Workbench, figure: Figure) -> None:
    shop.stop_worker()
    tries = times(20, 3)
    for number in range(tries):
        worker = Started({**os.environ, **shop.config.environment(shop.home)})
        time.sleep(number * 1.2 / tries)
        worker.stop()
        assert worker.ended
    figure(f"{tries} of {tries} workers told to stop while they start ended")
