"""The two commands as they are typed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from shuke.cli.scheme_diff import a_share, diff, sensitivity
from shuke.errors import UsageError
from whatif.conftest import BASE, MORE, OTHER

app = typer.Typer(pretty_exceptions_enable=False)
app.command()(diff)
app.command()(sensitivity)


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.yaml"
    path.write_text(OTHER, encoding="utf-8")
    return path


@pytest.mark.row("X1")
def test_two_schemes_on_a_file(sales: Path, other: Path, tmp_path: Path) -> None:
    told = run("diff", BASE, other, "--on", sales, "--out", tmp_path / "out", "--lang", "en", "--as-of", "2024-12-31")
    assert "tier A starts at 4 → 4.2" in told
    assert "change place" in told
    assert "Adjusted Rand index" in told
    assert (tmp_path / "out" / "movers.csv").is_file()


@pytest.mark.row("X1")
@pytest.mark.parametrize(
    ("lang", "told"), [("en", "Only the second scheme has S, C+: "), ("zh", "仅第二个方案有 S、C+：")]
)
def test_tiers_that_only_one_scheme_has_are_named(sales: Path, tmp_path: Path, lang: str, told: str) -> None:
    (tmp_path / "more.yaml").write_text(MORE, encoding="utf-8")
    shown = run("diff", BASE, tmp_path / "more.yaml", "--on", sales, "--lang", lang)
    assert told in shown
    assert "+1" in shown
    # Both have the title of the base, so their ids tell them apart.
    assert "more" in shown.splitlines()[0]


def test_without_data_the_documents_are_compared(other: Path) -> None:
    told = run("diff", BASE, other, "--lang", "zh").splitlines()
    assert told[0] == "两个方案的不同之处："
    assert len(told) == 5
    assert run("diff", BASE, BASE, "--lang", "en") == "The schemes mean the same.\n"


def test_several_sources_follow_one_option(sales: Path, other: Path) -> None:
    one = json.loads(run("diff", BASE, other, "--on", sales, "--json"))
    again = json.loads(run("diff", BASE, other, "--on", sales, sales, "--json"))
    assert one == again


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["octants-mean", "nested-125", "levels-5-4-6"])
def test_schemes_of_any_kind_are_shown(sales: Path, scheme: str, lang: str) -> None:
    told = run("diff", scheme, BASE, "--on", sales, "--lang", lang)
    assert "{" not in told
    assert "None" not in told


@pytest.mark.row("X1")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_weights_that_change_a_little(sales: Path, lang: str) -> None:
    told = run("sensitivity", BASE, "--on", sales, "--by", "5%", "--lang", lang)
    assert "0.315" in told
    assert "0.285" in told


def test_figures_for_programs(sales: Path) -> None:
    told = json.loads(run("sensitivity", BASE, "--on", sales, "--by", "0.1", "--json"))
    assert told["by"] == "0.1"
    assert len(told["shifts"]) == 6
    assert [one["group"] for one in told["boundaries"]] == ["A", "B", "C"]


@pytest.mark.parametrize(("value", "share"), [("5%", "0.05"), ("0.05", "0.05"), (" 12.5 % ", "0.125")])
def test_shares_are_read_exactly(value: str, share: str) -> None:
    assert a_share(value) == Decimal(share)


@pytest.mark.parametrize("value", ["five", "", "%", "nan", "inf", "5%%"])
def test_what_is_no_share_is_told(value: str) -> None:
    with pytest.raises(UsageError):
        a_share(value)


def test_a_sensitivity_needs_data() -> None:
    with pytest.raises(UsageError):
        run("sensitivity", BASE)
