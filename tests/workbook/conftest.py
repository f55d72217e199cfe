from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from workbook_books import book as make_book
from workbook_books import many

from shuke.report.workbook import Book, write_workbook

Recalculate = Callable[[list[Path]], list[Workbook]]


@pytest.fixture(scope="session", params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def book(lang: str) -> Book:
    return make_book(many(), lang=lang, named=True)


@pytest.fixture(scope="session")
def path(book: Book, lang: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("workbook") / f"customers-{lang}.xlsx"
    write_workbook(target, book)
    return target


@pytest.fixture(scope="session")
def opened(path: Path) -> Workbook:
    return load_workbook(path)


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings of LibreOffice, which it makes when it starts for the first time."""
    return tmp_path_factory.mktemp("office") / "profile"


@pytest.fixture
def recalculate(tmp_path: Path, profile: Path) -> Recalculate:
    """Let LibreOffice compute every formula: files that openpyxl wrote hold no computed values."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")

    def run(paths: list[Path]) -> list[Workbook]:
        out = tmp_path / "recalculated"
        command = [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            *map(str, paths),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return [load_workbook(out / path.name, data_only=True) for path in paths]

    return run
