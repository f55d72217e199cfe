"""What comes in and goes out of every door: headers, origins, sizes, names, errors."""

from __future__ import annotations

import http.client
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from shuke.server.config import Config
from shuke.server.uploads import safe_name

from .test_rights import NAMES, OPERATIONS, call
from .workbench import API, PASSWORD, Workbench, workbench

ALWAYS = ("x-content-type-options", "x-frame-options", "referrer-policy", "content-security-policy", "x-request-id")
MB = 1 << 20
JSON = {"content-type": "application/json"}
CHANGING = [(method, path) for method, path, _ in OPERATIONS if method != "GET"]
FOREIGN: tuple[dict[str, str], ...] = (
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {},
)


@pytest.mark.parametrize(("method", "path"), [one[:2] for one in OPERATIONS], ids=NAMES)
def test_every_answer_carries_the_headers_and_is_kept_nowhere(bench: Workbench, method: str, path: str) -> None:
    answer = call(bench.client(None), method, path)
    assert all(name in answer.headers for name in ALWAYS)
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy


@pytest.mark.parametrize("path", ["/", "/customers/1?run=2", "/nothing.js", f"{API}/nothing", "/assets/../../x"])
def test_every_other_answer_carries_them_too_with_a_new_nonce_each_time(bench: Workbench, path: str) -> None:
    first, second = bench.client(None).get(path), bench.client(None).get(path)
    assert all(name in first.headers for name in ALWAYS)
    assert first.headers["content-security-policy"] != second.headers["content-security-policy"]


def test_what_is_not_there_is_told_in_the_one_shape(bench: Workbench) -> None:
    for method, path, status in [("GET", "nothing", 404), ("PATCH", "setup", 405), ("GET", "users/%00", 405)]:
        answer = bench.client("admin").request(method, f"{API}/{path}")
        assert answer.status_code == status
        assert set(answer.json()["error"]) == {"code", "message", "where", "hint", "request"}


@pytest.mark.promise("E6")
def test_no_other_page_can_use_somebodys_session_to_change_anything(
    bench: Workbench, figure: Callable[[str], None]
) -> None:
    cookie, wrong, asked = bench.client("admin").cookies["shuke"], {}, 0
    with httpx.Client(base_url=bench.url, headers={"cookie": f"shuke={cookie}"}) as browser:
        for method, path in CHANGING:
            place = f"{API}{re.sub(r'{[^}]+}', '999999', path)}"
            for headers in FOREIGN:
                # What a form of another page sends without being asked: a text.
                for kind in ("text/plain", "application/json"):
                    answer = browser.request(method, place, headers={**headers, "content-type": kind}, content=b"{}")
                    asked += 1
                    if (answer.status_code, answer.json()["error"]["code"]) != (403, "E-ORIGIN"):
                        wrong[method, path, str(headers)] = answer.status_code
    assert wrong == {}
    figure(f"{asked} of {asked} requests from elsewhere refused with 403, on {len(CHANGING)} operations that change")


@pytest.mark.promise("E6")
def test_nothing_is_changed_by_what_a_link_can_ask(bench: Workbench) -> None:
    before = bench.client("admin").get(f"{API}/audit").json()["page"]["total"]
    for method, path, _ in OPERATIONS:
        if method == "GET" and not path.endswith(("/file", "/calendar")) and "exports" not in path:
            call(bench.client("admin"), method, path)
    assert bench.client("admin").get(f"{API}/audit").json()["page"]["total"] == before


def test_our_own_pages_are_known_by_their_origin_where_the_browser_says_no_more(bench: Workbench) -> None:
    cookie = {"cookie": f"shuke={bench.client('admin').cookies['shuke']}"}
    with httpx.Client(base_url=bench.url, headers={**cookie, "origin": bench.url}) as browser:
        assert browser.put(f"{API}/me", json={"theme": "dark"}).status_code == 200
    other = bench.url.replace("http:", "https:")
    with httpx.Client(base_url=bench.url, headers={**cookie, "origin": other}) as browser:
        assert browser.put(f"{API}/me", json={"theme": "dark"}).status_code == 403


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"{", b'{"name": NaN}', b'{"name": {"a": 1}}', b"\xff\xfe"])
def test_a_body_that_is_none_is_told_as_such_and_not_repeated(bench: Workbench, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = bench.browser().post(f"{API}/session", content=body, headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.json()["error"]["code"] == ("E-JSON" if answer.status_code == 400 else "E-REQUEST")


def test_numbers_and_truths_are_taken_for_no_text_and_unknown_names_are_refused(bench: Workbench) -> None:
    admin = bench.client("admin")
    for body in ({"mask": 1}, {"mask": "true"}, {"idle_minutes": "30"}, {"idle_minutes": True}, {"nonsense": 1}):
        assert admin.put(f"{API}/settings", json=body).status_code == 422, body


def test_a_problem_is_told_in_the_language_that_is_asked_for(bench: Workbench) -> None:
    admin, nobody = bench.client("admin"), bench.browser()
    assert "nobody" in nobody.get(f"{API}/users").json()["error"]["message"]
    assert "尚未登录" in nobody.get(f"{API}/users", headers={"accept-language": "zh-CN"}).json()["error"]["message"]
    assert "没有该用户" in admin.patch(f"{API}/users/x?lang=zh", json={}).json()["error"]["message"]
    admin.put(f"{API}/me", json={"language": "zh"})
    assert "没有该用户" in admin.patch(f"{API}/users/x", json={}).json()["error"]["message"]
    admin.put(f"{API}/me", json={"language": "en"})


def test_a_large_body_is_refused_before_it_is_read(bench: Workbench) -> None:
    answer = bench.client("admin").post(f"{API}/users", content=b" " * (2 * MB), headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "E-BODY-TOO-LARGE"


def test_a_file_that_is_sent_is_kept_for_its_owner_alone_as_it_was(bench: Workbench) -> None:
    data = os.urandom(3 * MB + 7)
    made = bench.client("analyst").post(f"{API}/uploads?name=../../订单 2024.csv", content=data)
    told = made.json()["data"]
    assert (made.status_code, told["name"], told["size"]) == (201, "订单 2024.csv", len(data))
    path = bench.context.folder / "uploads" / told["id"] / told["name"]
    assert path.read_bytes() == data
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert bench.client("analyst").get(f"{API}/uploads").json()["page"]["total"] == 1
    assert bench.client("analyst").delete(f"{API}/uploads/{told['id']}").status_code == 200
    assert not path.parent.exists()


def test_somebody_elses_file_is_as_if_it_were_not_there(bench: Workbench) -> None:
    told = bench.client("admin").post(f"{API}/uploads?name=a.csv", content=b"x").json()["data"]
    theirs = bench.client("analyst").delete(f"{API}/uploads/{told['id']}").json()["error"]
    nowhere = bench.client("analyst").delete(f"{API}/uploads/{'0' * 24}").json()["error"]
    assert {**theirs, "request": None} == {**nowhere, "request": None}
    assert bench.client("analyst").get(f"{API}/uploads").json()["data"] == []
    assert bench.client("admin").delete(f"{API}/uploads/{told['id']}").status_code == 200


def resident() -> int:
    """The memory of this process, in which the server runs too, in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.promise("C2")
def test_a_file_that_is_too_large_is_refused_by_what_it_says_and_by_what_it_is(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    with workbench(tmp_path / "shop", Config(upload_limit=MB)) as bench:
        cookie = bench.client("admin").cookies["shuke"]
        port = int(bench.url.rpartition(":")[2])
        told = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"cookie": f"shuke={cookie}", "sec-fetch-site": "same-origin", "content-length": str(10 << 30)}
        told.putrequest("POST", f"{API}/uploads?name=a.csv")
        for name, value in headers.items():
            told.putheader(name, value)
        told.endheaders()
        # Not one byte is sent.
        assert told.getresponse().status == 413
        told.close()
        before, chunks = resident(), (b"x" * 65536 for _ in range(1000))
        answer = bench.client("admin").post(f"{API}/uploads?name=a.csv", content=chunks)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "E-UPLOAD-TOO-LARGE")
        grown = resident() - before
        figure(f"10 GB refused after 0 bytes of it; without a length cut at the limit, {grown / MB:.1f} MB more memory")
        assert grown < 50 * MB
        exact = bench.client("admin").post(f"{API}/uploads?name=a.csv", content=b"x" * MB)
        assert exact.status_code == 201
        assert [path.name for path in (bench.context.folder / "uploads").iterdir()] == [exact.json()["data"]["id"]]


def test_who_goes_away_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    with workbench(tmp_path / "shop") as bench:
        cookie = bench.client("admin").cookies["shuke"]
        with socket.create_connection(("127.0.0.1", int(bench.url.rpartition(":")[2]))) as one:
            head = f"POST {API}/uploads?name=a.csv HTTP/1.1\r\nHost: x\r\nCookie: shuke={cookie}\r\n"
            one.sendall(f"{head}Sec-Fetch-Site: same-origin\r\nContent-Length: 1000000\r\n\r\n".encode() + b"x" * 70000)
            one.settimeout(0.5)
            with pytest.raises(TimeoutError):
                one.recv(1)
        folder = bench.context.folder / "uploads"
        assert bench.client("admin").get(f"{API}/uploads").json()["data"] == []
        for _ in range(100):
            if not list(folder.iterdir()):
                break
            bench.client("admin").get(f"{API}/setup")
        assert list(folder.iterdir()) == []


@pytest.mark.promise("E10")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/shadow", "shadow"),
        ("a\x00b.csv", "ab.csv"),
        ("..", "file"),
        ("...", "file"),
        ("", "file"),
        (".hidden", "hidden"),
        ("a\nb.csv", "ab.csv"),
        ("\u202egnp.exe", "gnp.exe"),
        ("C:evil.csv", "C_evil.csv"),
        ("x" * 300 + ".xlsx", "x" * 175 + ".xlsx"),
        ("数据" * 100 + ".csv", ("数据" * 100)[:58] + ".csv"),
        ("con. ", "con"),
    ],
)
def test_the_name_of_a_file_is_a_name_and_nothing_else(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert len(kept.encode()) <= 180


def test_a_page_is_never_a_file_from_elsewhere(bench: Workbench) -> None:
    port = int(bench.url.rpartition(":")[2])
    for path in ("/../pyproject.toml", "/..%2f..%2fpyproject.toml", "/%2e%2e/%2e%2e/x.py", "/assets/%00.js"):
        one = http.client.HTTPConnection("127.0.0.1", port)
        one.putrequest("GET", path, skip_host=False)
        one.endheaders()
        answer = one.getresponse()
        assert answer.status in {404, 503, 200}
        assert b"[project]" not in answer.read()
        one.close()


def test_secrets_stand_nowhere_in_the_state(bench: Workbench) -> None:
    browser = bench.client("admin")
    secrets = [PASSWORD, browser.cookies["shuke"]]
    secrets.append(browser.post(f"{API}/tokens", json={"label": "x", "role": "viewer"}).json()["data"]["token"])
    kept = bench.kept()
    assert [one for one in secrets if one.split("_")[-1].encode() in kept] == []
