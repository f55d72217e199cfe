"""The day from the terminal: each step one command, and the figures that it tells."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.terminal import Said
from cli.terminal import shuke as command
from story.shop import OWNER, SCHEME, Exports

NOTE = "rang; orders on Friday"
TEST = {"sample": 60, "contact": "0.62", "sale": "70", "margin": "50%", "held_out": "20%", "name": "pilot"}


@dataclass(frozen=True)
class Figures:
    """What was told at each step; money as it is written for programs, exact."""

    warnings: int
    warned: str
    value: str
    task: tuple[int, str, str]
    loaded: str
    directions: dict[str, tuple[int, str | None]]
    monetary: dict[str, Any]
    contacts: int
    held_out: int
    cost: str
    listed: tuple[str, ...]
    revenue: str
    responses: int
    profit: list[float]
    goal: tuple[str, str]
    report: Path


def the_day(home: Path, files: Exports, folder: Path) -> Figures:
    """Go through the day; return what was told."""
    told: dict[str, Any] = {}

    def done(*words: str | Path | int) -> Said:
        said = command(*words)
        assert said.code == 0, (words, said.err)
        return said

    def asked(*words: str | Path | int) -> Any:
        return json.loads(done(*words, "--workspace", home, "--json").out)

    # In the morning: who is about to be lost, the first of them is rung up, and what was said is kept.
    warnings = asked("warnings", "list", "--limit", 1)
    first = warnings["warnings"][0]
    told |= {"warnings": warnings["total"], "warned": first["customer_id"], "value": first["value"]}
    done("warnings", "close", first["number"], "--outcome", "kept", "--note", NOTE, "--workspace", home)
    # The tasks of the first day that has any: one is done.
    tasks = asked("care", "tasks", "--status", "open")
    task = (tasks["tasks"] if isinstance(tasks, dict) else tasks)[0]
    told["task"] = (task["number"], task["customer_id"], task["day"])
    done("care", "done", task["number"], "--note", "sent the catalogue", "--workspace", home)
    # The new export, everybody rated again, and what moved.
    told["loaded"] = done("load", files.october, "--workspace", home, "--lang", "en").out
    again(home, done)
    moved = asked("movement")
    told["directions"] = {name: (one["customers"], one["monetary"]) for name, one in moved["directions"].items()}
    told["monetary"] = moved["figures"]["monetary"]
    # A cell test, its list, and after a month what it brought.
    campaign = done(
        "campaign", "plan", home, "--name", TEST["name"], "--sample", TEST["sample"], "--cost", TEST["contact"],
        "--sale", TEST["sale"], "--margin", TEST["margin"], "--held-out", TEST["held_out"], "--json",
    )  # fmt: skip
    plan = json.loads(campaign.out)
    told |= {"contacts": plan["contacts"], "held_out": plan["held_out"], "cost": plan["cost"]}
    place = home / "campaigns/c0001"
    told["listed"] = tuple(sorted(listed(place / "list.csv")))
    done("load", files.november, "--workspace", home)
    arm = json.loads(done("campaign", "measure", place, "--json").out)["arms"][0]
    told |= {"revenue": arm["revenue"], "responses": arm["responses"], "profit": arm["incremental"]["profit"]}
    again(home, done)
    goal = asked("goals", "list")[0]
    told["goal"] = (goal["value"], goal["verdict"])
    told["report"] = max((home / "runs").glob(f"*-{SCHEME}/report.html"))
    return Figures(**told)


def again(home: Path, done: Any) -> None:
    """Rate as before, and bring warnings and tasks up to date."""
    done("refresh", "--workspace", home, "--carry", OWNER)
    done("warnings", "check", "--workspace", home, "--owner-column", OWNER)
    done("care", "plan", "--workspace", home, "--owner-column", OWNER)


def listed(path: Path) -> list[str]:
    """The customers of a list that was taken away."""
    return [line.split(",")[0] for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]
