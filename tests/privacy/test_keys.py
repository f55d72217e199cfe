"""Keys are kept for their owner, changed without loss, and destroyed for good."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.sales import write
from cli.terminal import shuke as run
from shuke.errors import UsageError
from shuke.privacy.keys import destroy, key_ring, load_key, rotate
from shuke.privacy.pseudonyms import Key
from shuke.privacy.replace import codes, wanted_ids

pytestmark = pytest.mark.row("Z1")

HEADERS = ("手机号", "订单号", "下单时间", "金额")
PEOPLE = [f"138{number * 7919 % 10**8:08}" for number in range(1, 8)]


def sales(folder: Path) -> Path:
    rows = [(one, f"S{n}", f"2024-03-{n + 1:02}", f"{n + 1}.00") for n, one in enumerate(PEOPLE)]
    return write(folder / "sales.csv", rows, HEADERS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13800138000", "+86 138-0013-8000"),
        ("13800138000", "086138 0013 8000"),
        ("0571-88886666", "(0571)88886666"),
        ("11010119900307002x", "11010119900307002X"),
        ("Li.Lei@Example.com", "li.lei@example.com"),
        ("91330106ma2cf5xy1l", "91330106MA2CF5XY1L"),
        ("ＡＢ１", "AB1"),
    ],
)
def test_two_spellings_of_one_identifier_have_one_code(one: str, other: str) -> None:
    key = Key(b"\x01" * 32)
    assert key.pseudonym("customer_id", one) == key.pseudonym("customer_id", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("0571-88886666-801", "0571-88886666-802"), ("C1", "c1"), ("007", "7"), ("0571-88886666", "0572-88886666")],
)
def test_different_identifiers_have_different_codes(one: str, other: str) -> None:
    key = Key(b"\x01" * 32)
    assert key.pseudonym("customer_id", one) != key.pseudonym("customer_id", other)


def test_every_purpose_has_codes_of_its_own() -> None:
    key = Key(b"\x01" * 32)
    made = {key.pseudonym("customer_id", "13800138000", purpose) for purpose in ("result", "publish", "publish again")}
    assert len(made) == 3
    assert {code[:4] for code in made} == {f"p{key.name}_"}


def test_two_customers_who_are_spellings_of_one_number_stay_two() -> None:
    found = codes(Key(b"\x01" * 32).coder(), ["+8613800138000", "13800138000", "C1"])
    assert len(set(found.values())) == 3


def test_a_customer_is_found_under_every_key_and_in_every_spelling(key_file: Path) -> None:
    load_key()
    made = []
    for _ in range(3):
        made.append(load_key().coder().code("customer_id", "13800138000"))
        rotate()
    wanted = wanted_ids("+86 138 0013 8000", key_ring())
    assert set(made) <= set(wanted)
    assert len(set(made)) == 3


def test_rotation_makes_a_new_key_and_keeps_the_old_one_read_only(key_file: Path) -> None:
    old = load_key()
    ring = rotate()
    assert ring.current != old
    assert ring.retired == (old,)
    assert load_key() == ring.current
    kept = key_file.with_name(f"pseudonym.key.retired-{old.name}")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert sorted(path.name for path in key_file.parent.iterdir()) == sorted([key_file.name, kept.name])


def test_keys_of_one_ring_have_different_names(key_file: Path) -> None:
    load_key()
    for _ in range(40):
        rotate()
    names = [key.name for key in key_ring().keys]
    assert len(set(names)) == len(names) == 41


def test_nothing_is_rotated_where_there_is_no_key(key_file: Path) -> None:
    with pytest.raises(UsageError) as caught:
        rotate()
    assert caught.value.key == "key_not_readable"
    assert not key_file.exists()


def test_a_destroyed_key_is_gone_for_good(key_file: Path) -> None:
    old = load_key()
    rotate()
    destroy(old.name)
    assert key_ring().retired == ()
    assert [path.name for path in key_file.parent.iterdir()] == [key_file.name]


@pytest.mark.parametrize("which", ["current", "zz"])
def test_only_a_retired_key_is_destroyed(which: str, key_file: Path) -> None:
    load_key()
    ring = rotate()
    with pytest.raises(UsageError) as caught:
        destroy(ring.current.name if which == "current" else which)
    assert caught.value.key == "key_not_retired"
    assert key_ring() == ring


def test_a_result_is_looked_up_by_the_raw_id_after_two_rotations(tmp_path: Path) -> None:
    assert run("score", sales(tmp_path), "--out", tmp_path / "old").code == 0
    before = run("explain", tmp_path / "old", PEOPLE[0]).out
    assert run("key", "rotate").code == 0
    assert run("key", "rotate").code == 0
    assert run("explain", tmp_path / "old", PEOPLE[0]).out == before
    run("score", sales(tmp_path), "--out", tmp_path / "new")
    after = run("explain", tmp_path / "new", PEOPLE[0]).out
    assert after.split()[0] != before.split()[0]
    assert after.split()[1:] == before.split()[1:]


@pytest.mark.promise("F3")
def test_codes_are_stable_apart_by_purpose_and_resolved_after_two_rotations(
    key_file: Path, figure: Callable[[str], None]
) -> None:
    people = [f"13{n % 10}{n * 104_729 % 10**8:08}" for n in range(1000)]
    load_key()
    rounds = []
    for _ in range(3):
        coder = load_key().coder()
        assert [coder.code("customer_id", one) for one in people] == [coder.code("customer_id", one) for one in people]
        rounds.append([coder.code("customer_id", one) for one in people])
        rotate()
    ring = key_ring()
    found = sum(set(each) <= set(wanted_ids(one, ring)) for one, *each in zip(people, *rounds, strict=True))
    other = {load_key().pseudonym("customer_id", one, "another purpose") for one in people}
    everything = {code for one in rounds for code in one}
    shared = len(everything & other)
    figure(
        f"{found:,} of {len(people):,} people found by all their codes after two changes of key; "
        f"{shared} codes shared by two purposes"
    )
    assert found == len(people)
    assert len(everything) == 3 * len(people)
    assert shared == 0
    for key in ring.retired:
        destroy(key.name)
    assert not any(set(rounds[0]) & set(wanted_ids(one, key_ring())) for one in people[:20])


def test_without_its_key_a_result_does_not_know_anybody(tmp_path: Path) -> None:
    run("score", sales(tmp_path), "--out", tmp_path / "old")
    old = load_key()
    run("key", "rotate")
    said = run("key", "destroy", old.name, "--yes")
    assert (said.code, said.err) == (0, "")
    said = run("explain", tmp_path / "old", PEOPLE[0])
    assert said.code == 3
    assert PEOPLE[0] not in said.err


def test_the_commands_tell_names_and_never_the_secret(key_file: Path) -> None:
    assert "no key yet" in run("key", "show").out
    key = load_key()
    rotate()
    shown = [run("key", "show").out, run("key", "show", "--lang", "zh").out, run("key", "rotate").out]
    assert all(key.name in one for one in shown)
    secrets = [one.secret.hex() for one in key_ring().keys]
    assert not [one for one in shown for secret in secrets if secret in one]


def test_a_key_that_others_can_read_is_told(key_file: Path) -> None:
    load_key()
    key_file.chmod(0o644)
    assert f"chmod 600 {key_file}" in run("key", "show").out


def test_nothing_is_destroyed_in_a_pipe_without_a_word(key_file: Path) -> None:
    load_key()
    ring = rotate()
    assert run("key", "destroy", ring.retired[0].name).code != 0
    assert key_ring() == ring
