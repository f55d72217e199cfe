"""The table of requirements: what each row asks for, the command and the page that do it, and the tests with its id.

python tests/rows.py > docs/reference/requirements.md
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs/requirements.yaml"
PAGE = ROOT / "docs/reference/requirements.md"
ID = re.compile("[A-Z][0-9]{1,2}")
# More files of tests than these are folded away.
FEW = 4
HEAD = """# Requirements, and what meets them · 需求与对应

What Shuke is for, row by row: in words, the command of the terminal, the page of the workbench, and the tests with the
row's id (`pytest` marks them `row`). The page is made from `docs/requirements.yaml` and the tests by `make reference`.

Shuke 要做到什么，逐行列出：文字说明、终端命令、工作台页面，以及带有该行编号的测试（`pytest` 里标作 `row`）。
本页由 `make reference` 从 `docs/requirements.yaml` 和测试生成。

{complete} of {rows} rows have all three. {rows} 行中有 {complete} 行三者齐备。

| row 行 | what | 内容 | commands 命令 | pages 页面 | tests 测试 |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """One requirement: its words in both languages, commands, addresses of pages, and the files of its tests."""

    id: str
    en: str
    zh: str
    commands: tuple[str, ...]
    pages: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether command, page and test are there."""
        return bool(self.commands and self.pages and self.tests)


def rows() -> list[Row]:
    """The requirements in the order of their document."""
    carried = marked_tests("row")
    said = YAML(typ="safe", pure=True).load(SOURCE.read_text(encoding="utf-8"))
    return [
        Row(
            one["id"],
            one["en"],
            one["zh"],
            tuple(one["commands"]),
            tuple(one["pages"]),
            tuple(sorted(carried.get(one["id"], ()))),
        )
        for one in said
    ]


def marked_tests(mark: str) -> dict[str, set[str]]:
    """The files whose tests carry an id in a mark (``row``, ``promise``), as paths below ``tests``."""
    found: dict[str, set[str]] = defaultdict(set)
    folder = ROOT / "tests"
    for path in sorted(folder.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if f"{mark}(" in text:
            for name in _marked(ast.parse(text), mark):
                found[name].add(path.relative_to(folder).as_posix())
    return found


def _marked(tree: ast.Module, mark: str) -> Iterator[str]:
    """Yield the ids in every ``pytest.mark.row(...)``; where a table says which, all ids of its module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == mark:
            for argument in node.args:
                yield from _ids(tree if isinstance(argument, ast.Starred) else argument)


def _ids(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
            yield node.value


def page() -> str:
    """The reference page."""
    all_rows = rows()
    told = "".join(_line(one) for one in all_rows)
    return HEAD.format(complete=sum(one.complete for one in all_rows), rows=len(all_rows)) + told


def _line(row: Row) -> str:
    commands = ", ".join(f"`shuke {one}`" for one in row.commands) or "–"
    pages = ", ".join(f"`{one}`" for one in row.pages) or "–"
    tests = ", ".join(f"[{one}](../../tests/{one})" for one in row.tests) or "–"
    if len(row.tests) > FEW:
        tests = f"<details><summary>{len(row.tests)} files</summary>{tests}</details>"
    return f"| {row.id} | {row.en} | {row.zh} | {commands} | {pages} | {tests} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
