"""Checks of what is installed and of the machine: the interpreter, the engine, readers, pages, key, room."""

from __future__ import annotations

import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

from shuke.doctor.finding import Finding
from shuke.engines.duckdb import DuckDB
from shuke.errors import ShukeError
from shuke.privacy.keys import key_path, load_key

LEAST_PYTHON = (3, 11)
# Below so much room for what spills from memory, a large rating will stop.
LITTLE_ROOM = 2 * 10**9
GIGABYTE = 10**9
EXTRA = re.compile(r"""extra == ['"]([a-z]+)['"]""")
# What only those need who change the product.
FOR_DEVELOPERS = "dev"
SAMPLE = "customer_id,order_id,ordered_at,amount\nC1,O1,2024-01-05,12.30\n"


def installation() -> Iterator[Finding]:
    """Yield what each check finds, those without which nothing works first."""
    yield _python()
    yield _engine()
    yield from _dependencies()
    yield _workbooks()
    yield _pages()
    yield _key()
    yield _temporary()
    yield from _extras()


def _python() -> Finding:
    figures = {"version": ".".join(map(str, sys.version_info[:3])), "least": ".".join(map(str, LEAST_PYTHON))}
    return Finding("python", "fine" if sys.version_info >= LEAST_PYTHON else "wrong", "python", figures)


def _engine() -> Finding:
    try:
        with DuckDB() as engine:
            # Decimals, dates and zones: what a rating stands on.
            row = engine.run("SELECT CAST(0.1 AS DECIMAL(18, 4)) * 3 = 0.3, DATE '2024-02-29' + 366, version()")[0]
    except ShukeError as error:
        return Finding("engine", "wrong", "engine_failed", {"problem": error})
    sound = row[0] and str(row[1])[:10] == "2025-03-01"
    return Finding("engine", "fine" if sound else "wrong", "engine" if sound else "engine_wrong", {"version": row[2]})


def _dependencies() -> Iterator[Finding]:
    """Yield the packages that the product always needs and that are not there."""
    missing = [name for name in _needed().get("", ()) if not _installed(name)]
    if missing:
        yield Finding("packages", "wrong", "packages_missing", {"names": ", ".join(sorted(missing))})


def _needed() -> dict[str, list[str]]:
    """Return the packages of each extra, those that are always needed under no name."""
    try:
        said = requires("shuke") or []
    except PackageNotFoundError:
        # Run from a folder of sources: nothing says what is needed.
        return {}
    found: dict[str, list[str]] = {}
    for one in said:
        extra = EXTRA.search(one)
        name = re.split(r"[^A-Za-z0-9._-]", one.strip(), maxsplit=1)[0]
        found.setdefault(extra[1] if extra else "", []).append(name)
    return found


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _workbooks() -> Finding:
    """Read a workbook as a rating would: in a process of its own, with limits."""
    import xlsxwriter

    from shuke.ingest.intake import take_in
    from shuke.ingest.raw import Reading

    with tempfile.TemporaryDirectory(prefix="shuke-doctor-") as folder:
        path = Path(folder) / "sample.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, line in enumerate(SAMPLE.splitlines()):
                sheet.write_row(number, 0, line.split(","))
        try:
            with DuckDB(threads=1) as engine:
                take_in(engine, path, Reading())
        except ShukeError as error:
            return Finding("workbooks", "wrong", "workbooks_failed", {"problem": error})
    return Finding("workbooks", "fine", "workbooks")


def _pages() -> Finding:
    pages = files("shuke") / "pages"
    missing = [name for name in ("report.html", "workbench/index.html") if not (pages / name).is_file()]
    if missing:
        return Finding("pages", "look", "pages_missing", {"names": ", ".join(missing)})
    return Finding("pages", "fine", "pages")


def _key() -> Finding:
    path = key_path()
    if not path.exists():
        return Finding("key", "fine", "key_none", {"path": path})
    try:
        load_key(path, create=False)
    except ShukeError as error:
        return Finding("key", "wrong", "key_failed", {"path": path, "problem": error})
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding("key", "wrong", "key_open", {"path": path})
    return Finding("key", "fine", "key", {"path": path})


def _temporary() -> Finding:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    figures = {"path": folder, "free": f"{free / GIGABYTE:,.1f}"}
    return Finding("temporary", "look" if free < LITTLE_ROOM else "fine", "temporary", figures)


def _extras() -> Iterator[Finding]:
    needed = {name: packages for name, packages in _needed().items() if name not in {"", FOR_DEVELOPERS}}
    absent = {name: [one for one in packages if not _installed(one)] for name, packages in needed.items()}
    there = [name for name, missing in absent.items() if not missing]
    others = [name for name, missing in absent.items() if missing]
    yield Finding("extras", "fine", "extras", {"there": ", ".join(there) or "–", "others": ", ".join(others) or "–"})
    for name in others:
        if len(absent[name]) < len(needed[name]):
            yield Finding("extras", "look", "extra_by_halves", {"name": name, "missing": ", ".join(absent[name])})


__all__ = ["installation"]
