"""Pseudonyms under a key that is made once and belongs to its owner only."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from shuke.errors import UsageError
from shuke.privacy.keys import load_key
from shuke.privacy.pseudonyms import Key

FIRST, SECOND = Key(b"\x01" * 32), Key(b"\x02" * 32)


def test_the_same_person_has_the_same_code_under_the_same_key() -> None:
    assert FIRST.pseudonym("customer_id", "13800138000") == Key(b"\x01" * 32).pseudonym("customer_id", "13800138000")


def test_a_code_is_what_it_always_was() -> None:
    assert FIRST.pseudonym("customer_id", "13800138000") == "pf7_lazmcuohlnuj6g3yrliosm4237"


def test_another_key_gives_other_codes_and_shows_it() -> None:
    one, other = (key.pseudonym("customer_id", "13800138000") for key in (FIRST, SECOND))
    assert one != other
    assert one.split("_")[0] != other.split("_")[0]


def test_a_code_has_a_form_that_no_identifier_has_and_no_digits_of_the_value() -> None:
    code = FIRST.pseudonym("customer_id", "13800138000")
    assert re.fullmatch(r"p[0-9a-f]{2}_[a-z2-7]{26}", code)


def test_codes_of_different_people_and_kinds_differ() -> None:
    people = [f"138{number:08}" for number in range(2000)]
    assert len({FIRST.pseudonym("customer_id", person) for person in people}) == 2000
    assert FIRST.pseudonym("customer_id", people[0]) != FIRST.pseudonym("customer_name", people[0])


@pytest.mark.parametrize("written", ["１３８００１３８０００", " 13800138000 ", "13800138000\u3000"])
def test_the_way_of_writing_makes_no_other_person(written: str) -> None:
    assert FIRST.pseudonym("customer_id", written) == FIRST.pseudonym("customer_id", "13800138000")


def test_the_key_is_made_once_for_its_owner_only(key_file: Path) -> None:
    first = load_key()
    content = key_file.read_bytes()
    assert load_key() == first
    assert key_file.read_bytes() == content
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert len(first.secret) == 32


def test_two_keys_made_apart_are_different(tmp_path: Path) -> None:
    assert load_key(tmp_path / "a").secret != load_key(tmp_path / "b").secret


@pytest.mark.parametrize("content", ["", "abc", "zz" * 32, "ab" * 31])
def test_a_file_that_holds_no_key_is_wrong_usage(content: str, key_file: Path) -> None:
    key_file.parent.mkdir()
    key_file.write_text(content)
    with pytest.raises(UsageError) as caught:
        load_key()
    assert caught.value.key == "key_malformed"
    assert content == "" or content not in caught.value.render("en")


def test_bytes_that_are_no_text_are_no_key(key_file: Path) -> None:
    key_file.parent.mkdir()
    key_file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError):
        load_key()


def test_a_folder_in_the_place_of_the_key_is_wrong_usage(key_file: Path) -> None:
    key_file.mkdir(parents=True)
    with pytest.raises(UsageError) as caught:
        load_key()
    assert caught.value.key == "key_not_readable"
