"""Comparing customers over HTTP: a key that no answer and no record shows, codes to hand over, counts once a day."""

from __future__ import annotations

import json
import re
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from cli.sales import write
from cli.terminal import shuke as run
from overlap.test_overlap import HEADERS, SHARED, orders, own
from shuke.ingest.raw import Reading
from shuke.privacy.keys import key_ring
from shuke.privacy.replace import wanted_ids
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh

from .shop import data
from .workbench import API, Workbench, workbench

pytestmark = pytest.mark.row("X9")
PURPOSE = "joint spring campaign 2025"


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result of the other company."""
    folder = tmp_path_factory.mktemp("theirs")
    sales = write(folder / "sales.csv", orders([*SHARED, *own(1)], 1), HEADERS)
    assert (
        run("score", sales, "--as-of", "2024-12-31", "--raw", "--format", "parquet", "--out", folder / "out").code == 0
    )
    return folder / "out"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    home = tmp_path_factory.mktemp("mine") / "shop"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHUKE_KEY_FILE", str(home.parent / "keys" / "pseudonym.key"))
        space = Workspace.init(home, scheme_text("rfm-quintile-weighted")[0], Settings())
        load(space, [write(home.parent / "sales.csv", orders([*SHARED, *own(0)], 0), HEADERS)], Reading())
        refresh(space, Options(), formats=["parquet"], lang="en").result.close()
        with workbench(home) as made:
            yield made


@pytest.fixture(scope="module")
def key(bench: Workbench) -> dict[str, Any]:
    made = bench.client("analyst").post(f"{API}/overlap/keys", json={"purpose": PURPOSE})
    assert made.status_code == 201, made.text
    return dict(made.json()["data"])


def sent(bench: Workbench, name: str, content: bytes) -> str:
    answer = bench.client("analyst").post(f"{API}/uploads", params={"name": name}, content=content)
    return str(answer.json()["data"]["id"])


def done(bench: Workbench, path: str, wish: dict[str, Any]) -> dict[str, Any]:
    asked = bench.client("analyst").post(f"{API}/overlap/{path}", json=wish)
    assert asked.status_code == 202, asked.text
    return bench.finished(asked.json()["data"]["job"])


def ids(bench: Workbench) -> str:
    lines = [f"{one},{one}" for one in [*SHARED, *own(0)]]
    return sent(bench, "ids.csv", "\n".join(["客户编号,电话", *lines, ""]).encode())


@pytest.fixture(scope="module")
def codes(bench: Workbench, key: dict[str, Any]) -> str:
    run_ = data(bench.client("analyst").get(f"{API}/runs/newest"))["number"]
    told = done(bench, "codes", {"run": run_, "key": key["name"], "ids": ids(bench), "by": "电话"})
    assert told["status"] == "done", told["error"]
    assert told["result"]["customers"] == len(SHARED) + 100
    return str(told["result"]["codes"])


@pytest.fixture(scope="module")
def their_codes(bench: Workbench, key: dict[str, Any], theirs: Path) -> bytes:
    file = theirs.parent / "shared.key"
    file.write_text(key["file"] + "\n")
    out = theirs.parent / "codes.csv"
    with pytest.MonkeyPatch.context() as patch:
        # They pad by a key of their own.
        patch.setenv("SHUKE_KEY_FILE", str(theirs.parent / "pseudonym.key"))
        assert run("overlap", "export", theirs, "--key-file", file, "--out", out).code == 0
    return out.read_bytes()


def test_counts_by_pair_of_tiers_are_those_of_the_rated_tables(
    bench: Workbench, codes: str, their_codes: bytes, theirs: Path
) -> None:
    told = done(bench, "comparisons", {"codes": codes, "theirs": sent(bench, "theirs.csv", their_codes)})
    assert told["status"] == "done", told["error"]
    space = Workspace(bench.home)
    folder = space.run_folder(next(iter(space.head()[1].runs.values())))
    tiers = []
    for place in (folder, theirs):
        rows = parquet.read_table(place / "customers.parquet").to_pylist()
        tiers.append({row["customer_id"]: row["tier"] for row in rows})
    mine = {one: tiers[0][found] for one in SHARED for found in wanted_ids(one, key_ring()) if found in tiers[0]}
    other = {re.sub(r"^\+86|[-\s]", "", name): tier for name, tier in tiers[1].items()}
    common = Counter((mine[one], other[one]) for one in SHARED)
    shown = {(one["mine"], one["theirs"]): one["customers"] for one in told["result"]["cells"]}
    assert told["result"]["total"] in {len(SHARED), None}
    assert {pair: count for pair, count in shown.items() if isinstance(count, int)}.items() <= common.items()
    assert all(common[pair] < 5 for pair, count in shown.items() if count == "<5")
    listed = data(bench.client("admin").get(f"{API}/overlap/comparisons"))
    assert listed[0]["cells"] == told["result"]["cells"]


def test_another_pair_on_the_same_day_is_not_answered_and_the_same_pair_gives_the_same(
    bench: Workbench, codes: str, their_codes: bytes
) -> None:
    first = done(bench, "comparisons", {"codes": codes, "theirs": sent(bench, "theirs.csv", their_codes)})
    again = done(bench, "comparisons", {"codes": codes, "theirs": sent(bench, "theirs.csv", their_codes)})
    assert first["result"]["cells"] == again["result"]["cells"]
    head, *lines = their_codes.decode().splitlines()
    fewer = "\n".join([head, *lines[1:], ""]).encode()
    refused = done(bench, "comparisons", {"codes": codes, "theirs": sent(bench, "theirs.csv", fewer)})
    assert (refused["status"], refused["error"]["code"]) == ("failed", "E-OVL-DAY")


def test_too_few_in_common_tell_nothing(bench: Workbench, codes: str) -> None:
    mine = bench.client("analyst").get(f"{API}/overlap/codes/{codes}/file").text.splitlines()
    letters = "abcdefghijklmnopqrstuvwxyz"
    strangers = [f"{mine[1][:6]}{one}{other}{'a' * 24},A" for one in letters[:2] for other in letters]
    few = "\n".join([*mine[:15], *strangers, ""]).encode()
    told = done(bench, "comparisons", {"codes": codes, "theirs": sent(bench, "few.csv", few)})
    assert (told["status"], told["error"]["code"]) == ("failed", "E-OVL-FEW")
    assert told["result"] is None


def test_the_secret_is_told_once_and_stands_in_no_record(
    bench: Workbench, key: dict[str, Any], codes: str, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = key["file"].splitlines()[-1]
    assert re.fullmatch(r"[0-9a-f]{64}", secret)
    client = bench.client("admin")
    for path in ("overlap/keys", "overlap/codes", "overlap/comparisons", "jobs", "audit"):
        assert secret not in client.get(f"{API}/{path}").text
    assert secret.encode() not in bench.kept()
    told = capfd.readouterr()
    assert secret not in told.out + told.err
    files = [
        path for path in bench.context.folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()
    ]
    assert [path.name for path in files] == [f"{key['name']}.key"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700


def test_the_key_of_the_other_company_is_taken_and_what_is_none_is_refused_without_its_text(bench: Workbench) -> None:
    client = bench.client("analyst")
    text = "shuke-overlap-key 1\npurpose ours\n" + "ab" * 32 + "\n"
    taken = client.post(f"{API}/overlap/keys", json={"file": text})
    assert (taken.status_code, taken.json()["data"]["file"]) == (201, None)
    again = client.post(f"{API}/overlap/keys", json={"file": text})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "E-OVL-KEY-HERE")
    wrong = client.post(f"{API}/overlap/keys", json={"file": "shuke-overlap-key 1\npurpose x\nsesame-secret\n"})
    assert wrong.json()["error"]["code"] == "E-OVL-KEY"
    assert "sesame" not in wrong.text
    assert client.post(f"{API}/overlap/keys", json={}).status_code == 422
    assert client.delete(f"{API}/overlap/keys/{taken.json()['data']['name']}").status_code == 200


def test_a_file_of_codes_holds_codes_and_tiers_alone_and_its_fetching_is_noted(bench: Workbench, codes: str) -> None:
    client = bench.client("analyst")
    answer = client.get(f"{API}/overlap/codes/{codes}/file")
    head, *lines = answer.text.splitlines()
    assert head == "code,tier"
    assert all(re.fullmatch(r"o[0-9a-f]{4}_[a-z2-7]{26},[A-D-]", line) for line in lines)
    assert set(Counter(line[-1] for line in lines).values()) <= {100, 200}
    assert not any(mobile in answer.text for mobile in SHARED)
    log = [one["what"] for one in data(bench.client("admin").get(f"{API}/audit"))]
    assert {"overlap.key", "overlap.codes", "overlap.fetch"} <= set(log)
    # The table of identifiers is gone once it was read.
    assert "ids.csv" not in [one["name"] for one in data(client.get(f"{API}/uploads"))]
    assert codes in json.dumps(data(client.get(f"{API}/overlap/codes")))


def test_whoever_only_looks_gets_no_codes(bench: Workbench, codes: str) -> None:
    for role in ("viewer", "sales"):
        client = bench.client(role)
        assert client.get(f"{API}/overlap/codes/{codes}/file").status_code == 403
        assert client.get(f"{API}/overlap/keys").status_code == 403
        assert client.post(f"{API}/overlap/comparisons", json={"codes": codes, "theirs": "00"}).status_code == 403
