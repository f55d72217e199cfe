"""The pages of the documentation, their code blocks, and a folder in which the blocks are run.

How blocks are read:

* ``sh``: every line that is not blank or a comment is a command.
* ``console``: a line that starts with ``$ `` is a command, the lines below it are what it prints. A line ``…``
  stands for any number of lines, ``…`` at the end of a line for the rest of it; everything else must be equal. A
  command with nothing below it may print anything.
* ``python``: all blocks of a page are one program, run after the commands. The first word of a comment behind a
  ``print(...)`` is where the printed line begins: it must be equal.
* ``yaml`` and ``csv`` blocks are only read unless a comment above them says what to do with them.

Comments above a block, invisible on the page:

* ``<!-- exit: 4 -->``: the last command of the block must end with this code (otherwise 0).
* ``<!-- file: name -->``: the block is the content of that file; ``<!-- encoding: big5 -->`` says in which encoding.
* ``<!-- change: name -->``: each line of the block replaces the line of that file that has the same key.
* ``<!-- below: name @ line -->``: the block is put below that line of that file.
* ``<!-- end: name -->``: the block is put at the end of that file.

Commands of the shell and of other programs (``SKIPPED``) are not run: they make the environment that runs the tests.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from forked import CAN_FORK, run

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = ("make", "pip", "source", "open")
ANYTHING = "…"
COMMENT = re.compile(r"<!-- (exit|file|encoding|change|below|end): (.+?) -->")
# What the demo printed and made, by its words and the language: the code, the lines, a folder.
DEMOS: dict[tuple[str, ...], tuple[int, str, Path]] = {}
KEPT = tempfile.TemporaryDirectory(prefix="demos-")
FENCE = re.compile(r"^(\s*)```(\w*)\s*$")


def pages(*patterns: str) -> list[Path]:
    """Return the pages that match, sorted."""
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern)})


def every_page() -> list[Path]:
    """Return all pages of the documentation."""
    return pages("README*.md", "CHANGELOG.md", "docs/**/*.md", "decisions/*.md")


def name(page: Path) -> str:
    """Return a page's path from the root, for test ids and messages."""
    return page.relative_to(ROOT).as_posix() if page.is_relative_to(ROOT) else page.name


def headings(page: Path) -> list[str]:
    """Return the headings outside of blocks, with the signs of their levels."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ .+$", text, re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its lines, the number of its first line, and what the comment above says."""

    language: str
    lines: tuple[str, ...]
    first: int
    said: dict[str, str] = field(default_factory=dict)


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    found: list[Block] = []
    said: dict[str, str] = {}
    inside: tuple[str, str, int] | None = None
    lines: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if inside is None:
            opening = FENCE.match(line)
            if opening:
                inside, lines = (opening[1], opening[2], number + 1), []
            elif comment := COMMENT.search(line):
                said[comment[1]] = comment[2]
            elif line.strip():
                said = {}
        elif line.strip() == "```":
            found.append(Block(inside[1], tuple(lines), inside[2], said))
            inside, said = None, {}
        else:
            lines.append(line.removeprefix(inside[0]))
    assert inside is None, f"{name(page)}: the block of line {inside and inside[2]} is not closed"
    return found


@dataclass(frozen=True)
class Command:
    """A command of a page: its words, the lines it must print (None: anything), the code it must end with."""

    text: str
    shown: tuple[str, ...] | None
    code: int
    line: int


def commands(block: Block) -> list[Command]:
    """Return the commands of a block."""
    found: list[tuple[str, list[str] | None, int]] = []
    for number, line in enumerate(block.lines, block.first):
        if block.language == "sh" and line.strip() and not line.startswith("#"):
            found.append((line.strip(), None, number))
        elif block.language == "console" and line.startswith("$ "):
            found.append((line[2:].strip(), None, number))
        elif block.language == "console":
            assert found, f"line {number}: a console block begins with a command"
            text, shown, at = found[-1]
            found[-1] = (text, [*(shown or []), line], at)
    last = len(found) - 1
    return [
        Command(
            text,
            None if shown is None else tuple(shown),
            int(block.said.get("exit", 0)) if index == last else 0,
            at,
        )
        for index, (text, shown, at) in enumerate(found)
    ]


def all_commands(page: Path) -> list[str]:
    """Return the command lines of a page in their order."""
    return [command.text for block in blocks(page) for command in commands(block)]


@dataclass
class Folder:
    """A folder of its own in which a page is followed from top to bottom."""

    path: Path
    page: Path

    def follow(self) -> int:
        """Do what the page says; return how many commands and programs were run."""
        done = 0
        for block in blocks(self.page):
            if "file" in block.said:
                self._write(block)
            elif "change" in block.said:
                self._change(block)
            elif "below" in block.said or "end" in block.said:
                self._add(block)
            for command in commands(block):
                done += self._run(command)
        return done + self._python()

    def _write(self, block: Block) -> None:
        (self.path / block.said["file"]).write_text("\n".join(block.lines) + "\n", block.said.get("encoding", "utf-8"))

    def _change(self, block: Block) -> None:
        target = self.path / block.said["change"]
        lines = target.read_text(encoding="utf-8").splitlines()
        for line in block.lines:
            key = line.partition(":")[0]
            hits = [index for index, old in enumerate(lines) if old.partition(":")[0] == key]
            assert len(hits) == 1, f"{self._at(block.first)}: {target.name} has {len(hits)} lines with {key!r}"
            lines[hits[0]] = line
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _add(self, block: Block) -> None:
        file, _, line = block.said.get("below", block.said.get("end", "")).partition(" @ ")
        target = self.path / file
        lines = target.read_text(encoding="utf-8").splitlines()
        hits = [index + 1 for index, old in enumerate(lines) if old.strip() == line] if line else [len(lines)]
        assert len(hits) == 1, f"{self._at(block.first)}: {file} has {len(hits)} lines {line!r}"
        lines[hits[0] : hits[0]] = block.lines
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _run(self, command: Command) -> int:
        program, *words = command.text.split()
        if program in SKIPPED:
            return 0
        assert program == "shuke", f"{self._at(command.line)}: {program} is not a command that a page may use"
        code, printed = self._shuke(words)
        assert code == command.code, f"{self._at(command.line)}: {command.text} ended with {code}\n{printed}"
        if command.shown is not None:
            assert shows(command.shown, printed.splitlines()), (
                f"{self._at(command.line)}: {command.text} printed\n{printed}"
            )
        return 1

    def _python(self) -> int:
        programs = [block for block in blocks(self.page) if block.language == "python"]
        if not programs:
            return 0
        # Every line keeps its number, so that a traceback points into the page.
        text = [""] * (max(block.first + len(block.lines) for block in programs))
        for block in programs:
            text[block.first - 1 : block.first - 1 + len(block.lines)] = block.lines
        promised = [found[1] for line in text if (found := re.search(r"print\(.*\)  # (.*)$", line))]
        (self.path / "page.py").write_text("\n".join(text), encoding="utf-8")
        code, printed = self._call([sys.executable, "-X", "utf8", "page.py"])
        assert code == 0, f"{name(self.page)}: its Python ended with {code}\n{printed}"
        told = printed.splitlines()
        missing = [line for line in promised if line not in told]
        assert not missing, f"{name(self.page)}: its Python did not print {missing}\n{printed}"
        return len(programs)

    def _shuke(self, words: list[str]) -> tuple[int, str]:
        if words[0] == "demo" and not any(self.path.iterdir()):
            return self._demo(words)
        return self._new(words)

    def _demo(self, words: list[str]) -> tuple[int, str]:
        """Begin with the demo, as half of the pages do: in one language it makes the same of nothing every time."""
        key = (*words, self._environment()["SHUKE_LANG"])
        if key not in DEMOS:
            made = Path(KEPT.name) / str(len(DEMOS))
            made.mkdir()
            DEMOS[key] = (*Folder(made, self.page)._new(words), made)
        code, printed, made = DEMOS[key]
        shutil.copytree(made, self.path, dirs_exist_ok=True)
        # A run tells where its files lie.
        for told in self.path.glob("*/run.json"):
            told.write_text(told.read_text(encoding="utf-8").replace(str(made), str(self.path)), encoding="utf-8")
        return code, printed

    def _new(self, words: list[str]) -> tuple[int, str]:
        if not CAN_FORK:
            return self._call([sys.executable, "-m", "shuke", *words])
        code, printed, _ = run(words, self.path, self._environment(), merged=True)
        return code, printed.decode("utf-8")

    def _call(self, words: list[str]) -> tuple[int, str]:
        done = subprocess.run(
            words,
            cwd=self.path,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout

    def _environment(self) -> dict[str, str]:
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))},
            "SHUKE_LANG": "zh" if self.page.name.endswith(".zh.md") else "en",
            "SHUKE_KEY_FILE": str(self.path / "pseudonym.key"),
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONIOENCODING": "utf-8",
        }

    def _at(self, line: int) -> str:
        return f"{name(self.page)}:{line}"


def shows(wanted: tuple[str, ...], printed: list[str]) -> bool:
    """Tell whether the printed lines are the wanted ones, ``…`` standing for any number of lines."""
    pattern = "".join(_pattern(line.rstrip()) for line in trimmed(wanted))
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in trimmed(printed))) is not None


def _pattern(line: str) -> str:
    if line.strip() == ANYTHING:
        return "(?:.*\n)*?"
    return re.escape(line[:-1]) + ".*\n" if line.endswith(ANYTHING) else re.escape(line) + "\n"


def trimmed(lines: tuple[str, ...] | list[str]) -> list[str]:
    """Return lines without the blank ones at the end."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
