"""Every kind of bad input of the catalogue has a case; its number stands in the name of the case."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [pytest.mark.row("Z1"), pytest.mark.promise("C6")]

NUMBERS = range(1, 227)
HERE = Path(__file__).resolve().parent
TESTS = HERE.parents[1]
# Files that are meant to do harm, profiles, databases and requests have tests of their own.
PLACES = (
    HERE,
    HERE.parent / "test_bombs.py",
    HERE.parent / "test_profile.py",
    TESTS / "engines" / "test_bad_databases.py",
    TESTS / "server" / "test_engines.py",
    TESTS / "server" / "test_bad_requests.py",
)
# test_168_a_date…, or 168-a-year-among-1000 as one of the cases in brackets.
OF_TEST = re.compile(r"::test_((?:[0-9]{1,3}_)+)")
OF_CASE = re.compile(r"[\[-]([0-9]{1,3})(?=-[a-z])")


def numbers(name: str) -> set[int]:
    """Return the numbers of the catalogue that a test's name has."""
    of_test = OF_TEST.search(name)
    written = of_test[1].strip("_").split("_") if of_test else []
    return {int(one) for one in [*written, *OF_CASE.findall(name)]}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.py::test_168_a_date", {168}),
        ("a.py::test_71_72_headers[csv]", {71, 72}),
        ("a.py::test_ids[97-numbers]", {97}),
        ("a.py::test_ids[customer_id-98-zeros-of-a-text]", {98}),
        ("a.py::test_years[2024]", set()),
        ("a.py::test_100 rows", set()),
    ],
)
def test_a_number_is_found_in_the_name_of_a_test_or_of_its_case(name: str, found: set[int]) -> None:
    assert numbers(name) == found


def test_every_number_of_the_catalogue_has_a_case(figure: Callable[[str], None]) -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *map(str, PLACES)]
    # Options of the run around it, such as which marks to choose, would leave cases out.
    plain = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parents[2], env=plain)
    names = [line for line in said.stdout.splitlines() if "::" in line and Path(__file__).name not in line]
    found = set[int]().union(*map(numbers, names))
    figure(f"{len(found & set(NUMBERS))} of {len(NUMBERS)} kinds of bad input have a case ({len(names)} cases)")
    assert [number for number in NUMBERS if number not in found] == []
