"""What the product is made of is pinned with hashes, listed, licensed and looked at; no secret is kept here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from effort import FULL

from .audit import judged
from .supply import BOUND, FREE, LOCKS, ROOT, Pin, document, licence, pages, pins, wanted

pytestmark = pytest.mark.promise("E13")
BIN = Path(sys.executable).parent
# What meets the network, files of strangers and secrets; `make lint` looks at all of it each time.
EXPOSED = ("server/access", "server/routes/session.py", "server/uploads.py", "notify", "ingest/containers", "privacy")
LOOKED_AT = ("",) if FULL else EXPOSED


def unmet(requirements: list[Requirement], locked: dict[str, Pin]) -> list[str]:
    """Return what is asked for and not pinned, or pinned to a version that does not fit."""
    return [
        str(one)
        for one in requirements
        if (pin := locked.get(canonicalize_name(one.name))) is None
        or not one.specifier.contains(pin.version, prereleases=True)
    ]


def needed(locked: dict[str, Pin], extras: dict[str, set[str]]) -> list[Requirement]:
    """Return what the installed ones of the pinned packages ask for on this machine."""
    found, here = [], default_environment()
    for name in locked:
        try:
            told = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for one in map(Requirement, told):
            wished = [{**here, "extra": extra} for extra in {"", *extras.get(name, set())}]
            if one.marker is None or any(one.marker.evaluate(environment) for environment in wished):
                found.append(one)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes_as_the_project_asks_for_it(
    lock: str, figure: Callable[[str], None]
) -> None:
    locked, asked = pins(LOCKS[lock]), wanted(lock)
    assert unmet(asked, locked) == [], "run: make lock"
    assert [one.name for one in locked.values() if not one.hashes] == []
    hashes = sum(len(one.hashes) for one in locked.values())
    figure(
        f"{LOCKS[lock].name}: {len(locked)} packages, {hashes} hashes, {len(asked)} of {len(asked)} requirements met"
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_what_the_pinned_packages_need_themselves_is_pinned_too(lock: str) -> None:
    locked = pins(LOCKS[lock])
    extras: dict[str, set[str]] = {}
    for one in wanted(lock):
        extras.setdefault(canonicalize_name(one.name), set()).update(one.extras)
    asked = needed(locked, extras)
    assert len(asked) > len(locked) / 2
    missing = {canonicalize_name(one.name) for one in asked} - locked.keys()
    assert missing == set(), "run: make lock"


def test_a_requirement_that_is_not_pinned_is_noticed() -> None:
    locked = pins(LOCKS["run"])
    asked = [Requirement("no-such-package>=1"), Requirement("duckdb>=99"), Requirement("duckdb")]
    assert unmet(asked, locked) == ["no-such-package>=1", "duckdb>=99"]


def test_the_bill_of_materials_lists_the_pinned_packages_and_no_other(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    out = tmp_path / "shuke.cdx.json"
    command = [BIN / "cyclonedx-py", "requirements", LOCKS["run"], "--pyproject", ROOT / "pyproject.toml"]
    command += ["--output-reproducible", "--of", "JSON", "-o", out]
    subprocess.run(command, check=True, capture_output=True)
    told = json.loads(out.read_text(encoding="utf-8"))
    listed = {canonicalize_name(one["name"]): one["version"] for one in told["components"]}
    locked = {one.name: one.version for one in pins(LOCKS["run"]).values()}
    assert listed == locked
    assert told["bomFormat"] == "CycloneDX"
    figure(f"bill of materials: {len(listed)} of {len(locked)} pinned packages, 0 others")


def test_every_package_has_a_licence_under_which_it_may_be_passed_on_and_is_listed(
    figure: Callable[[str], None],
) -> None:
    said = {one.name: licence(one.name) for one in pins(LOCKS["run"]).values()}
    said |= {f"{name} (pages)": one for name, _, one in pages()}
    assert {name: one for name, one in said.items() if not FREE.search(one)} == {}
    assert {name: one for name, one in said.items() if BOUND.search(one) and " OR " not in one} == {}
    kept = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    assert [line for line in document().splitlines() if line.startswith("| ") and line not in kept] == []
    figure(f"{len(said)} of {len(said)} packages with a licence that lets the product be passed on")


def test_bandit_finds_nothing_of_weight(figure: Callable[[str], None]) -> None:
    command = [BIN / "bandit", "-q", "-r", *(ROOT / "src" / "shuke" / one for one in LOOKED_AT), "-f", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert told["errors"] == []
    # B608 is SQL in f-strings, which is what the product writes: the rule quoted-by-hand is the one for it.
    heavy = [one for one in told["results"] if one["issue_severity"] != "LOW" and one["test_id"] != "B608"]
    high = [one for one in told["results"] if one["issue_severity"] == "HIGH"]
    sure = [one for one in told["results"] if (one["issue_severity"], one["issue_confidence"]) == ("MEDIUM", "HIGH")]
    assert (heavy, high, sure) == ([], [], [])
    lines = told["metrics"]["_totals"]["loc"]
    figure(f"bandit over {lines} lines: {len(high)} high, {len(sure)} medium with high confidence")


REPORT = {"dependencies": [{"name": "duckdb", "version": "2.0.1", "vulns": []}], "fixes": []}
BAD = {"id": "CVE-0000-1", "fix_versions": ["2.0.2"]}


@pytest.mark.parametrize(
    ("report", "found", "missing", "audited"),
    [
        (json.dumps(REPORT), 0, ["six"], 1),
        ("", 0, ["duckdb", "six"], 0),
        ("No known vulnerabilities found", 0, ["duckdb", "six"], 0),
        (json.dumps({"dependencies": [{"name": "six", "skip_reason": "no net"}]}), 0, ["duckdb", "six"], 0),
        (json.dumps({"dependencies": [{**REPORT["dependencies"][0], "vulns": [BAD]}]}), 1, ["six"], 1),
    ],
)
def test_an_audit_that_looked_nothing_up_does_not_pass(
    report: str, found: int, missing: list[str], audited: int
) -> None:
    told = judged(report, "duckdb==2.0.1 \\\n    --hash=sha256:00\nsix==1.17.0\n")
    assert (len(told[0]), told[1], told[2]) == (found, missing, audited)


SECRETS = re.compile(
    r"-----BEGIN (RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\bxox[abprs]-[A-Za-z0-9-]{20,}|\bsk-[A-Za-z0-9]{32,}|\bLTAI[A-Za-z0-9]{12,}\b|\bAIza[A-Za-z0-9_-]{35}\b"
    r"|\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.|access_token=[0-9a-f]{64}\b|://[a-z0-9_]+:[A-Za-z0-9]{16,}@"
)
PLANTED = (
    "-----BEGIN " + "PRIVATE KEY-----",
    "AKIA" + "ABCDEFGHIJKLMNOP",
    "ghp_" + "a" * 36,
    "access_token=" + "0f" * 32,
    "postgresql://shuke:" + "Zq8vN3mK5tR7wX2y" + "@db/x",
)


def test_no_secret_is_kept_among_the_files(figure: Callable[[str], None]) -> None:
    assert [one for one in PLANTED if not SECRETS.search(one)] == []
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / one for one in listed.decode().split("\0") if one]
    found = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        found += [f"{path.relative_to(ROOT)}: {one.group()[:20]}" for one in SECRETS.finditer(text)]
    names = {path.name for path in files} & {".env", "id_rsa", "key", "pseudonym.key", "server.key", "state.sqlite"}
    assert (found, names) == ([], set())
    figure(f"{len(files)} files of the repository: {len(found)} secrets")
