"""Services on this machine that speak the real protocols, and go wrong as they are told to.

A fault is asked for each request: ``busy`` (500), ``slow`` (no answer in time), ``limited`` (429 with Retry-After),
``code`` (200 with a business error), ``cut`` (accepted, and then the connection is cut), ``page`` (200 with a page).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "a-secret-of-the-tests"
Fault = Callable[[int], str | None]


@dataclass
class Got:
    """What a service was asked, and what it accepted, with the moments of it."""

    accepted: list[dict[str, Any]] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: int = 0
    # Where a redirect sends.
    elsewhere: str = "http://127.0.0.1:9/"
    lock: threading.Lock = field(default_factory=threading.Lock)


def dingtalk_refusal(path: str, document: dict[str, Any]) -> dict[str, Any] | None:
    """Check what DingTalk checks: the signature over the moment, and the form of a message."""
    query = parse_qs(urlsplit(path).query)
    moment = query.get("timestamp", ["0"])[0]
    told = hmac.new(SECRET.encode(), f"{moment}\n{SECRET}".encode(), hashlib.sha256).digest()
    if query.get("sign") != [base64.b64encode(told).decode()] or abs(time.time() * 1000 - int(moment)) > 3_600_000:
        return {"errcode": 310000, "errmsg": "sign not match"}
    if document.get("msgtype") != "markdown" or not document["markdown"]["title"]:
        return {"errcode": 40035, "errmsg": "bad"}
    return None


def feishu_refusal(path: str, document: dict[str, Any]) -> dict[str, Any] | None:
    """Check what Feishu checks."""
    key = f"{document.get('timestamp')}\n{SECRET}".encode()
    if document.get("sign") != base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode():
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    return None if document.get("msg_type") == "post" else {"code": 9499, "msg": "Bad Request"}


def wecom_refusal(path: str, document: dict[str, Any]) -> dict[str, Any] | None:
    """Check what WeCom checks: its key, and the length."""
    if parse_qs(urlsplit(path).query).get("key") != ["k"]:
        return {"errcode": 93000, "errmsg": "invalid webhook url"}
    return {"errcode": 40058, "errmsg": "long"} if len(document["markdown"]["content"].encode()) > 4096 else None


KINDS: dict[str, tuple[str, Callable[[str, dict[str, Any]], dict[str, Any] | None], dict[str, Any], dict[str, Any]]] = {
    # path, what is refused, what an accepted message is answered, what one too fast is
    "dingtalk": ("/robot/send?access_token=t", dingtalk_refusal, {"errcode": 0, "errmsg": "ok"}, {"errcode": 130101}),
    "wecom": ("/cgi-bin/webhook/send?key=k", wecom_refusal, {"errcode": 0, "errmsg": "ok"}, {"errcode": 45009}),
    "feishu": ("/open-apis/bot/v2/hook/h", feishu_refusal, {"code": 0, "msg": "success"}, {"code": 11232}),
    "webhook": ("/hook", lambda path, document: None, {"fine": True}, {}),
}


@contextmanager
def service(  # noqa: C901 - one branch per fault
    kind: str, fault: Fault = lambda number: None, too_fast: dict[str, Any] | None = None
) -> Iterator[Any]:
    """Serve one kind on a port of this machine; yield its address and what it got."""
    path, refusal, fine, fast = KINDS[kind]
    got = Got()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            document = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with got.lock:
                got.asked += 1
                wrong = fault(got.asked)
            refused = refusal(self.path, document)
            if wrong == "slow":
                time.sleep(1.5)
                self.close_connection = True
            elif wrong in {"busy", "limited"}:
                self.answer({}, 500 if wrong == "busy" else 429)
            elif wrong == "page":
                self.answer(None, 200)
            elif wrong == "redirect":
                self.answer({}, 302)
            elif wrong == "code":
                self.answer(too_fast or fast, 200)
            elif refused is not None:
                self.answer(refused, 200)
            else:
                with got.lock:
                    got.accepted.append(document)
                    got.moments.append(time.time())
                    got.headers.append(dict(self.headers))
                if wrong == "cut":
                    self.close_connection = True
                else:
                    self.answer(fine, 200)

        def answer(self, document: dict[str, Any] | None, status: int) -> None:
            body = b"<html>gateway</html>" if document is None else json.dumps(document).encode()
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "1")
            if status == 302:
                self.send_header("Location", got.elsewhere)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{path}", got
    finally:
        server.shutdown()
        server.server_close()


def text_of(kind: str, document: dict[str, Any]) -> str:
    """Everything that a message of a kind says."""
    if kind == "feishu":
        parts = [part for row in document["content"]["post"]["zh_cn"]["content"] for part in row]
        return "\n".join(part.get("text", "") for part in parts)
    if kind == "webhook":
        return "\n".join([document["id"], *(line["text"] for line in document["lines"])])
    return str(document["markdown"]["text" if kind == "dingtalk" else "content"])


@dataclass
class Mails:
    """The mails that a server accepted, and what it was told before."""

    accepted: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)


@contextmanager
def mail_server(refuse: dict[str, str] | None = None) -> Iterator[tuple[int, Mails]]:  # noqa: C901 - one per command
    """Serve SMTP on a port of this machine; ``refuse`` answers a command (``DATA.`` for the whole mail) with a code."""
    mails, wrong = Mails(), dict(refuse or {})

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                verb = line.split()[0].upper()
                mails.commands.append(line)
                if verb in wrong:
                    self.say(wrong[verb])
                elif verb == "EHLO":
                    self.say("250 here")
                elif verb == "DATA":
                    self.say("354 go on")
                    mail = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        mail += part
                    answer = wrong.pop("DATA.", "250 taken")
                    if answer.startswith("250"):
                        mails.accepted.append(mail.decode())
                    if answer == "cut":
                        return
                    self.say(answer)
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server.server_address[1], mails
    finally:
        server.shutdown()
        server.server_close()


__all__ = ["KINDS", "SECRET", "mail_server", "service", "text_of"]
