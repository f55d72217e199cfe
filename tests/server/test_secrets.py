"""Secrets stay where they belong: a server over TLS is used and abused, and none of fifty is found anywhere else."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from shuke.errors import ShukeError
from shuke.privacy.keys import load_key
from shuke.server.access.secret import secret

from .test_serve import Served, served
from .workbench import ADMIN, API

pytestmark = [pytest.mark.slow, pytest.mark.promise("E8")]
ROBOTS = 8
HOOK = "https://127.0.0.1/robot/send?access_token="


@dataclass
class Planted:
    """A server over TLS, what was planted in it, and everything that came out of it."""

    home: Path
    server: Served
    browser: httpx.Client
    log: Path
    secrets: dict[str, str]
    answers: list[bytes] = field(default_factory=list)

    def ask(self, method: str, path: str, *, kept: bool = True, **more: Any) -> httpx.Response:
        """Ask, and keep what is answered; not where a secret is shown once on purpose."""
        answer = self.browser.request(method, f"{API[1:]}{path}", **more)
        if kept:
            self.answers.append(answer.content + repr(answer.headers).encode())
        return answer

    def job(self, answer: httpx.Response) -> dict[str, Any]:
        """Wait for a job."""
        name, end = answer.json()["data"]["job"], time.monotonic() + 120
        while True:
            told: dict[str, Any] = self.ask("GET", f"/jobs/{name}").json()["data"]
            if told["status"] not in {"waiting", "running"}:
                return told
            assert time.monotonic() < end, told
            time.sleep(0.2)


def canary() -> str:
    return f"canary-{secrets.token_hex(12)}"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """A server started as an operator would start it, with secrets in its environment, in files and in its state."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key, log = folder / "cert.pem", folder / "key.pem", folder / "log"
    made = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    made += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    found = {f"variable {n}": canary() for n in range(ROBOTS)}
    environment = {f"SHUKE_SECRET_ROBOT{n}": HOOK + found[f"variable {n}"] for n in range(ROBOTS)}
    found["database password"] = environment["PGPASSWORD"] = canary()
    environment["SHUKE_KEY_FILE"] = str(folder / "keys" / "pseudonym.key")
    load_key(Path(environment["SHUKE_KEY_FILE"]))
    found["key of pseudonyms"] = Path(environment["SHUKE_KEY_FILE"]).read_text(encoding="ascii").strip()
    options = ("--tls-certificate", str(certificate), "--tls-key", str(key))
    with served(folder / "shop", *options, environment=environment, log=log) as server:
        trusted = ssl.create_default_context(cafile=str(certificate))
        with httpx.Client(
            base_url=server.address, headers={"sec-fetch-site": "same-origin"}, verify=trusted, timeout=60
        ) as browser:
            yield Planted(folder / "shop", server, browser, log, found)


def plant(one: Planted) -> None:
    """Set the server up and give it every other secret."""
    one.secrets["setup"] = one.server.secret
    one.secrets["password of the administrator"] = canary()
    given = {"name": ADMIN, "password": one.secrets["password of the administrator"], "language": "en"}
    wanted = {**given, "secret": one.server.secret, "currency": "CNY"}
    assert one.ask("POST", "/setup", json={**wanted, "secret": "x"}).status_code == 403
    # Its answer gives the cookie, as it must.
    assert one.ask("POST", "/setup", kept=False, json=wanted).status_code == 201
    assert one.ask("POST", "/setup", json={**wanted, "name": "Eve"}).status_code == 409
    one.secrets["cookie of the administrator"] = one.browser.cookies["__Host-shuke"]
    for n in range(8):
        password = one.secrets[f"password {n}"] = canary()
        person = {"name": f"Person {n}", "role": "viewer", "password": password}
        assert one.ask("POST", "/users", json=person).status_code == 201
        made = one.ask("POST", "/tokens", kept=False, json={"label": f"key {n}", "role": "viewer"}).json()["data"]
        # The secret may have low lines in itself.
        one.secrets[f"token {n}"] = made["token"].split("_", 2)[2]
    hooks = one.home / "watch" / "secrets"
    hooks.mkdir(parents=True)
    for n in range(ROBOTS):
        one.secrets[f"file {n}"] = canary()
        (hooks / f"robot{n}").write_text(HOOK + one.secrets[f"file {n}"], encoding="utf-8")
    key = (one.home / "server" / "key").read_bytes()
    one.secrets |= {"key of the installation": key.hex(), "typed wrong": canary(), "old password, wrong": canary()}
    channels = [
        {"channel": f"{kind}{n}", "kind": "webhook", "url": url}
        for n in range(ROBOTS)
        for kind, url in (("file", {"file": f"robot{n}"}), ("env", {"env": f"SHUKE_SECRET_ROBOT{n}"}))
    ]
    assert one.ask("PUT", "/warnings/channels", json={"text": json.dumps({"channels": channels})}).status_code == 200
    while len(one.secrets) < 50:
        one.secrets[f"in a document {len(one.secrets)}"] = canary()


def abuse(one: Planted) -> None:
    """Drive what goes wrong, with secrets wherever somebody could put them by mistake."""
    wrong = one.secrets["typed wrong"]
    old = one.secrets["old password, wrong"]
    for body in ({"name": ADMIN, "password": wrong}, {"name": ADMIN, "password": [wrong]}, {"password": wrong}):
        one.ask("POST", "/session", json=body)
    one.ask("PUT", "/me/password", json={"old": old, "new": "short"})
    one.ask("PUT", "/me/password", json={"old": old, "new": wrong, "more": wrong})
    one.ask("POST", "/users", json={"name": "X", "role": "nobody", "password": wrong})
    one.ask(
        "POST",
        "/users",
        content=b'{"password": "' + wrong.encode() + b'"',
        headers={"content-type": "application/json"},
    )
    one.ask("GET", "/users", headers={"authorization": f"Bearer shuke_x_{wrong}"})
    for n, (name, value) in enumerate(one.secrets.items()):
        if name.startswith("in a document"):
            said = {"channel": "c", "kind": "webhook", "url": HOOK + value} if n % 2 else {"password": value}
            answer = one.ask("PUT", "/warnings/channels", json={"text": json.dumps({"channels": [said]})})
            assert answer.status_code in {400, 422}
    for name in ("file0", "env0", "nothing"):
        answer = one.ask("POST", "/warnings/messages", json={"trial": name})
        if answer.status_code == 202:
            one.job(answer)
    one.job(one.ask("POST", "/runs", json={}))
    one.job(one.ask("POST", "/warnings/checks", json={}))
    made = one.job(one.ask("POST", "/backups", json={}))
    assert made["status"] == "done", made
    for path in ("/settings", "/session", "/sessions", "/users", "/tokens", "/audit?size=200", "/jobs", "/backups",
                 "/warnings/channels", "/warnings/messages", "/schedules", "/views", "/setup"):  # fmt: skip
        one.ask("GET", path)
    for backup in one.ask("GET", "/backups").json()["data"]:
        one.ask("GET", f"/backups/{backup['name']}")
    one.answers += [one.browser.get(path).content for path in ("", "settings/general", "assets/nothing.js")]


def processes() -> bytes:
    """Return the command lines of every process, as everybody on the machine sees them."""
    found = b""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += path.read_bytes()
        except OSError:
            continue
    return found


def test_none_of_fifty_secrets_is_found_where_it_does_not_belong(
    planted: Planted, figure: Callable[[str], None]
) -> None:
    plant(planted)
    seen = processes()
    abuse(planted)
    seen += processes()
    key = (planted.home / "server" / "key").read_bytes()
    kept = b"".join(path.read_bytes() for path in planted.home.rglob("*.sqlite*") if path.is_file())
    places = {
        "answers, pages and backups": b"\n".join(planted.answers),
        "log": planted.log.read_bytes(),
        "command lines": seen,
        "state": kept,
    }
    hits = {
        (name, place)
        for name, value in planted.secrets.items()
        for place, data in places.items()
        if value.encode() in data or (name == "key of the installation" and key in data)
    }
    # A backup holds the key by which its audit log is signed: without it the log could not be verified again.
    hits -= {("key of the installation", "answers, pages and backups")}
    assert hits == set()
    assert len(planted.secrets) >= 50
    size = sum(map(len, places.values()))
    figure(
        f"{len(planted.secrets)} secrets sought in {len(planted.answers)} answers and {size >> 10} kB: {len(hits)} hits"
    )


def test_over_tls_the_cookie_is_bound_and_nothing_is_answered_in_the_open(planted: Planted) -> None:
    if "setup" not in planted.secrets:
        plant(planted)
    answer = planted.browser.get("api/v1/setup")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["strict-transport-security"]
    assert planted.browser.cookies["__Host-shuke"]
    with httpx.Client() as open_, pytest.raises(httpx.HTTPError):
        open_.get(planted.server.address.replace("https:", "http:"))
    with pytest.raises(httpx.ConnectError, match="certificate"):
        httpx.get(planted.server.address)


KNOWN = (
    b"thisismysecretkeychangemeplease!", b"0123456789abcdef0123456789abcdef", b"abcdefghijklmnopqrstuvwxyz123456",
    b"CHANGE_ME_TO_A_COMPLEX_RANDOM_S.", b"\x02\x01thisismyscretkey\x01\x02\\e\\y\\y\\h",
    b"c292a0a3aa32397cdb050e233733900f",
    bytes(32), b"\xff" * 32, b"\x01" * 32, bytes(range(32)), bytes(range(255, 223, -1)), b"\x00\xff" * 16,
    b"secret", b"", b"password", b"x" * 31, b"k" * 33,
)  # fmt: skip


def test_a_key_that_is_known_or_guessable_is_refused(tmp_path: Path, figure: Callable[[str], None]) -> None:
    refused = 0
    for number, key in enumerate(KNOWN):
        for name, load in (("server", secret), ("pseudonyms", load_key)):
            path = tmp_path / f"{name}{number}"
            path.write_bytes(key if name == "server" else key.hex().encode())
            # Pseudonyms allow a longer key, not a simpler one.
            with pytest.raises(ShukeError) as error:
                load(path)
            assert error.value.key.endswith(("guessable", "damaged", "malformed"))
            refused += 1
    for number in range(2000):
        path = tmp_path / "random"
        path.write_bytes(os.urandom(32))
        assert len(secret(path)) == 32, number
    figure(f"{refused} of {2 * len(KNOWN)} known keys refused, 0 of 2000 random ones")


def test_the_example_of_a_key_stands_in_no_page_of_the_documentation() -> None:
    root = Path(__file__).resolve().parents[2]
    found = [
        path.name for path in (root / "docs").rglob("*.md") if re.search(r"\b[0-9a-f]{64}\b", path.read_text("utf-8"))
    ]
    assert [name for name in found if "key" in name or "serve" in name] == []
