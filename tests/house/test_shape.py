"""The house rules that a program can check."""

from __future__ import annotations

import ast
import graphlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import shuke

PACKAGE = Path(shuke.__file__).parent
ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 600, 60


def test_the_public_names_are_exactly_these() -> None:
    assert sorted(shuke.__all__) == [
        "DataError",
        "Prediction",
        "Result",
        "Scheme",
        "SchemeError",
        "ShukeError",
        "UsageError",
        "__version__",
        "backtest",
        "compare",
        "predict",
        "score",
        "validate",
    ]
    assert all(getattr(shuke, name) is not None for name in shuke.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        shuke.no_such_name  # noqa: B018


def test_the_version_is_a_version_and_stands_in_one_place() -> None:
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+((a|b|rc)[0-9]+)?(\.dev[0-9]+)?", shuke.__version__)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"].get("version") is None
    assert project["tool"]["hatch"]["version"]["path"] == "src/shuke/version.py"


def test_no_file_is_too_long() -> None:
    long = {
        path.name: lines for path in FILES if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_no_function_is_too_long() -> None:
    long = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                # The signature of a command lists its options; what is counted is what the function does.
                lines = node.end_lineno - node.body[0].lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    long[f"{path.name}:{node.name}"] = lines
    assert long == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    # Imports for types alone and those inside functions count too: they tie the files together all the same.
    names = {_name(path): path for path in FILES}
    graph = {name: imported(path, set(names)) - {name} for name, path in names.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path, names: set[str]) -> set[str]:
    """Return the modules of the package that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & names
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            submodules = {f"{module}.{alias.name}" for alias in node.names} & names
            found |= submodules or ({module} & names)
    return found


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in FILES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_promises_are_kept_by_checks_that_cannot_be_switched_off() -> None:
    asserting = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert asserting == []


def test_only_the_engine_imports_a_driver() -> None:
    importing = {
        str(path.relative_to(PACKAGE))
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "duckdb" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "duckdb")
    }
    assert importing <= {"engines/duckdb/engine.py"}


def test_layers_import_only_downwards() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if "importlinter" not in config["tool"]:
        pytest.skip("no layers are configured yet")
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("import-linter is not installed")
    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
