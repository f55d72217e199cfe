"""The picture and the tables of the architecture tell what the code is."""

from __future__ import annotations

import re

import pytest

from architecture import ROOT, arrows, drawn, imports, layers, packages

PICTURE = ROOT / "docs/images/architecture.svg"
BOX = re.compile(r'<g id="(\w+)"><rect[^>]* y="(\d+)".*?(\d+) modules? · ([\d,]+) lines')
ARROW = re.compile(r"<title>(\w+) → (\w+)</title>")
MAKE = "the picture is older than the code: make reference"


def boxes() -> dict[str, tuple[int, int, int]]:
    """Return for each package of the picture its height on it, its modules and its lines."""
    text = PICTURE.read_text(encoding="utf-8")
    return {name: (int(y), int(modules), int(lines.replace(",", ""))) for name, y, modules, lines in BOX.findall(text)}


def test_the_picture_has_every_package_in_the_row_of_its_layer() -> None:
    found = boxes()
    rows = [
        {name for name, (y, _, _) in found.items() if y == height}
        for height in sorted({y for y, _, _ in found.values()})
    ]
    assert rows == [set(layer) for layer in layers()], MAKE


def test_every_arrow_of_the_picture_is_an_import_and_few_are_missing() -> None:
    shown = set(ARROW.findall(PICTURE.read_text(encoding="utf-8")))
    assert shown <= imports(), MAKE
    # A picture that had to be exact would be out of date with every second change.
    assert len(set(arrows()) - shown) <= len(shown) / 10, MAKE


def test_the_picture_tells_how_large_packages_are_to_a_quarter() -> None:
    found = boxes()
    for name, size in packages().items():
        _, modules, lines = found[name]
        # Small packages are never far off.
        assert abs(modules - size.modules) <= 3 + size.modules / 4, f"{name}: {MAKE}"
        assert abs(lines - size.lines) <= 200 + size.lines / 4, f"{name}: {MAKE}"


def test_the_picture_is_the_same_whenever_it_is_drawn() -> None:
    assert drawn() == drawn()


@pytest.mark.parametrize(("page", "heading"), [("architecture.md", "Layers"), ("architecture.zh.md", "分层")])
def test_the_table_of_layers_is_in_their_order(page: str, heading: str) -> None:
    text = (ROOT / "docs/explanation" / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1]
    table = text.split("\n## ")[0]
    told = [
        sorted(re.findall("`([a-z_]+)`", line.split("|")[1])) for line in table.splitlines() if line.startswith("| `")
    ]
    assert told == [sorted(layer) for layer in layers()]
