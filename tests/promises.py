"""The page of promises: what is promised, the figure it must show, what was measured, and what falls short.

python tests/promises.py > docs/reference/promises.md      the page
python tests/promises.py fold promises.jsonl [...]         take measured figures into docs/promises-figures.json

A file of figures has one JSON object a line, as tests/conftest.py writes them: ``promises`` (ids), ``test`` (of pytest)
or ``source`` (another command), and either ``figure`` (words) or ``outcome`` (passed, failed, skipped); ``full`` tells
whether all was tried.
"""

from __future__ import annotations

import datetime
import json
import platform
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from ruamel.yaml import YAML

from rows import ROOT, marked_tests

SOURCE = ROOT / "docs/promises.yaml"
FIGURES = ROOT / "docs/promises-figures.json"
PAGE = ROOT / "docs/reference/promises.md"
HEAD = """# Promises, and the figures that show them

What Shuke promises, the figure each promise must show, and what was measured. A test that proves a promise is marked
`promise`, fails when the figure is missed, and notes what it measured. The page is made from `docs/promises.yaml`, the
marks of the tests and the figures of the last `make promises`.

Shuke 的承诺、每条承诺必须达到的数字，以及实测结果。证明承诺的测试若达不到数字就会失败，并记下实测值。

{counts}

| state | 状态 | meaning | 含义 |
|---|---|---|---|
{meanings}
"""
STATES = {
    "kept": ("守住", "all of it was tried, and the gate was reached", "全部试过，达到要求"),
    "kept as far as tried": (
        "试过的部分守住",
        "what was tried reached the gate, less was tried than the gate asks",
        "试过的都达到，但试的量不足",
    ),
    "falls short": ("未达到", "what is missing is said", "缺什么已写明"),
    "not tried": ("未试", "why is said", "原因已写明"),
}
# Of a test with many cases so many figures are shown.
MOST, SOME = 20, 3
NOT_RUN = ("no figure was measured yet", "尚未测得数字")


@dataclass(frozen=True)
class Promise:
    """One promise: its words in both languages, its gate, its tests, and what was measured for it."""

    id: str
    words: dict[str, str]
    gate: dict[str, str]
    short: dict[str, str] | None
    untried: dict[str, str] | None
    tests: tuple[str, ...]
    measured: tuple[dict[str, Any], ...]

    @property
    def state(self) -> str:
        """One of ``STATES``."""
        outcomes = {one.get("outcome") for one in self.measured}
        if self.short or "failed" in outcomes:
            return "falls short"
        figures = [one for one in self.measured if one["figures"]]
        if not figures:
            return "not tried"
        return "kept" if all(one["full"] for one in figures) and not self.untried else "kept as far as tried"


def said() -> dict[str, Any]:
    """What docs/promises.yaml says."""
    return YAML(typ="safe", pure=True).load(SOURCE.read_text(encoding="utf-8"))


def promises() -> list[Promise]:
    """The promises in the order of their document."""
    marked = marked_tests("promise")
    measured = json.loads(FIGURES.read_text(encoding="utf-8"))
    return [
        Promise(
            one["id"],
            {"en": one["en"], "zh": one["zh"]},
            one["gate"],
            one.get("short"),
            one.get("untried"),
            tuple(sorted(marked.get(one["id"], ()))),
            tuple(each for each in measured if one["id"] in each["promises"]),
        )
        for one in said()["promises"]
    ]


def fold(lines: list[dict[str, Any]], earlier: list[dict[str, Any]], now: dict[str, str]) -> list[dict[str, Any]]:
    """Return what was measured, one entry a test or command: those of ``lines`` new, the others as they were.

    Entries of tests whose file has no marked test any more are left out.
    """
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        by = line.get("test") or line["source"]
        entry = found.setdefault(
            by, {"by": by, "promises": line["promises"], "figures": [], "full": line["full"], **now}
        )
        if "figure" in line:
            entry["figures"].append(line["figure"])
        else:
            entry["outcome"] = line["outcome"]
    files = {f"tests/{file}" for all_files in marked_tests("promise").values() for file in all_files}
    kept = [one for one in earlier if one["by"] not in found and ("::" not in one["by"] or _file(one["by"]) in files)]
    return sorted([*kept, *found.values()], key=lambda one: (one["promises"], one["by"]))


def _file(test: str) -> str:
    return test.partition("::")[0]


def page() -> str:
    """The reference page."""
    all_promises = promises()
    counted = {state: sum(one.state == state for one in all_promises) for state in STATES}
    counts = f"{len(all_promises)} promises: " + ", ".join(f"{number} {state}" for state, number in counted.items())
    meanings = "".join(f"| {state} | {zh} | {en} | {meaning} |\n" for state, (zh, en, meaning) in STATES.items())
    told = [HEAD.format(counts=counts + ".", meanings=meanings.rstrip("\n"))]
    for group in said()["groups"]:
        told.append(f"\n## {group['id']}. {group['en']} · {group['zh']}\n")
        told += [_section(one) for one in all_promises if one.id.startswith(group["id"])]
    return "".join(told)


def _section(promise: Promise) -> str:
    zh = STATES[promise.state][0]
    lines = [
        f"\n### {promise.id}. {promise.state} · {zh}\n\n{promise.words['en']}.\n\n{promise.words['zh']}。\n\n",
        f"* gate: {promise.gate['en']} · 要求：{promise.gate['zh']}\n",
    ]
    lines += [f"* measured: {line}\n" for line in _figures(promise.measured)]
    for one in promise.measured:
        if one.get("outcome") == "failed":
            lines.append(f"* failed · 未通过: `{one['by'].removeprefix('tests/')}`\n")
    if promise.short:
        lines.append(f"* falls short: {promise.short['en']} · 未达到：{promise.short['zh']}\n")
    if promise.untried or promise.state == "not tried":
        why = promise.untried or dict(zip(("en", "zh"), NOT_RUN, strict=True))
        lines.append(f"* not tried: {why['en']} · 未试：{why['zh']}\n")
    if promise.tests:
        tests = ", ".join(f"[{one}](../../tests/{one})" for one in promise.tests)
        lines.append(f"* tests: {tests}\n")
    return "".join(lines)


def _figures(measured: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield what was measured, a line of each test, with where, when, how much and on what it was."""
    tests: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in measured:
        if one["figures"]:
            tests[one["by"].removeprefix("tests/").partition("[")[0] if "::" in one["by"] else one["by"]].append(one)
    for by, all_of in tests.items():
        figures = [re.sub("[|<>]", " ", each) for one in all_of for each in one["figures"]]
        told = "; ".join(figures)
        if len(figures) > MOST:
            told = f"{'; '.join(figures[:SOME])}; … {figures[-1]} ({len(figures)} figures)"
        last = max(all_of, key=lambda one: str(one["date"]))
        effort = "in full" if all(one["full"] for one in all_of) else "in an ordinary run"
        on = f"{last['date']}, {effort}, Python {last['python']}, DuckDB {last['duckdb']}"
        yield f"**{told}** (`{by}`, {on})"


def _folded(paths: list[str]) -> None:
    lines = [json.loads(line) for path in paths for line in Path(path).read_text(encoding="utf-8").splitlines()]
    now = {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }
    earlier = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else []
    told = json.dumps(fold(lines, earlier, now), ensure_ascii=False, indent=1)
    FIGURES.write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["fold"]:
        _folded(sys.argv[2:])
    else:
        sys.stdout.write(page())
