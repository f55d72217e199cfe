"""From the first start to a rated workspace: nobody is there, somebody is made, work is done apart."""

from __future__ import annotations

from typing import Any

from .workbench import ADMIN, API, PASSWORD, Workbench


def test_nobody_can_sign_in_before_the_first_start(bench: Workbench) -> None:
    browser = bench.browser()
    assert browser.get(f"{API}/setup").json()["data"]["needed"] is True
    assert browser.get(f"{API}/session").status_code == 401
    for name in ("admin", "root", ADMIN):
        assert browser.post(f"{API}/session", json={"name": name, "password": "admin"}).status_code == 401


def test_the_first_start_works_once(bench: Workbench) -> None:
    assert bench.browser().get(f"{API}/setup").json()["data"]["signed_in"] is False
    assert bench.client("admin").get(f"{API}/setup").json()["data"]["signed_in"] is True
    told = bench.client("admin").get(f"{API}/session").json()["data"]
    assert (told["user"]["name"], told["user"]["role"]) == (ADMIN, "admin")
    wanted = {"secret": "x", "name": "Eve", "password": PASSWORD, "language": "en", "currency": "CNY"}
    assert bench.browser().post(f"{API}/setup", json=wanted).status_code == 409


def test_the_rule_of_passwords_is_told_before_anybody_is_there_and_is_the_one_that_holds(bench: Workbench) -> None:
    told = bench.browser().get(f"{API}/setup").json()["data"]["password"]
    admin = bench.client("admin")
    for length, status in ((told["shortest"] - 1, 400), (told["shortest"], 201), (told["longest"] + 1, 400)):
        word = "violet otter sings " * 10
        wanted = {"name": f"Someone {length}", "role": "viewer", "password": word[:length]}
        assert admin.post(f"{API}/users", json=wanted).status_code == status, length


def test_amounts_are_written_in_the_currency_that_the_files_say_else_in_the_one_that_is_set(bench: Workbench) -> None:
    admin = bench.client("admin")

    def done(path: str, body: dict[str, Any]) -> None:
        job = admin.post(f"{API}/{path}", json=body).json()["data"]["job"]
        assert bench.finished(job)["status"] == "done"

    def load(head: str, more: str) -> None:
        lines = "".join(f"K{n},S{n},2024-0{n % 9 + 1}-05,{n}.00{more}\n" for n in range(1, 20))
        text = f"客户编号,订单号,下单时间,金额{head}\n{lines}"
        sent = admin.post(f"{API}/uploads", params={"name": "s.csv"}, content=text.encode()).json()["data"]["id"]
        done("imports", {"uploads": [sent]})

    load(",币种", ",USD")
    assert admin.get(f"{API}/session").json()["data"]["workspace"]["currency"] == "USD"
    assert admin.get(f"{API}/settings").json()["data"]["currency"] == "CNY"
    done("imports/undo", {"to": None})
    assert admin.get(f"{API}/session").json()["data"]["workspace"]["currency"] == "CNY"
    assert admin.get(f"{API}/runs/next").json()["data"] == {"as_of": None}
    load("", "")
    assert admin.get(f"{API}/runs/next").json()["data"] == {"as_of": "2024-09-05"}
    done("runs", {"as_of": "2024-12-31"})
    told = admin.get(f"{API}/runs/newest/customers/K7").json()["data"]["sentences"]
    assert [one for one in told if "¥7.00" in one]
    done("imports/undo", {"to": 0})


def test_a_job_is_done_by_the_worker_and_its_error_is_told_in_the_readers_language(bench: Workbench) -> None:
    admin = bench.client("admin")
    person = bench.context.jobs
    from shuke.server.access.roles import Person

    job = person.start(Person(ADMIN.casefold(), ADMIN, "admin"), "refresh", {})
    told = bench.finished(job)
    assert told["status"] == "failed"
    assert told["error"]["code"] == "E-WS-EMPTY"
    assert admin.get(f"{API}/jobs/{job}?lang=zh").json()["data"]["error"]["message"] != told["error"]["message"]
