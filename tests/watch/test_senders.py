"""Each channel's sender against a real server that speaks its protocol: what the service answers is what counts."""

from __future__ import annotations

import email
import email.policy
import hashlib
import hmac
import json
import socket
from pathlib import Path

import pytest

from shuke.errors import SchemeErrors
from shuke.locale import LANGUAGES, text
from shuke.notify.channels import A_MINUTE, parse
from shuke.notify.guard import Barred, is_public, place
from shuke.notify.message import Answer, Line, Message
from shuke.notify.send import send
from watch.services import KINDS, SECRET, mail_server, service, text_of

MESSAGE = Message("shuke-0123", "3 位客户需要关注", (Line("#7 C0***1：沉默", 7), Line("#8 [x](y) <@all>", 8)), "Li")
ROBOTS = ("dingtalk", "wecom", "feishu")


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUKE_SECRET_KEY", SECRET)


def through(kind: str, url: str, folder: Path, **keys: object) -> Answer:
    """Send through a channel as a document would say it."""
    (folder / "secrets").mkdir(exist_ok=True)
    (folder / "secrets" / "url").write_text(url + "\n", encoding="utf-8")
    said = {"channel": "c", "kind": kind, "url": {"file": "url"}, "secret": {"env": "SHUKE_SECRET_KEY"}, "timeout": 1}
    document = json.dumps({"channels": [{"inside": "true", **said, **keys}]})
    return send(parse(document)[0].channels[0], MESSAGE, folder)


@pytest.mark.row("B5")
@pytest.mark.parametrize("kind", KINDS)
def test_a_service_that_accepts_gets_the_message_with_its_id(kind: str, tmp_path: Path) -> None:
    with service(kind) as (url, got):
        assert through(kind, url, tmp_path) == Answer("accepted")
    (document,) = got.accepted
    assert "shuke-0123" in text_of(kind, document)
    assert "#7 C0" in text_of(kind, document)


@pytest.mark.promise("E14")
@pytest.mark.row("B5")
@pytest.mark.parametrize("kind", ROBOTS)
def test_a_service_that_says_200_and_refuses_in_the_body_has_not_accepted(kind: str, tmp_path: Path) -> None:
    with service(kind, lambda number: "code") as (url, got):
        answer = through(kind, url, tmp_path)
    assert (answer.verdict, answer.problem, answer.wait) == ("again", "too_fast", 60.0)
    assert got.accepted == []


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_wrong_signature_is_refused_for_good(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUKE_SECRET_OTHER", "another")
    with service(kind) as (url, _):
        answer = through(kind, url, tmp_path, secret={"env": "SHUKE_SECRET_OTHER"})
    code = {"dingtalk": 310000, "feishu": 19021}[kind]
    assert answer == Answer("refused", "code", figures={"code": code})


@pytest.mark.promise("E14")
@pytest.mark.parametrize(
    ("fault", "verdict", "problem", "wait"),
    [
        ("busy", "again", "status", None),
        ("limited", "again", "status", 1.0),
        ("slow", "again", "timeout", None),
        ("cut", "again", "cut", None),
        ("page", "again", "answer", None),
        ("redirect", "refused", "redirect", None),
    ],
)
def test_what_goes_wrong_on_the_way_is_told_apart(
    fault: str, verdict: str, problem: str, wait: float | None, tmp_path: Path
) -> None:
    with service("dingtalk", lambda number: fault) as (url, _):
        answer = through("dingtalk", url, tmp_path)
    assert (answer.verdict, answer.problem, answer.wait) == (verdict, problem, wait)
    assert all(text(f"warnings.problem.{problem}", lang, **answer.figures) for lang in LANGUAGES)


def test_nobody_there_is_tried_again(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert through("webhook", f"http://127.0.0.1:{port}/", tmp_path) == Answer("again", "unreachable")


def test_a_webhook_can_prove_who_sent_and_drop_what_came_twice(tmp_path: Path) -> None:
    with service("webhook") as (url, got):
        through("webhook", url, tmp_path)
    (headers,) = got.headers
    moment, sign = (part.split("=")[1] for part in headers["X-Shuke-Signature"].split(","))
    body = json.dumps(got.accepted[0], ensure_ascii=False).encode()
    assert sign == hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["Idempotency-Key"] == "shuke-0123"


@pytest.mark.row("B5")
def test_a_mail_goes_to_the_salesperson_with_its_id(tmp_path: Path) -> None:
    with mail_server() as (port, mails):
        assert mailed(port, tmp_path) == Answer("accepted")
    mail = email.message_from_string(mails.accepted[0], policy=email.policy.default)
    assert (mail["To"], mail["Message-ID"]) == ("li@shop.cn", "<shuke-0123@shop.cn>")
    assert "#7 C0***1" in mail.get_content()
    assert mail["Subject"] == MESSAGE.title


@pytest.mark.parametrize(
    ("refuse", "answer"),
    [
        ({"RCPT": "550 nobody"}, Answer("refused", "recipients", figures={"code": 550})),
        ({"RCPT": "450 later"}, Answer("again", "recipients", figures={"code": 450})),
        ({"DATA.": "452 full"}, Answer("again", "mail", figures={"code": 452})),
        ({"DATA.": "554 no"}, Answer("refused", "mail", figures={"code": 554})),
        ({"DATA.": "cut"}, Answer("again", "cut")),
        ({"QUIT": "500 what"}, Answer("accepted")),
    ],
)
def test_a_mail_server_has_accepted_what_it_says_it_has(refuse: dict[str, str], answer: Answer, tmp_path: Path) -> None:
    with mail_server(refuse) as (port, _):
        assert mailed(port, tmp_path) == answer


def test_a_mail_server_without_starttls_gets_nothing(tmp_path: Path) -> None:
    with mail_server() as (port, mails):
        assert mailed(port, tmp_path, security="starttls") == Answer("refused", "no_starttls")
    assert mails.accepted == []


def mailed(port: int, folder: Path, security: str = "none") -> Answer:
    said = {
        "channel": "mail",
        "kind": "email",
        "host": "127.0.0.1",
        "port": str(port),
        "security": security,
        "inside": "true",
        "from": "shuke@shop.cn",
        "to": {"Li": ["li@shop.cn"], "*": ["all@shop.cn"]},
    }
    return send(parse(json.dumps({"channels": [said]}))[0].channels[0], MESSAGE, folder)


@pytest.mark.promise("E4")
@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://127.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://169.254.169.254/latest/meta-data", "private"),
        ("https://10.1.2.3/", "private"),
        ("https://0x7f000001/", "private"),
        ("https://localhost/", "private"),
        ("http://93.184.216.34/", "host"),
        ("https://93.184.216.34:22/", "host"),
        ("https://user:word@93.184.216.34/", "address"),
        ("file:///etc/passwd", "address"),
        ("gopher://93.184.216.34/", "address"),
        ("https://93.184.216.34\\@10.0.0.1/", "address"),
        ("nonsense", "address"),
    ],
)
def test_without_leave_nothing_is_sent_inside(url: str, problem: str, tmp_path: Path) -> None:
    assert through("webhook", url, tmp_path, inside="false") == Answer("refused", problem)


@pytest.mark.promise("E4")
@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_is_nowhere_but_at_its_service(kind: str, tmp_path: Path) -> None:
    assert through(kind, "https://93.184.216.34/robot", tmp_path, inside="false") == Answer("refused", "host")


@pytest.mark.parametrize("address", ["::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "fe80::1%1", "224.0.0.1"])
def test_an_address_in_disguise_is_not_public(address: str) -> None:
    assert not is_public(address)


def test_the_judged_address_is_the_one_that_is_connected_to() -> None:
    found = place("https://93.184.216.34/a?b=c", (), inside=False)
    assert (found.ip, found.header, found.target) == ("93.184.216.34", "93.184.216.34", "/a?b=c")
    with pytest.raises(Barred):
        place("https://93.184.216.34/", ("oapi.dingtalk.com",), inside=False)


def test_a_missing_secret_is_told_by_its_name(tmp_path: Path) -> None:
    with service("webhook") as (url, _):
        answer = through("webhook", url, tmp_path, secret={"env": "SHUKE_SECRET_NONE"})
    assert answer == Answer("refused", "secret", figures={"name": "SHUKE_SECRET_NONE"})


@pytest.mark.promise("E8")
def test_a_secret_in_the_document_is_refused_without_being_told() -> None:
    token = "https://oapi.dingtalk.com/robot/send?access_token=0123456789"
    with pytest.raises(SchemeErrors) as caught:
        parse(f"channels:\n  - channel: a\n    kind: dingtalk\n    url: {token}\n")
    assert caught.value.problems[0].where.line == 4
    assert all("0123456789" not in caught.value.render(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    "wrong",
    [
        "{channel: a, kind: dingtalk}",
        "{channel: a, kind: pigeon, url: {env: SHUKE_SECRET_A}}",
        "{channel: a, kind: webhook, url: {env: PATH}}",
        "{channel: a, kind: webhook, url: {file: ../../etc/passwd}}",
        "{channel: a, kind: webhook, url: {env: SHUKE_SECRET_A, file: b}}",
        "{channel: a, kind: email, host: a.b, from: a@b.c}",
        "{channel: a, kind: email, host: a.b, from: a@b.c, to: {'*': [a@b.c]}, security: none}",
        "{channel: a, kind: email, host: a.b, from: 'a@b.c, d@e.f', to: {'*': [a@b.c]}}",
    ],
)
def test_a_channel_that_is_not_whole_is_refused(wrong: str) -> None:
    with pytest.raises(SchemeErrors):
        parse(f"channels:\n  - {wrong}\n")


def test_a_document_asks_for_no_more_than_a_service_takes() -> None:
    said = "channels:\n  - {channel: a, kind: KIND, url: {env: SHUKE_SECRET_A}, a_minute: 5000}\n"
    assert {kind: parse(said.replace("KIND", kind))[0].channels[0].minute for kind in ROBOTS} == {
        kind: A_MINUTE[kind]
        for kind in ROBOTS  # type: ignore[index]
    }
