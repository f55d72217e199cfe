"""What lies in ``deploy/`` names options, extras and ports that are there."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer.main

from shuke.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
pytestmark = pytest.mark.row("B8")


def serve_parameters() -> dict[str, object]:
    serve = typer.main.get_command(app).commands["serve"]  # type: ignore[attr-defined]
    return {option: one.default for one in serve.params for option in one.opts}


def commands() -> list[list[str]]:
    unit = (DEPLOY / "shuke.service").read_text(encoding="utf-8")
    container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    started = re.search(r"^CMD \[(.*)\]$", container, re.MULTILINE)
    assert started is not None
    return [
        shlex.split(unit.split("ExecStart=")[1].splitlines()[0])[1:],
        re.findall(r'"([^"]*)"', started[1])[1:],
    ]


def test_the_commands_are_those_of_the_product() -> None:
    known = serve_parameters()
    for words in commands():
        assert words[0] == "serve"
        assert {one for one in words if one.startswith("--")} <= set(known)


def test_the_port_is_the_same_everywhere() -> None:
    port = str(serve_parameters()["--port"])
    assert {words[words.index("--port") + 1] for words in commands()} == {port}
    for name in ("nginx.conf", "Caddyfile"):
        assert re.findall(r"127\.0\.0\.1:(\d+)", (DEPLOY / name).read_text(encoding="utf-8")) == [port]
    assert f"EXPOSE {port}" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def test_the_extras_are_there() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    texts = [DEPLOY / "Containerfile", *(ROOT / "docs/how-to").glob("deploy*.md")]
    found = [
        one
        for path in texts
        for one in re.findall(r"(?:wheel|shuke|whl\))\[([a-z,]+)\]", path.read_text(encoding="utf-8"))
    ]
    assert len(found) >= 5
    assert {name for one in found for name in one.split(",")} <= set(extras)
