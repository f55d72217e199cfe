"""Help speaks the reader's language: every sentence of every command, in lines that fit a terminal."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from shuke.cli.columns import width
from shuke.cli.help import broken, in_chinese, wrong_call
from shuke.cli.main import app, run

from .terminal import LANGUAGE_VARIABLES, Said

CHINESE: dict[str, dict[str, str]] = json.loads(files("shuke.locale").joinpath("help/zh.json").read_text("utf-8"))
THREE_WORDS = re.compile(r"[A-Za-z']+ [A-Za-z']+ [A-Za-z']+")


def below(command: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Every command of a tree with the words that call it."""
    yield " ".join(path), command
    if isinstance(command, TyperGroup):
        for name, one in command.commands.items():
            yield from below(one, *path, name)


def page(command: Any, name: str) -> str:
    """What ``--help`` of a command prints."""
    found: str = command.get_help(command.context_class(command, info_name=f"shuke {name}".strip()))
    return found


def sentences(command: Any) -> list[str]:
    """The sentences that stand in the code of a command."""
    return [told for told in (command.help, *(option.help for option in command.params)) if told]


@cache
def pages() -> dict[str, tuple[Any, str, str]]:
    """Every command by its name: itself, its page in English, its page in Chinese."""
    english = {name: page(command, name) for name, command in below(get_command(app))}
    tree = get_command(app)
    in_chinese(tree)
    return {name: (command, english[name], page(command, name)) for name, command in below(tree)}


@pytest.fixture(autouse=True)
def terminal_of_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


Run = Callable[..., Said]


@pytest.fixture
def shuke(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command in this process: none of them does more than to print."""
    collections = gc.get_threshold()

    def said(*words: str, **variables: str) -> Said:
        with monkeypatch.context() as patch:
            for name in LANGUAGE_VARIABLES:
                patch.delenv(name, raising=False)
            for name, value in variables.items():
                patch.setenv(name, value)
            patch.setattr("sys.argv", ["shuke", *words])
            with pytest.raises(SystemExit) as ended:
                run()
        printed = capsys.readouterr()
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    yield said
    gc.set_threshold(*collections)


def test_every_sentence_of_every_command_has_a_chinese_one_and_no_other_is_kept() -> None:
    used = {told for _, command in below(get_command(app)) for told in sentences(command)}
    assert used - CHINESE["sentences"].keys() == set()
    assert CHINESE["sentences"].keys() - used == set()


def test_every_chinese_sentence_is_chinese_and_names_the_same_options_and_files() -> None:
    for english, chinese in CHINESE["sentences"].items():
        assert re.search("[一-鿿]", chinese), english
        assert chinese.endswith(("。", "……")), chinese
        named = re.findall(r"--[a-z-]+|[a-z]+\.(?:json|csv|yaml|xlsx)|[a-z]+_[a-z]+", english)
        assert [name for name in named if name not in chinese] == []


def test_no_page_in_chinese_holds_an_english_sentence() -> None:
    for name, (_, _, chinese) in pages().items():
        told = re.sub(r"shuke( [a-z-]+)*", "", chinese)
        assert THREE_WORDS.findall(told) == [], name
        assert not re.search(r"Usage|Options:|Arguments|Commands|Show this|\[default|required", told), name


def test_the_lines_of_every_page_fit_a_terminal_of_eighty_columns() -> None:
    lines = [(name, line) for name, (_, _, chinese) in pages().items() for line in chinese.splitlines()]
    assert len(lines) > 1000
    assert [told for told in lines if width(told[1]) > 80] == []
    assert [told for told in lines if re.match(r"\s*[，。；：、）”]", told[1])] == []


def test_names_and_defaults_are_the_same_in_both_languages() -> None:
    for name, (command, english, chinese) in pages().items():
        lists = [re.split(r"^\S+[:：]$", text, maxsplit=1, flags=re.MULTILINE)[1] for text in (english, chinese)]
        columns = [re.findall(r"^  (\S.*?)(?:  |$)", text, re.MULTILINE) for text in lists]
        assert columns[0] == columns[1], name
        defaults = [
            re.findall(rf"\[{word}([^\];；]+)", re.sub(r"\s", "", text))
            for word, text in (("default:", english), ("默认：", chinese))
        ]
        assert defaults[0] == defaults[1], name
        assert columns[1][len(command.params) + 1 :] == list(getattr(command, "commands", ())), name


def test_what_is_in_the_frame_of_a_page_is_used() -> None:
    everything = "\n".join(chinese for _, _, chinese in pages().values())
    assert [chinese for chinese in CHINESE["frame"].values() if chinese not in everything] == []


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (("score", "--help", "--lang", "zh"), {}),
        (("score", "--lang=zh", "--help"), {"SHUKE_LANG": "en"}),
        (("score", "--help"), {"SHUKE_LANG": "zh"}),
        (("score", "--help"), {"LANG": "zh_CN.UTF-8"}),
    ],
)
def test_the_language_is_that_of_the_option_else_of_the_environment(
    shuke: Run, words: tuple[str, ...], variables: dict[str, str]
) -> None:
    said = shuke(*words, **variables)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("用法：")
    assert "给销售文件里的客户评级，写出评级表、报告和账目。" in said.out


def test_help_is_english_where_another_language_is_spoken(shuke: Run) -> None:
    for variables in ({}, {"LANG": "de_DE.UTF-8"}, {"SHUKE_LANG": "en", "LANG": "zh_CN.UTF-8"}):
        assert shuke("key", "show", "--help", **variables).out.startswith("Usage: ")
    assert shuke("key", "show", "--help", "--lang", "en", SHUKE_LANG="zh").out.startswith("Usage: ")


def test_a_family_without_a_command_shows_its_help_and_nothing_else(shuke: Run) -> None:
    said = shuke("scheme", SHUKE_LANG="zh")
    assert (said.code, said.out) == (2, "")
    assert said.err.split("\n", 1)[1].rstrip() == pages()["scheme"][2].split("\n", 1)[1]
    assert shuke("scheme").err.split("\n", 1)[1].rstrip() == pages()["scheme"][1].split("\n", 1)[1]


def test_a_wrong_call_is_told_in_chinese(shuke: Run) -> None:
    told = {
        ("scoer",): "没有命令 scoer，是不是 score、serve？",
        ("scheme", "foo"): "没有命令 foo",
        ("score", "a.csv", "--threads", "many"): "--threads 的值不对：应为整数",
        ("score", "a.csv", "--threads", "0"): "--threads 的值不对：不能小于 1",
        ("demo", "--customers", "1000000"): "--customers 的值不对：不能大于 999999",
        ("score", "a.csv", "--out"): "选项 --out 后面要写值",
        ("score", "a.csv", "--predict=2"): "选项 --predict 后面不写值",
        ("key", "show", "extra"): "多写了参数：extra",
        ("key", "destroy"): "缺少 KID",
        ("load", "--wait", "long"): "--wait 的值不对：应为数字",
    }
    for words, what in told.items():
        said = shuke(*words, SHUKE_LANG="zh")
        assert said.code == 2
        assert said.lines[0].removeprefix("命令写法不对：") == what
    assert shuke("key", "destroy").lines[0] == "KID is missing"


def test_what_is_not_known_of_a_wrong_call_is_told_as_it_is() -> None:
    assert wrong_call("Something new.") == "Something new."


def test_a_line_is_broken_between_chinese_letters_and_not_before_their_marks() -> None:
    assert broken("把文件载入，已有的不变。", 10) == ["把文件载", "入，已有的", "不变。"]
    assert broken("写出 summary.json 和表。", 12) == ["写出", "summary.json", "和表。"]


def test_what_is_longer_than_a_line_is_cut_and_nothing_of_it_is_lost() -> None:
    lines = broken("见 https://example.org/a/very/long/address。", 12)
    assert all(width(line) <= 12 for line in lines)
    assert "".join(lines) == "见https://example.org/a/very/long/address。"


def test_a_default_stays_in_one_line_where_it_fits_in_one() -> None:
    assert broken("取哪一张表。[默认：sales]", 18) == ["取哪一张表。", "[默认：sales]"]
    assert broken("[默认：二〇二四年的销售记录]", 10) == ["[默认：二", "〇二四年的", "销售记录]"]
