"""Two companies learn how many customers they share by tier, and nothing else of each other."""

from __future__ import annotations

import hashlib
import json
import random
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyarrow import parquet

import shuke
from cli.sales import write
from cli.terminal import shuke as run
from effort import times
from privacy.searched import leaks
from shuke.locale import LANGUAGES
from shuke.privacy.keys import load_key

pytestmark = pytest.mark.row("X9")

HEADERS = ("手机号", "订单号", "下单时间", "金额")
SHARED = [f"139{number * 104_729 % 10**8:08}" for number in range(160)]


def spelled(mobile: str, side: int) -> str:
    """A number as each side's system writes it."""
    return mobile if side == 0 else f"+86 {mobile[:3]}-{mobile[3:7]}-{mobile[7:]}"


def own(side: int) -> list[str]:
    return [f"13{side + 5}{number * 7919 % 10**8:08}" for number in range(100)]


def orders(mobiles: list[str], side: int) -> Iterator[tuple[str, ...]]:
    rng = random.Random(side + 1)
    for number, mobile in enumerate(mobiles):
        for order in range(rng.randrange(1, 6)):
            day = f"2024-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
            yield spelled(mobile, side), f"S{number}-{order}", day, f"{rng.randrange(100, 100_000) / 100:.2f}"


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two companies, each with its own folder and own key, and the key that they share."""
    folder = tmp_path_factory.mktemp("sides")
    assert run("overlap", "key", folder / "shared.key", "--purpose", "联合春季活动 2025").code == 0
    for side in (0, 1):
        home = folder / str(side)
        home.mkdir()
        source = write(home / "sales.csv", orders([*SHARED, *own(side)], side), HEADERS)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SHUKE_KEY_FILE", str(home / "pseudonym.key"))
            result = shuke.score(source, as_of="2024-12-31")
            result.save(home / "result", ["parquet"])
            result.close()
        said = run(
            "overlap", "export", home / "result", "--key-file", folder / "shared.key", "--out", home / "codes.csv",
            SHUKE_KEY_FILE=str(home / "pseudonym.key"),
        )  # fmt: skip
        assert said.code == 0, said.err
    return folder


def codes(path: Path) -> dict[str, str]:
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    assert header == "code,tier"
    return dict(line.split(",") for line in lines)


def true_counts(sides: Path) -> Counter[tuple[str, str]]:
    """The truth, from the raw ids and a rating of each side that writes them."""
    tiers = []
    for side in (0, 1):
        result = shuke.score(sides / str(side) / "sales.csv", as_of="2024-12-31", raw=True)
        tiers.append({str(row["customer_id"]): str(row["tier"]) for row in result.customers.rows()})
        result.close()
    pairs = ((tiers[0].get(one), tiers[1].get(spelled(one, 1))) for one in SHARED)
    return Counter((str(mine), str(theirs)) for mine, theirs in pairs if mine and theirs)


def compared(one: Path, other: Path) -> dict[str, object]:
    said = run("overlap", "compare", one, other, "--json")
    assert said.code == 0, said.err
    found: dict[str, object] = json.loads(said.out)
    return found


@pytest.mark.promise("F8")
def test_the_counts_are_the_true_ones_or_hidden(sides: Path) -> None:
    truth = true_counts(sides)
    found = compared(sides / "0" / "codes.csv", sides / "1" / "codes.csv")
    assert found["total"] in {None, sum(truth.values())}
    cells = found["cells"]
    assert isinstance(cells, list)
    assert len(cells) == 16
    for cell in cells:
        count = truth[cell["mine"], cell["theirs"]]
        assert cell["customers"] in ([count, "hidden"] if count >= 5 else ["<5"])
    assert any(isinstance(cell["customers"], int) for cell in cells)


def test_both_sides_get_the_same_answer(sides: Path) -> None:
    files = [sides / str(side) / "codes.csv" for side in (0, 1)]
    there, back = compared(*files), compared(*reversed(files))
    turned = {(cell["theirs"], cell["mine"]): cell["customers"] for cell in back["cells"]}  # type: ignore[attr-defined]
    assert {(cell["mine"], cell["theirs"]): cell["customers"] for cell in there["cells"]} == turned  # type: ignore[attr-defined]


def letter(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[number % 26]


def test_two_answers_do_not_fill_each_others_gaps(tmp_path: Path) -> None:
    counts = {("A", "A"): 2, ("A", "B"): 8, ("B", "A"): 9, ("B", "B"): 20}
    for name, side in (("one.csv", 0), ("two.csv", 1)):
        tiers = [pair[side] for pair, count in counts.items() for _ in range(count)]
        lines = [f"o1234_{'a' * 24}{letter(number // 26)}{letter(number)},{tier}" for number, tier in enumerate(tiers)]
        (tmp_path / name).write_text("\n".join(["code,tier", *lines, f"o1234_{'b' * 26},{'AB'[side]}"]) + "\n")
    there, back = (
        compared(tmp_path / one, tmp_path / other) for one, other in (("one.csv", "two.csv"), ("two.csv", "one.csv"))
    )
    hidden = [{(cell["mine"], cell["theirs"]) for cell in there["cells"] if cell["customers"] == "hidden"}]  # type: ignore[attr-defined]
    hidden += [{(cell["theirs"], cell["mine"]) for cell in back["cells"] if cell["customers"] == "hidden"}]  # type: ignore[attr-defined]
    assert hidden[0] == hidden[1] != set()


@pytest.mark.parametrize("side", [0, 1])
def test_a_file_holds_codes_and_tiers_in_the_order_of_the_codes(sides: Path, side: int) -> None:
    path = sides / str(side) / "codes.csv"
    found = codes(path)
    assert list(found) == sorted(found)
    assert all(re.fullmatch("o[0-9a-f]{4}_[a-z2-7]{26}", code) for code in found)
    assert set(found.values()) == set("ABCD")


@pytest.mark.parametrize("side", [0, 1])
def test_no_identifier_and_no_plain_hash_of_one_is_in_a_file(sides: Path, side: int) -> None:
    folder = sides / str(side)
    mobiles = [*SHARED, *own(side)]
    ids = parquet.read_table(folder / "result" / "customers.parquet")["customer_id"].to_pylist()
    hashes = [
        digest(spelling.encode()).hexdigest()
        for mobile in mobiles
        for spelling in (mobile, f"+86{mobile}")
        for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256)
    ]
    target = folder / "sent"
    target.mkdir(exist_ok=True)
    (target / "codes.csv").write_bytes((folder / "codes.csv").read_bytes())
    assert leaks(target, [*mobiles, *ids, *hashes]) == []


@pytest.mark.parametrize("side", [0, 1])
def test_the_number_of_lines_of_a_tier_is_round_and_tells_no_number_of_customers(sides: Path, side: int) -> None:
    counts = Counter(codes(sides / str(side) / "codes.csv").values())
    assert all(count % 100 == 0 for count in counts.values())


def test_codes_of_nobody_are_the_same_every_time(sides: Path, tmp_path: Path) -> None:
    home = sides / "0"
    words = ["overlap", "export", home / "result", "--key-file", sides / "shared.key", "--out", tmp_path / "again.csv"]
    assert run(*words, SHUKE_KEY_FILE=str(home / "pseudonym.key")).code == 0
    assert (tmp_path / "again.csv").read_bytes() == (home / "codes.csv").read_bytes()
    said = run(*words[:-1], tmp_path / "bare.csv", "--pad", 0, SHUKE_KEY_FILE=str(home / "pseudonym.key"))
    assert said.code == 0
    bare = codes(tmp_path / "bare.csv")
    assert bare.items() <= codes(home / "codes.csv").items()
    assert len(bare) == len(parquet.read_table(home / "result" / "customers.parquet"))


def test_another_key_gives_codes_that_meet_nothing(sides: Path, tmp_path: Path) -> None:
    run("overlap", "key", tmp_path / "other.key", "--purpose", "联合春季活动 2025")
    home = sides / "1"
    words = [
        "overlap",
        "export",
        home / "result",
        "--key-file",
        tmp_path / "other.key",
        "--out",
        tmp_path / "other.csv",
    ]
    assert run(*words, SHUKE_KEY_FILE=str(home / "pseudonym.key")).code == 0
    said = run("overlap", "compare", sides / "0" / "codes.csv", tmp_path / "other.csv", "--lang", "en")
    assert (said.code, "another key" in said.err) == (3, True)


def test_the_same_secret_for_another_purpose_is_another_key(sides: Path, tmp_path: Path) -> None:
    from shuke.overlap.secret import SharedKey

    one, other = SharedKey(b"\x01" * 32, "spring"), SharedKey(b"\x01" * 32, "autumn")
    assert one.name != other.name
    assert (
        one.coder.code("customer", "13800138000").split("_")[1]
        != other.coder.code("customer", "13800138000").split("_")[1]
    )


def test_fewer_than_twenty_in_common_are_not_told(sides: Path, tmp_path: Path) -> None:
    for name, count in (("few", 19), ("enough", 20)):
        mobiles = [*SHARED[:count], *(f"137{number:08}" for number in range(200))]
        source = write(tmp_path / f"{name}.csv", orders(mobiles, 0), HEADERS)
        key = {"SHUKE_KEY_FILE": str(tmp_path / "k")}
        assert run("score", source, "--as-of", "2024-12-31", "--out", tmp_path / name, **key).code == 0
        words = ["--key-file", sides / "shared.key", "--out", tmp_path / f"{name}.codes"]
        assert run("overlap", "export", tmp_path / name, *words, **key).code == 0
    for lang in LANGUAGES:
        said = run("overlap", "compare", tmp_path / "few.codes", sides / "1" / "codes.csv", "--lang", lang)
        assert (said.code, said.out) == (3, "")
        assert "19" not in said.err
    assert run("overlap", "compare", tmp_path / "enough.codes", sides / "1" / "codes.csv").code == 0


CODES = [("C1", "91330106MA2CF5XY1L"), *((f"C{n}", f"9133010{n % 10}MA2CF{n:04}K") for n in range(2, 60))]


@pytest.fixture
def business(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A result whose ids are codes of one's own."""
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "k"))
    rows = [(code, f"S{n}", f"2024-0{n % 9 + 1}-05", f"{n * 37 + 1}.00") for n, (code, _) in enumerate(CODES)]
    source = write(tmp_path / "sales.csv", rows, ("客户编号", "订单号", "下单时间", "金额"))
    result = shuke.score(source, as_of="2024-12-31")
    result.save(tmp_path / "result", ["parquet"])
    result.close()
    run("overlap", "key", tmp_path / "shared.key", "--purpose", "x")
    return tmp_path


def test_codes_of_ones_own_are_not_compared(business: Path) -> None:
    said = run(
        "overlap", "export", business / "result", "--key-file", business / "shared.key", "--out", business / "c",
        "--lang", "en",
    )  # fmt: skip
    assert (said.code, "--ids FILE --by HEADER" in said.err) == (3, True)
    assert not (business / "c").exists()


def test_a_table_says_the_identifier_to_compare_by(business: Path) -> None:
    write(business / "ids.csv", [(code, f" {uscc.lower()} ") for code, uscc in CODES], ("客户编号", "信用代码"))
    words = ["--key-file", business / "shared.key", "--ids", business / "ids.csv", "--by", "信用代码", "--pad", 0]
    said = run("overlap", "export", business / "result", *words, "--out", business / "one.csv")
    assert said.code == 0, said.err
    write(business / "ids.csv", CODES, ("客户编号", "信用代码"))
    assert run("overlap", "export", business / "result", *words, "--out", business / "two.csv").code == 0
    assert codes(business / "one.csv") == codes(business / "two.csv")
    assert len(codes(business / "one.csv")) == len(CODES)


def test_company_names_meet_whatever_their_spaces_and_brackets(business: Path) -> None:
    found = []
    for name in ("杭州心樾（集团）有限公司 ", "杭州心樾(集团) 有限公司"):
        names = [(code, f"{name}{n}") for n, (code, _) in enumerate(CODES)]
        write(business / "ids.csv", names, ("客户编号", "名称"))
        words = ["--ids", business / "ids.csv", "--by", "名称", "--pad", 0, "--out", business / "c"]
        assert run("overlap", "export", business / "result", "--key-file", business / "shared.key", *words).code == 0
        found.append(codes(business / "c"))
    assert found[0] == found[1]


def test_sources_that_are_gone_are_told(sides: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(sides / "0", tmp_path / "moved")
    document = json.loads((tmp_path / "moved" / "result" / "run.json").read_text(encoding="utf-8"))
    document["sources"][0]["path"] = str(tmp_path / "gone.csv")
    del document["sha256"]
    (tmp_path / "moved" / "result" / "run.json").write_text(json.dumps(document), encoding="utf-8")
    words = ["--key-file", sides / "shared.key", "--out", tmp_path / "c", "--lang", "en"]
    said = run("overlap", "export", tmp_path / "moved" / "result", *words)
    assert (said.code, "--ids FILE" in said.err) == (3, True)


def test_the_shared_key_is_for_its_owner_only_and_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "shared.key"
    said = run("overlap", "key", path, "--purpose", "a b")
    assert said.code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().splitlines()[2] not in said.out
    before = path.read_bytes()
    assert run("overlap", "key", path, "--purpose", "c").code == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 201])
def test_a_key_has_a_purpose(purpose: str, tmp_path: Path) -> None:
    assert run("overlap", "key", tmp_path / "k", "--purpose", purpose).code == 2
    assert not (tmp_path / "k").exists()


def test_the_key_of_the_pseudonyms_is_not_shared_and_the_shared_one_makes_none(sides: Path, tmp_path: Path) -> None:
    own_key = tmp_path / "pseudonym.key"
    load_key(own_key)
    words = ["overlap", "export", sides / "0" / "result", "--out", tmp_path / "c", "--key-file"]
    said = run(*words, own_key, "--lang", "en")
    assert (said.code, "never shared" in said.err) == (2, True)
    said = run(*words, sides / "shared.key", SHUKE_KEY_FILE=str(sides / "shared.key"))
    assert said.code == 2


BROKEN = {
    "nothing": "",
    "no header": "\n".join(f"o1234_{'a' * 26},A" for _ in range(30)),
    "too few": "code,tier\n" + "\n".join(f"o1234_{'a' * 25}{letter},A" for letter in "bcd"),
    "a telephone": "code,tier\n" + "\n".join(f"1380013800{n % 10},A" for n in range(30)),
    "one code twice": "code,tier\n" + "\n".join(f"o1234_{'a' * 26},A" for _ in range(30)),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_holds_no_codes_is_refused_without_its_content(content: str, sides: Path, tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text(content, encoding="utf-8")
    said = run("overlap", "compare", sides / "0" / "codes.csv", path)
    assert (said.code, said.out) == (3, "")
    assert "13800138" not in said.err


def test_a_file_is_not_compared_with_itself(sides: Path) -> None:
    path = sides / "0" / "codes.csv"
    assert run("overlap", "compare", path, path).code == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_terminal_shows_the_counts_and_says_what_is_hidden(sides: Path, lang: str) -> None:
    said = run("overlap", "compare", sides / "0" / "codes.csv", sides / "1" / "codes.csv", "--lang", lang)
    assert said.code == 0
    assert "<5" in said.out
    assert [line.split()[0] for line in said.out.splitlines() if re.match(r"\s+[ABCD]\s", line)] == list("ABCD")


@pytest.mark.promise("F8")
def test_large_companies_learn_the_exact_number_and_exchange_no_plain_hash(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    size, shared = times(10_000, 1_000), times(1_000, 200)
    mine = [f"138{n * 7919 % 10**8:08}" for n in range(1, size + 1)]
    theirs = [*mine[:shared], *(f"150{n * 7919 % 10**8:08}" for n in range(size - shared))]
    assert run("overlap", "key", tmp_path / "shared.key", "--purpose", "春季").code == 0
    exchanged = []
    for name, people in (("mine", mine), ("theirs", theirs)):
        key = str(tmp_path / f"{name}.key")
        rows = [(one, f"S{n}", "2024-05-05", f"{n % 500 + 1}.00") for n, one in enumerate(people)]
        source = write(tmp_path / f"{name}.csv", rows, HEADERS)
        assert run("score", source, "--out", tmp_path / name, "--format", "parquet", SHUKE_KEY_FILE=key).code == 0
        out = tmp_path / f"{name}.codes.csv"
        said = run(
            "overlap",
            "export",
            tmp_path / name,
            "--key-file",
            tmp_path / "shared.key",
            "--out",
            out,
            SHUKE_KEY_FILE=key,
        )
        assert said.code == 0, said.err
        exchanged.append(out)
    text = "".join(path.read_text(encoding="utf-8") for path in exchanged)
    plain = {form(one.encode()).hexdigest() for one in mine for form in (hashlib.sha256, hashlib.sha1, hashlib.md5)}
    hits = sum(one in text for one in mine) + len(plain & set(re.split(r"[,\n]", text)))
    found = compared(*exchanged)["total"]
    figure(
        f"{size:,} x {size:,}: {found} shared customers told, {shared} are; {hits} numbers or plain hashes exchanged"
    )
    assert found == shared
    assert hits == 0
