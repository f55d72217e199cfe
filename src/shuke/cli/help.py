"""``--help`` in Chinese: names, forms and defaults as they are, every English sentence replaced by its Chinese one.

The English sentences stand in the code beside what they explain and are the keys of ``locale/help/zh.json``. Nothing
of it is read, and no command is changed, before help is shown. The page is set here too: a Chinese character takes
two cells of a terminal, and a line may break between any two of them, but not before a comma.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast

import typer
from typer.core import TyperGroup

from shuke.cli.columns import width

# What a line is not broken within: what is in brackets, or a run of Latin letters or one Chinese one, with its marks.
PIECES = re.compile(r"\[[^\[\] ]+\]|[（“《\[]*(?:[!-~–…]+|.)[，。；：、！？）”》\]]*", re.DOTALL)
# What typer adds to a sentence: “[default: 5; required]”.
ADDED = re.compile(r"(?:^|  )\[([^\]]+)\]$")
# A list of commands shows of a long sentence what stands before the first of these.
STOPS = re.compile(r"[：；。]")
FIRST_COLUMN, SPACE = 30, 2


@cache
def catalogue(part: str) -> Mapping[str, str]:
    """Return Chinese by English: the ``frame`` of a page of help, the ``sentences`` in it, or ``errors`` of a call."""
    raw = files("shuke.locale").joinpath("help", "zh.json").read_text(encoding="utf-8")
    found: Mapping[str, str] = json.loads(raw)[part]
    return found


def wrong_call(message: str) -> str:
    """Return in Chinese what typer says of a wrong call; what is not known here as it is."""
    for english, chinese in catalogue("errors").items():
        told = re.fullmatch(re.escape(english).replace(r"\{\}", "(.+?)"), message, re.DOTALL)
        if told is not None:
            return chinese.format(*(value.replace("', '", "、").strip("'") for value in told.groups()))
    return message


def in_chinese(command: Any) -> None:
    """Let a command, and those below it, show their help in Chinese when it is asked for."""
    command.context_class = Spoken
    if isinstance(command, TyperGroup):
        for below in command.commands.values():
            in_chinese(below)


class Spoken(typer.Context):
    """The context of a command whose help is Chinese."""

    def make_formatter(self) -> Any:
        """Return the page of help, after the sentences that it will show have been replaced."""
        sentences = catalogue("sentences")
        command = cast(Any, self.command)
        below = command.commands.values() if isinstance(command, TyperGroup) else ()
        for one in (command, *below):
            one.help = one.short_help = sentences.get(one.help or "", one.help)
        for parameter in command.params:
            parameter.help = sentences.get(parameter.help or "", parameter.help)
        return Page(width=self.terminal_width, max_width=self.max_content_width)


class Page(typer.Context.formatter_class):  # type: ignore[valid-type, misc]
    """What typer writes help into, in Chinese: by its own formatter, but for words, widths and where lines break."""

    _section = ""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        frame = catalogue("frame")
        for form in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(form, frame[form])
        first = f"{frame['Usage'] if prefix is None else prefix}{prog} "
        self._hang(first, width(first), args)

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        self._section = heading
        self.write(f"{' ' * self.current_indent}{catalogue('frame').get(heading, heading)}\n")

    def write_text(self, text: str) -> None:
        """Write a sentence at the present indent."""
        self._hang(" " * self.current_indent, self.current_indent, text)

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = FIRST_COLUMN, col_spacing: int = SPACE) -> None:
        """Write names and, beside or below each, what it means."""
        column = self.current_indent + min(max(width(name) for name, _ in rows), col_max) + col_spacing
        for name, meaning in rows:
            head = f"{' ' * self.current_indent}{name}"
            told = _added(meaning)
            if self._section == "Commands":
                told = _short(told, self.width - column)
            if width(head) > column - col_spacing and told:
                self.write(f"{head}\n")
                head = ""
            self._hang(head + " " * (column - width(head)), column, told)

    def _hang(self, first: str, indent: int, text: str) -> None:
        """Write a text after what stands in its first line, the further lines at an indent."""
        for number, line in enumerate(broken(text, self.width - indent)):
            self.write(f"{first if number == 0 else ' ' * indent}{line}".rstrip() + "\n")


def broken(text: str, room: int) -> list[str]:
    """Return a text as lines of at most so many cells; only what is longer than a line is cut within."""
    lines = [""]
    for piece in PIECES.findall(text):
        if lines[-1] and width(lines[-1] + piece.rstrip()) > room:
            lines.append("")
        rest = piece if lines[-1] else piece.lstrip(" ")
        while width(rest) > room:
            end = next(end for end in range(len(rest), 0, -1) if end == 1 or width(rest[:end]) <= room)
            lines[-1], rest = rest[:end], rest[end:]
            lines.append("")
        lines[-1] += rest
    return [line.rstrip() for line in lines]


def _added(meaning: str) -> str:
    """Return what is told of an option with what typer adds to it in Chinese."""
    frame = catalogue("frame")
    told = ADDED.search(meaning)
    if told is None:
        return frame.get(meaning, meaning)
    words = []
    for word in told[1].split("; "):
        before, sign, value = word.partition(": ")
        words.append(frame[before + sign] + value if before + sign in frame else word)
    return f"{meaning[: told.start()]}{frame['[']}{frame['; '].join(words)}{frame[']']}".strip()


def _short(sentence: str, room: int) -> str:
    """Return a sentence if it fits in a line, else its beginning where that does."""
    beginning = STOPS.split(sentence, maxsplit=1)[0]
    return sentence if width(sentence) <= room or width(beginning) > room else beginning
