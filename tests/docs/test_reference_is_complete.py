"""The reference names everything that the product has, and nothing that it has not."""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from docs_pages import ROOT, headings, name
from typer.testing import CliRunner

import shuke
from shuke import errors
from shuke.cli.main import app
from shuke.ingest.attributes import ATTRIBUTES
from shuke.ingest.columns import simplify
from shuke.ingest.decisions import DECISIONS, FREE
from shuke.ingest.kinds import KINDS as KINDS_OF_CONTACTS
from shuke.ingest.profile.document import OF_READING, OF_SHAPE, TOP, parse_profile
from shuke.ingest.rejected_form import FIXED
from shuke.ingest.synonyms import SYNONYMS
from shuke.ingest.verdicts import REASONS
from shuke.locale import code as code_of
from shuke.predicted.files import FILES as PREDICTION_FILES
from shuke.prediction.make import COLUMNS as PREDICTED_COLUMNS
from shuke.publish.files import FILES as PRODUCT_FILES
from shuke.result import FILES
from shuke.scheme.builtin import BUILTIN
from shuke.scheme.model.metrics import KINDS

REFERENCE = ROOT / "docs/reference"
COMMANDS = (
    "demo",
    "inspect",
    "score",
    "explain",
    "compare",
    "movement",
    "concentration",
    "backtest",
    "validate",
    "predict",
    "publish",
    "scheme list",
    "scheme show",
    "scheme schema",
    "scheme lint",
    "scheme new",
    "scheme import",
    "scheme names",
    "scheme diff",
    "scheme sensitivity",
    "key show",
    "key rotate",
    "key destroy",
    "privacy find",
    "privacy export",
    "privacy correct",
    "privacy opt-out",
    "privacy opt-in",
    "privacy opted-out",
    "overlap key",
    "overlap export",
    "overlap compare",
    "campaign plan",
    "campaign list",
    "campaign measure",
    "campaign ledger",
    "care new",
    "care strategy",
    "care plan",
    "care tasks",
    "care done",
    "care missed",
    "care skip",
    "care reopen",
    "care move",
    "care hand",
    "care ics",
    "goals new",
    "goals list",
    "goals show",
    "warnings new",
    "warnings check",
    "warnings list",
    "warnings snooze",
    "warnings close",
    "warnings advise",
    "warnings record",
    "warnings send",
    "init",
    "load",
    "refresh",
    "status",
    "history",
    "rollback",
    "backup",
    "restore",
    "forget",
    "doctor",
    "serve",
    "teams",
    "products",
    "target",
    "resources split",
    "resources new",
)
FAMILIES = ("scheme", "key", "privacy", "overlap", "campaign", "care", "goals", "warnings", "resources")
NEVER_LISTED = {"--help"}
PAGES = (REFERENCE / "commands.md", REFERENCE / "commands.zh.md")
CLASSES = ("BrokenPromise", "UsageError", "DataError", "SchemeError")


def in_both(page: str) -> pytest.MarkDecorator:
    """Ask a test of the English page of the reference and of the Chinese one."""
    both = [REFERENCE / page, REFERENCE / page.replace(".md", ".zh.md")]
    return pytest.mark.parametrize("page", both, ids=name)


def section(page: Path, heading: str) -> str:
    """Return the text below a heading that is told in English; the Chinese page has its headings in that order."""
    english = page.with_name(page.name.replace(".zh.md", ".md"))
    assert heading in headings(english), f"{english.name} has no section {heading!r}"
    own = headings(page)[headings(english).index(heading)]
    text = page.read_text(encoding="utf-8")
    return text.split(f"\n{own}\n", 1)[1].split("\n## ", 1)[0]


def rows(page: Path, heading: str | None = None) -> list[list[str]]:
    """Return the rows of the tables of a page, or of one section, without their heads."""
    text = page.read_text(encoding="utf-8") if heading is None else section(page, heading)
    lines = text.splitlines()
    found = []
    for index, line in enumerate(lines):
        is_head = index + 1 < len(lines) and re.match(r"\|[-:| ]+\|$", lines[index + 1])
        if line.startswith("|") and not is_head and not re.match(r"\|[-:| ]+\|$", line):
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def codes(cell: str) -> list[str]:
    """Return what stands in a cell as code."""
    return re.findall(r"`([^`]+)`", cell)


def first_codes(page: Path, heading: str | None = None) -> list[str]:
    """Return the code of the first cell of every row of a page's tables."""
    return [code for row in rows(page, heading) for code in codes(row[0])]


def help_of(*words: str) -> str:
    """Return what ``--help`` of a command says, asked in this process: a new one for each would take a minute."""
    done = CliRunner().invoke(app, [*words, "--help"])
    assert done.exit_code == 0
    return done.output


@cache
def shown_options(command: str) -> frozenset[str]:
    """Return the options that ``--help`` of a command shows."""
    found = re.findall(r"^\s{1,4}(--[a-z][a-z-]*)", help_of(*command.split()), re.MULTILINE)
    assert "--help" in found, "the help text has another form now"
    return frozenset(found) - NEVER_LISTED


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_option_of_a_command_is_in_the_reference_and_no_other(command: str, page: Path) -> None:
    heading = f"## shuke {command}".strip()
    told = {code.split()[0] for code in first_codes(page, heading)}
    assert told == shown_options(command)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_in_the_reference_and_no_other(page: Path) -> None:
    told = re.findall(r"^## shuke (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    groups = commands_below()
    there = [group for group in groups if group not in FAMILIES]
    there += [f"{family} {name}" for family in FAMILIES for name in commands_below(family)]
    assert sorted(told) == sorted(there) == sorted(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_list_at_the_head_of_the_commands_names_all_of_them(page: Path) -> None:
    block = page.read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    listed = " ".join(re.split(r" {3,}", line)[0].removeprefix("shuke ") for line in block.splitlines())
    assert {word for command in COMMANDS for word in command.split()} <= set(re.findall(r"[a-z][a-z-]*", listed))


def test_the_commands_have_the_same_options_defaults_and_values_in_both_languages() -> None:
    english, chinese = (rows(page) for page in PAGES)
    assert [row[0] for row in chinese] == [row[0] for row in english]
    for one, other in zip(english, chinese, strict=True):
        assert len(one) == len(other)
        assert [sorted(codes(cell)) for cell in other] == [sorted(codes(cell)) for cell in one], one[0]


def commands_below(*family: str) -> list[str]:
    """Return the commands that ``--help`` lists, of all or of a family."""
    return re.findall(r"^  ([a-z-]+) {2,}", help_of(*family).split("Commands:")[1], re.MULTILINE)


@in_both("metrics.md")
def test_every_metric_is_in_the_reference_with_its_kind_and_its_better_end(page: Path) -> None:
    own = rows(page, "## A scheme's own metrics")
    told = {codes(row[0])[0]: (row[1], row[2]) for row in rows(page) if row not in own}
    assert told == {name: (known.kind, known.best) for name, known in BUILTIN.items()}
    assert [codes(row[0])[0] for row in own] == list(KINDS)


@in_both("files.md")
def test_every_file_of_a_result_is_in_the_reference_and_no_other(page: Path) -> None:
    told = [code for code in first_codes(page) if re.fullmatch(r"[a-z]+\.[a-z]+", code)]
    assert sorted(told) == sorted(FILES)


@in_both("data-product.md")
def test_every_file_of_a_product_is_in_the_reference_and_no_other(page: Path) -> None:
    told = [code for row in rows(page) for code in codes(row[0])]
    assert sorted(told[: len(PRODUCT_FILES)]) == sorted(PRODUCT_FILES)


@in_both("predictions.md")
def test_every_file_and_column_of_a_prediction_is_in_the_reference_and_no_other(page: Path) -> None:
    told = [code for row in rows(page) for code in codes(row[0])]
    assert sorted(told[: len(PREDICTION_FILES)]) == sorted(PREDICTION_FILES)
    assert first_codes(page, "## predictions") == [
        *PREDICTED_COLUMNS[: PREDICTED_COLUMNS.index("frequency_trend")],
        "frequency_trend",
        "basket_trend",
        "frequency_p",
        "basket_p",
    ]


@in_both("files.md")
def test_every_reason_to_reject_a_row_is_in_the_reference_with_its_code_and_no_other(page: Path) -> None:
    reasons = [row for row in rows(page, "## rejected.csv") if "_" in row[0]]
    told = {reason: codes(row[1]) for row in reasons for reason in codes(row[0])}
    assert told == {reason: [code_of("reasons", reason)] for reason in REASONS}
    assert list(told) == list(REASONS)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small result as it is written."""
    folder = tmp_path_factory.mktemp("result")
    source = folder / "sales.csv"
    source.write_text("customer,date,amount\nA,2024-01-05,10\nB,2024-02-03,20\nB,x,1\n", encoding="utf-8")
    shuke.score(source).save(folder / "out")
    return folder / "out"


@in_both("files.md")
def test_every_key_of_the_summary_is_in_the_reference_and_no_other(result: Path, page: Path) -> None:
    summary = json.loads((result / "summary.json").read_text(encoding="utf-8"))
    told = first_codes(page, "## summary.json")
    assert sorted(told) == sorted([*summary, *summary["accounting"]])
    cells = {codes(row[0])[0]: codes(row[1]) for row in rows(page, "## summary.json")}
    assert set(summary["groups"][0]) <= set(cells["groups"])
    assert set(summary["customers"]) <= set(cells["customers"])


@in_both("files.md")
def test_every_key_of_the_manifest_is_in_the_reference_and_no_other(result: Path, page: Path) -> None:
    manifest = json.loads((result / "run.json").read_text(encoding="utf-8"))
    assert sorted(first_codes(page, "## run.json")) == sorted(manifest)
    cells = {codes(row[0])[0]: codes(row[1]) for row in rows(page, "## run.json")}
    assert set(manifest["fitted"]) <= set(cells["fitted"])
    assert set(manifest["sources"][0]) <= set(cells["sources"])


@in_both("files.md")
def test_the_columns_of_rejected_rows_are_in_the_reference(result: Path, page: Path) -> None:
    header = (result / "rejected.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    told = first_codes(page, "## rejected.csv")
    # The headers of the source come after them.
    assert [*told[: len(FIXED)], "customer", "date", "amount"] == header
    assert tuple(told[: len(FIXED)]) == FIXED


@in_both("files.md")
def test_the_columns_of_the_built_in_table_are_in_the_reference(result: Path, page: Path) -> None:
    columns = [f"`{column}`" for column in shuke.score(result.parent / "sales.csv").customers.columns]
    text = page.read_text(encoding="utf-8")
    assert ", ".join(columns) in text or "、".join(columns) in text


@in_both("columns.md")
def test_every_recognised_header_is_in_the_reference_and_no_other(page: Path) -> None:
    listed = re.findall(r"^\*\*`(\w+)`\*\*(?:: |：)(.+)$", section(page, "## Recognised headers"), re.MULTILINE)
    assert {column: tuple(codes(rest)) for column, rest in listed} == dict(SYNONYMS)
    assert first_codes(page) == list(SYNONYMS)


@in_both("columns.md")
def test_every_kind_of_interaction_and_attribute_of_customers_is_in_the_reference_and_no_other(page: Path) -> None:
    kinds = {row[0].split()[0]: words(row[1]) for row in rows(page, "## Kinds of interactions")}
    assert {kind: [kind, *told] for kind, told in kinds.items()} == {
        kind: list(known) for kind, known in KINDS_OF_CONTACTS.items()
    }
    attributes = {row[0]: words(row[1]) for row in rows(page, "## Attributes of customers")}
    assert list(attributes) == list(ATTRIBUTES)
    headers = {one: {simplify(known) for known in ATTRIBUTES[one]} for one in ATTRIBUTES if one not in SYNONYMS}
    assert {one: {simplify(told) for told in (one, *attributes[one])} for one in headers} == headers


def words(cell: str) -> list[str]:
    """Return the words of a cell that lists some."""
    return re.split(r", |、", cell)


@in_both("decisions.md")
def test_every_decision_is_in_the_reference_with_its_answers_and_no_other(page: Path) -> None:
    last = f"| `{list(DECISIONS)[-1]}` |"
    listed, formed = page.read_text(encoding="utf-8").split(last)
    listed, formed = listed + last + formed.split("\n", 1)[0], formed.split("\n", 1)[1]
    told = [[codes(cell) for cell in line.strip("|").split("|")] for line in listed.splitlines() if "| `" in line]
    assert {row[0][0]: tuple(row[1]) for row in told} == dict(DECISIONS)
    free = [codes(line.strip("|").split("|")[0])[0] for line in formed.splitlines() if line.startswith("| `")]
    assert sorted(free) == sorted(FREE)


@in_both("profile.md")
def test_every_key_of_a_mapping_profile_is_in_the_reference_and_no_other(page: Path) -> None:
    told = first_codes(page)
    assert told == [*TOP, *OF_SHAPE]
    text = page.read_text(encoding="utf-8")
    assert [key for key in OF_READING if f"`{key}`" not in text] == []
    parse_profile(text.split("```yaml\n")[1].split("```")[0])


@in_both("errors.md")
def test_every_exit_code_is_in_the_reference_with_its_class(page: Path) -> None:
    told = {row[2].strip("`"): int(row[0]) for row in rows(page, "## Exit codes") if row[2]}
    assert told == {one: getattr(errors, one).exit_code for one in CLASSES}


def test_every_argument_of_score_is_in_the_page_about_python_and_no_other() -> None:
    page = ROOT / "docs/how-to/python.md"
    told = first_codes(page, "## Every argument of `shuke.score`")
    assert sorted(told) == sorted(inspect.signature(shuke.score).parameters)


def test_every_layer_is_in_the_page_about_architecture_in_its_order() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = project["tool"]["importlinter"]["contracts"]
    layers = [
        [name.strip().removeprefix("shuke.") for name in layer.split("|")]
        for layer in contract["layers"]
        if layer not in {"shuke.__main__", "shuke.version"}
    ]
    told = [codes(row[0]) for row in rows(ROOT / "docs/explanation/architecture.md", "## Layers")]
    assert [sorted(layer) for layer in told] == [sorted(layer) for layer in layers]


# The rules by which the reference is checked can fail.


def test_tables_are_read_without_their_heads(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("\n## A\n\n| head `x` | b |\n|---|---:|\n| `one`, `two` | 2 |\n\n## B\n| `c` |\n|--|\n", "utf-8")
    assert rows(page, "## A") == [["`one`, `two`", "2"]]
    assert first_codes(page, "## A") == ["one", "two"]
    with pytest.raises(AssertionError, match="has no section"):
        rows(page, "## Z")
