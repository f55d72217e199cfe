"""The signs of a text's lines: told only where every line has the same, wherever its blocks are cut."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from shuke.ingest.files import BESIDE, examine
from shuke.ingest.text.decoding import decode
from shuke.ingest.text.signs import Signs
from shuke.ingest.text.survey import Survey

HEAD = "id,day,amount\n"
LINES = "A-1,2024-01-05 10:00:00,1.50\nB_22,2024-01-06 11:30:00,-20.00\n"
# What is appended to two plain lines, and the signs that all lines have then.
CASES = {
    "nothing": ("", b", ::,."),
    "a-line-without-its-end": ("C3,2024-02-01 00:00:00,3.00", b", ::,."),
    "a-line-cut-in-two": ("C3,2024-02-01 00:00", None),
    "a-sign-more": ("C.3,2024-02-01 00:00:00,3.00\n", None),
    "a-sign-less": ("C3,2024-02-01 00:00:00,3\n", None),
    "signs-in-another-order": ("C3.,2024-02-01 00:00:00,300\n", None),
    "a-blank-line": ("\n", None),
    "a-quote": ('"C3",2024-02-01 00:00:00,3.00\n', None),
    "another-line-end": ("C3,2024-02-01 00:00:00,3.00\r\n", None),
}


def survey(text: str, size: int) -> Survey:
    found, data = Survey(), text.encode()
    for place in range(0, len(data), size):
        found.feed(data[place : place + size])
    return found


@pytest.mark.parametrize(("more", "signs"), CASES.values(), ids=CASES)
def test_signs_are_told_where_all_lines_have_the_same_whatever_the_blocks(more: str, signs: bytes | None) -> None:
    text = HEAD + LINES + more
    whole = survey(text, len(text))
    assert whole.signs.of_lines == signs
    for size in (60, 70, 71, 72, 90):
        cut = survey(text, size)
        assert cut.signs.of_lines == signs
        assert (cut.lines, cut.simple, cut.ended) == (whole.lines, whole.simple, whole.ended)


@pytest.mark.parametrize("text", ["", "id,day", HEAD, HEAD + "A,1"], ids=["nothing", "no-line", "a-head", "a-piece"])
def test_a_text_without_a_whole_line_below_the_first_tells_no_signs(text: str) -> None:
    assert survey(text, 4).signs.of_lines is None


def test_lines_that_end_in_two_bytes_have_signs_too() -> None:
    assert survey((HEAD + LINES).replace("\n", "\r\n"), 1 << 10).signs.of_lines == b", ::,."


def test_signs_that_once_differed_are_never_told_again() -> None:
    signs = Signs()
    assert signs.follow(b",\n.,\n.,\n")
    assert not signs.follow(b",.\n")
    assert not signs.follow(b".,\n")
    assert signs.of_lines is None


@pytest.mark.parametrize("lines", [5_000, 300_000], ids=["hashed-at-once", "hashed-beside"])
def test_what_the_bytes_tell_is_known_once_a_plain_text_is_hashed(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "plain.csv"
    path.write_text(HEAD + LINES * lines)
    expected = decode(replace(examine(path), survey=None), "utf-8", tmp_path)
    file = examine(path)
    assert (file.size >= BESIDE) == (lines == 300_000)
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    found = decode(file, "utf-8", tmp_path).survey
    assert found is file.survey
    told = ("size", "feeds", "returns", "pairs", "controls", "simple", "letters", "lines", "ended")
    assert [getattr(found, name) for name in told] == [getattr(expected.survey, name) for name in told]


def test_a_text_that_is_not_plain_is_looked_at_when_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text(HEAD + LINES + "王,2024-02-01 00:00:00,3.00\n", encoding="utf-8")
    file = examine(path)
    assert file.survey is None
    assert not decode(file, "utf-8", tmp_path).survey.simple
