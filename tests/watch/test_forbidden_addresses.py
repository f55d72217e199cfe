"""Addresses inside one's own network, however they are written, are connected to by no channel without leave."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shuke.notify.channels import parse
from shuke.notify.message import Answer, Line, Message
from shuke.notify.send import send
from watch.services import service

MESSAGE = Message("id-1", "Title", (Line("text", 1),))
HOSTS = (
    "127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "2130706433", "017700000001", "0177.0.0.1", "0x7f000001", "0x7f.1",
    "0x7F.0x0.0x0.0x1", "0", "0.0.0.0", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]",
    "[2001::1]", "[ff02::1]", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.0.1", "100.64.0.1",
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[::ffff:169.254.169.254]", "192.0.0.192",
    "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "localhost", "LOCALHOST", "localhost.",
    "localhost.localdomain", "metadata.google.internal", "rebind.example", "127.0.0.1.nip.example", "intranet",
    "①②⑦.⓪.⓪.①", "ⓛocalhost", "127。0。0。1", "127.0.0.1%00.example.com",
)  # fmt: skip
FORMS = (
    "file:///etc/passwd", "gopher://127.0.0.1:25/_x", "dict://127.0.0.1:11211/", "ftp://127.0.0.1/", "jar:https://a!/",
    "data:text/plain,x", "//127.0.0.1/", "https:127.0.0.1", "https://", "https://user@127.0.0.1/",
    "https://oapi.dingtalk.com@127.0.0.1/", "https://127.0.0.1\\@oapi.dingtalk.com/", "https://oapi.dingtalk.com\\.a/",
    "https://127.0.0.1 .example.com/", "https://127.0.0.1\r\nHost: a/", "https://127.0.0.1\t/",
    "http://127.0.0.1/", "https://127.0.0.1:8443/", "https://[::1]:99999/", "https://127.0.0.1:443#@oapi.dingtalk.com/",
    "https://127.0.0.1?@oapi.dingtalk.com/",
)  # fmt: skip
LISTENING: list[Any] = []
TRIED: list[Any] = []


def _watch(event: str, given: tuple[Any, ...]) -> None:
    if event == "socket.connect" and LISTENING and isinstance(given[1], tuple):
        TRIED.append(given[1])
        # Nothing leaves the machine, whatever the product would do.
        raise ConnectionRefusedError


sys.addaudithook(_watch)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Every connection that this process tries; names are all of this machine, and no name is looked up elsewhere."""
    real = socket.getaddrinfo

    def resolver(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        try:
            return real(host, port, *more, **{**named, "flags": socket.AI_NUMERICHOST})
        except (OSError, UnicodeError):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    TRIED.clear()
    LISTENING.append(True)
    yield TRIED
    LISTENING.clear()


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A listener on this machine that counts who comes."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def count() -> None:
            while not stop.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                came.append(address)
                connection.close()

        thread = threading.Thread(target=count)
        thread.start()
        yield server.getsockname()[1], came
        stop.set()
        thread.join()


def through(kind: str, url: str, folder: Path, **more: object) -> Answer:
    (folder / "secrets").mkdir(exist_ok=True)
    (folder / "secrets" / "hook").write_text(url, encoding="utf-8")
    said = {"channel": "c", "kind": kind, "url": {"file": "hook"}, "timeout": "2", **more}
    return send(parse(json.dumps({"channels": [said]}))[0].channels[0], MESSAGE, folder)


def mailed(host: str, security: str, folder: Path) -> Answer:
    said = {"channel": "c", "kind": "email", "host": host, "port": "25", "security": security, "timeout": "2"}
    said |= {"from": "a@shop.cn", "to": {"*": ["b@shop.cn"]}}  # type: ignore[dict-item]
    return send(parse(json.dumps({"channels": [said]}))[0].channels[0], MESSAGE, folder)


@pytest.mark.promise("E4")
def test_no_channel_connects_to_an_address_inside_however_it_is_written(
    tried: list[Any], listener: tuple[int, list[object]], tmp_path: Path, figure: Callable[[str], None]
) -> None:
    port, came = listener
    urls = [*(f"https://{host}/" for host in HOSTS), *FORMS]
    urls += [f"{scheme}://{host}:{port}/" for scheme in ("http", "https") for host in ("127.0.0.1", "localhost")]
    answers = {("webhook", url): through("webhook", url, tmp_path) for url in urls}
    for kind in ("dingtalk", "wecom", "feishu"):
        answers |= {(kind, url): through(kind, url, tmp_path) for url in (*urls[:12], *FORMS)}
    for host in HOSTS:
        name = host.strip("[]")
        answers |= {(security, host): mailed(name, security, tmp_path) for security in ("starttls", "tls")}
    assert {one for one, answer in answers.items() if answer.verdict == "accepted"} == set()
    wrong = {one: answer for one, answer in answers.items() if answer.verdict != "refused"}
    assert {one for one in wrong if "%00" not in one[1]} == set()
    assert (tried, came) == ([], [])
    figure(f"{len(urls)} URLs and {len(HOSTS)} mail hosts, {len(answers)} tries by 5 channels: {len(came)} connections")


@pytest.mark.promise("E4")
def test_a_redirect_is_followed_nowhere(listener: tuple[int, list[object]], tmp_path: Path) -> None:
    port, came = listener
    with service("webhook", fault=lambda number: "redirect") as (url, got):
        got.elsewhere = f"http://127.0.0.1:{port}/"
        assert through("webhook", url, tmp_path, inside="true").problem == "redirect"
    assert (got.asked, came) == (1, [])


@pytest.mark.promise("E4")
def test_a_name_that_changes_its_address_is_connected_to_where_it_was_judged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers, connected = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]]), []

    def resolver(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in next(answers)]

    def connect(address: Any, *more: Any, **named: Any) -> socket.socket:
        connected.append(address)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert through("webhook", "https://rebind.example/", tmp_path).problem == "timeout"
    assert connected == [("93.184.216.34", 443)]
    mixed = iter([["93.184.216.34", "127.0.0.1"]])
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, *a, **b: [(2, 1, 6, "", (one, port)) for one in next(mixed)]
    )
    assert through("webhook", "https://both.example/", tmp_path) == Answer("refused", "private")
    assert len(connected) == 1
