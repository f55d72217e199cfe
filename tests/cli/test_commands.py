"""Commands, exit codes, messages on standard error, and the languages they are in."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import shuke as product
from cli.sales import write
from cli.terminal import Said, command, environment, shuke
from shuke import Scheme
from shuke.cli.main import app, asked_for

pytestmark = pytest.mark.row("Z1")

COMMANDS = [
    ("demo",),
    ("inspect",),
    ("score",),
    ("explain",),
    ("scheme",),
    ("scheme", "list"),
    ("scheme", "show"),
    ("scheme", "lint"),
    ("scheme", "new"),
]
HEAVY = ("pandas", "numpy", "scipy", "fastapi", "polars", "pyarrow", "duckdb", "typer", "rich", "pydantic")


def listing(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_of_every_command_says_what_it_does(words: tuple[str, ...]) -> None:
    said = shuke(*words, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: {'python -m ' if 'python -m' in said.out else ''}shuke {' '.join(words)}")


def test_the_version_is_the_version_of_the_package() -> None:
    assert shuke("--version").out == f"shuke {product.__version__}\n"


@pytest.mark.parametrize("code", ["import shuke", "import shuke.errors"])
def test_importing_the_product_loads_nothing_heavy(code: str) -> None:
    program = f"import sys; {code}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_asking_for_help_loads_no_engine() -> None:
    program = (
        "import sys; sys.argv = ['shuke', '--help']\n"
        "import atexit; atexit.register(lambda: print('duckdb' in sys.modules, 'pandas' in sys.modules))\n"
        "from shuke.cli.main import run; run()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False False"


@pytest.mark.parametrize(("words", "built"), [(["score", "x.csv"], ["score"]), (["scheme", "list"], ["scheme"])])
def test_only_the_command_that_is_asked_for_is_built(words: list[str], built: list[str]) -> None:
    only = asked_for(words)
    assert [one.name for one in (*only.registered_commands, *only.registered_groups)] == built


@pytest.mark.parametrize("words", [[], ["--help"], ["rate"]])
def test_where_no_command_is_asked_for_all_of_them_are_there(words: list[str]) -> None:
    assert asked_for(words) is app


def causes(folder: Path) -> dict[str, tuple[int, list[str]]]:
    """Every cause of an error, with the exit code it must have and the command that meets it."""
    good = str(write(folder / "sales.csv"))
    out = ["--out", str(folder / "out")]
    bad = folder / "bad.yaml"
    bad.write_text(Scheme.load("rfm-quintile-weighted").text.replace("m_score: 0.4", "m_score: 0.5"), encoding="utf-8")
    blocked = folder / "blocked"
    blocked.write_text("a file where a folder is wanted")
    nobody = str(write(folder / "refunds.csv", [("C1", "1", "2024-01-05", "-1")]))
    return {
        "a source that is not there": (2, ["score", str(folder / "nothing.csv"), *out]),
        "an unknown option": (2, ["score", good, "--bogus", *out]),
        "no source": (2, ["score"]),
        "an unknown command": (2, ["rate", good]),
        "a malformed date": (2, ["score", good, "--as-of", "31.12.2024", *out]),
        "a malformed map": (2, ["score", good, "--map", "amount", *out]),
        "a map of an unknown header": (2, ["score", good, "--map", "amount=nothing", *out]),
        "an unknown format": (2, ["score", good, "--format", "docx", *out]),
        "an unknown language": (2, ["score", good, "--lang", "fr", *out]),
        "an unknown metric": (2, ["score", good, "--metrics", "karma", *out]),
        "an unknown rule for zero orders": (2, ["score", good, "--zero-orders", "often", *out]),
        "a malformed memory limit": (2, ["score", good, "--memory-limit", "lots", *out]),
        "a malformed number of threads": (2, ["score", good, "--threads", "many", *out]),
        "a folder that is a file": (2, ["score", good, "--out", str(blocked)]),
        "a folder without a result": (2, ["explain", str(folder), "C1"]),
        "a new scheme where a file is": (2, ["scheme", "new", str(bad), "--from", "rfm-quintile-weighted"]),
        "a new scheme in no folder": (
            2,
            ["scheme", "new", str(folder / "no" / "x.yaml"), "--from", "rfm-quintile-weighted"],
        ),
        "data of no use": (3, ["score", str(blocked), *out]),
        "nobody to rate": (3, ["score", nobody, *out]),
        "no customer in the period": (3, ["score", good, "--as-of", "2001-01-01", *out]),
        "an unknown scheme": (4, ["score", good, "--scheme", "karma", *out]),
        "a wrong scheme": (4, ["score", good, "--scheme", str(bad), *out]),
        "a metric without its table": (4, ["score", good, "--metrics", "consultations", *out]),
    }


CAUSES = [
    "a source that is not there",
    "an unknown option",
    "no source",
    "an unknown command",
    "a malformed date",
    "a malformed map",
    "a map of an unknown header",
    "an unknown format",
    "an unknown language",
    "an unknown metric",
    "an unknown rule for zero orders",
    "a malformed memory limit",
    "a malformed number of threads",
    "a folder that is a file",
    "a folder without a result",
    "a new scheme where a file is",
    "a new scheme in no folder",
    "data of no use",
    "nobody to rate",
    "no customer in the period",
    "an unknown scheme",
    "a wrong scheme",
    "a metric without its table",
]


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[int, Said]]:
    """Meet a cause, once."""
    known = causes(tmp_path_factory.mktemp("causes"))
    met: dict[str, tuple[int, Said]] = {}

    def meet(name: str) -> tuple[int, Said]:
        if name not in met:
            code, words = known[name]
            met[name] = code, shuke(*words)
        return met[name]

    return meet


def test_every_cause_is_listed(tmp_path: Path) -> None:
    assert list(causes(tmp_path)) == CAUSES


@pytest.mark.parametrize("name", CAUSES)
def test_a_cause_has_its_exit_code(name: str, tried: Callable[[str], tuple[int, Said]]) -> None:
    code, said = tried(name)
    assert said.code == code, said.err


@pytest.mark.parametrize("name", CAUSES)
def test_an_error_is_one_to_three_lines_on_standard_error(name: str, tried: Callable[[str], tuple[int, Said]]) -> None:
    said = tried(name)[1]
    assert said.out == ""
    assert 1 <= len(said.lines) <= 3, said.err
    assert all(said.lines), said.err
    assert "Traceback" not in said.err


def test_the_line_of_a_scheme_is_told(tmp_path: Path) -> None:
    text = shuke("scheme", "show", "rfm-quintile-weighted", "--as", "document").out
    (tmp_path / "own.yaml").write_text(text.replace("metric: frequency", "metric: karma"))
    said = shuke("scheme", "lint", tmp_path / "own.yaml")
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "metric: frequency" in line)
    assert said.code == 4
    assert said.out.startswith(f"own.yaml · line {line}:")


SPEECH = {
    "--lang zh": (["--lang", "zh"], {}, "zh"),
    "--lang=zh": (["--lang=zh"], {}, "zh"),
    "SHUKE_LANG": ([], {"SHUKE_LANG": "zh"}, "zh"),
    "LC_ALL": ([], {"LC_ALL": "zh_CN.UTF-8"}, "zh"),
    "LANG": ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
    "LC_ALL before LANG": ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
    "SHUKE_LANG before LC_ALL": ([], {"SHUKE_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
    "--lang before SHUKE_LANG": (["--lang", "en"], {"SHUKE_LANG": "zh"}, "en"),
    "nothing": ([], {}, "en"),
}


@pytest.mark.parametrize("name", SPEECH)
def test_errors_speak_the_language_asked_for(name: str, tmp_path: Path) -> None:
    options, variables, lang = SPEECH[name]
    said = shuke("inspect", tmp_path / "none.csv", *options, **variables)
    assert ("没有这个文件" in said.err) is (lang == "zh")
    assert ("there is no such file" in said.err) is (lang == "en")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_rating_speaks_the_language_asked_for(lang: str, tmp_path: Path) -> None:
    said = shuke("score", write(tmp_path / "sales.csv"), "--out", tmp_path / "out", "--lang", lang)
    assert said.code == 0
    assert ("RFM 五分位加权评级" if lang == "zh" else "RFM quintiles, weighted") in said.out


def test_wrong_options_are_told_in_chinese_too(tmp_path: Path) -> None:
    said = shuke("score", write(tmp_path / "sales.csv"), "--threads", "many", "--lang", "zh")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said.err), said.err


def test_nothing_is_told_of_progress_in_a_pipe(tmp_path: Path) -> None:
    said = shuke("score", write(tmp_path / "sales.csv"), "--out", tmp_path / "out")
    assert (said.code, said.err) == (0, "")
    assert "\x1b" not in said.out
    assert "\r" not in said.out


def test_what_is_told_fits_the_summary(tmp_path: Path) -> None:
    said = shuke("score", write(tmp_path / "sales.csv"), "--out", tmp_path / "out", "--currency", "CNY")
    told = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert f"¥{told['accounting']['amount_read']}" in said.out
    assert f"= rated {told['customers']['rated']} +" in said.out
    for group in told["groups"]:
        assert any(line.split()[:2] == [group["name"], str(group["customers"])] for line in said.out.splitlines())


def test_inspect_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "sales.csv")
    before = listing(tmp_path)
    said = shuke("inspect", "sales.csv", cwd=tmp_path)
    assert (said.code, listing(tmp_path)) == (0, before)
    assert "customer_id" in said.out


def test_inspect_tells_what_would_be_rejected(tmp_path: Path) -> None:
    source = write(tmp_path / "sales.csv", [("C1", "1", "2024-01-05", "1"), ("C2", "2", "x", "1")], encoding="gbk")
    said = shuke("inspect", source)
    assert said.code == 0
    assert "2 rows, 1 would be rejected" in said.out
    assert "headers in row 1, 4 columns" in said.out


def test_inspect_shows_no_personal_value(tmp_path: Path) -> None:
    rows = [("13800138000", "张三丰", "2024-01-05", "1")]
    source = write(tmp_path / "sales.csv", rows, ("手机号", "姓名", "日期", "金额"))
    said = shuke("inspect", source)
    assert "13800138000" not in said.out
    assert "张三丰" not in said.out


def test_inspect_goes_on_after_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    said = shuke("inspect", tmp_path / "a.csv", write(tmp_path / "b.csv"))
    assert said.code == 3
    assert "b.csv" in said.out


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_an_answer_can_be_kept_in_a_file_of_any_encoding(encoding: str, tmp_path: Path) -> None:
    words = ("score", write(tmp_path / "sales.csv"), "--out", tmp_path / "out", "--currency", "CNY", "--lang", "zh")
    said = shuke(*words, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (said.code, said.err) == (0, "")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    running = subprocess.Popen(
        command("score", write(tmp_path / "sales.csv"), "--out", tmp_path / "out"),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    told = running.stderr.read().decode()
    running.stderr.close()
    assert (running.wait(timeout=60), told) == (0, "")


@pytest.mark.row("X3")
@pytest.mark.parametrize("name", ["customers.parquet", "customers.xlsx", "summary.json", "report.html", "rejected.csv"])
def test_the_same_seed_gives_the_same_bytes(name: str, two_demos: tuple[Path, Path]) -> None:
    first, second = two_demos
    assert (first / name).read_bytes() == (second / name).read_bytes()


@pytest.fixture(scope="module")
def two_demos(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The demo of one seed, made twice."""
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    for folder in folders:
        said = shuke("demo", "--customers", 150, "--seed", 11, "--out", folder, "--lang", "zh", fresh=True)
        assert said.code == 0, said.err
    return folders[0], folders[1]


def test_another_seed_gives_another_table(two_demos: tuple[Path, Path], tmp_path: Path) -> None:
    shuke("demo", "--customers", 150, "--seed", 12, "--out", tmp_path)
    assert (tmp_path / "customers.parquet").read_bytes() != (two_demos[0] / "customers.parquet").read_bytes()


def test_the_demo_says_where_the_report_lies(tmp_path: Path) -> None:
    said = shuke("demo", "--customers", 30, "--out", tmp_path / "out")
    assert str(tmp_path / "out" / "report.html") in said.out
    assert (tmp_path / "out" / "report.html").is_file()


def test_only_the_formats_asked_for_are_written(tmp_path: Path) -> None:
    shuke("score", write(tmp_path / "sales.csv"), "--out", tmp_path / "out", "--format", "csv")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "customers.csv",
        "rejected.csv",
        "summary.json",
        "report.html",
        "run.json",
    }


def test_tables_of_an_older_run_do_not_stay_beside_a_newer_one(tmp_path: Path) -> None:
    source, out = write(tmp_path / "sales.csv"), tmp_path / "out"
    shuke("score", source, "--out", out, "--format", "csv", "--format", "xlsx")
    (out / "notes of mine.txt").write_text("keep")
    shuke("score", source, "--out", out, "--format", "parquet")
    assert {path.name for path in out.iterdir()} == {
        "customers.parquet",
        "rejected.csv",
        "summary.json",
        "report.html",
        "run.json",
        "notes of mine.txt",
    }
