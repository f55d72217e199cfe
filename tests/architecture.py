"""The picture of the architecture, drawn from the code.

``python tests/architecture.py > docs/images/architecture.svg``

Rows are the layers of the contract in ``pyproject.toml``, boxes are packages with their modules and lines. An arrow
says that a package imports another; where a way over other packages says so already, no arrow is drawn. Arrows that
pass rows keep a place of their own in each, and places are ordered by the middle of their neighbours.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import fmean

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/shuke"
WIDE, LANE, HIGH, STEP, GAP, LEFT, TOP = 138, 16, 34, 62, 18, 16, 14
SWEEPS = 24
Places = list[list[str]]


@dataclass(frozen=True)
class Package:
    """A package of the product: how many modules and lines it has."""

    modules: int
    lines: int


def packages() -> dict[str, Package]:
    """Count the modules and lines of every package that stands in a layer."""
    files: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(SOURCE.rglob("*.py")):
        files[package_of(file)].append(file)
    wanted = {name for layer in layers() for name in layer}
    return {
        name: Package(len(found), sum(len(file.read_text(encoding="utf-8").splitlines()) for file in found))
        for name, found in files.items()
        if name in wanted
    }


def package_of(file: Path) -> str:
    """Return the package that a file of the source belongs to."""
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def layers() -> list[list[str]]:
    """Return the layers of the contract from the top down."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = project["tool"]["importlinter"]["contracts"]
    found = [[name.strip().removeprefix("shuke.") for name in layer.split("|")] for layer in contract["layers"]]
    return [layer for layer in found if layer not in (["__main__"], ["version"])]


def imports() -> set[tuple[str, str]]:
    """Return which package imports which other one."""
    known = {name for layer in layers() for name in layer}
    found = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for module in _modules(node):
                pair = package_of(file), module.split(".")[1]
                if pair[0] != pair[1] and known.issuperset(pair):
                    found.add(pair)
    return found


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        names = [one.name for one in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module == "shuke":
        names = [f"shuke.{one.name}" for one in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or ""]
    else:
        return []
    return [name for name in names if name.startswith("shuke.")]


def arrows() -> list[tuple[str, str]]:
    """Return the imports that no way over other packages says already."""
    below: dict[str, set[str]] = {name: set() for layer in layers() for name in layer}
    for above, under in imports():
        below[above].add(under)

    def reached(start: str, without: str) -> set[str]:
        seen, ahead = set(), below[start] - {without}
        while ahead:
            name = ahead.pop()
            seen.add(name)
            ahead |= below[name] - seen
        return seen

    return sorted((above, under) for above in below for under in below[above] if under not in reached(above, under))


def ways() -> list[list[str]]:
    """Return each arrow as its stations: the package, a place in every row that it passes, the other package."""
    row = {name: number for number, layer in enumerate(layers()) for name in layer}
    return [
        [above, *(f"{above}>{under}@{number}" for number in range(row[above] + 1, row[under])), under]
        for above, under in arrows()
    ]


def ordered(stations: list[list[str]]) -> Places:
    """Order the places of every row so that neighbours in the rows above and below stand near."""
    places = [list(layer) for layer in layers()]
    beside: dict[str, list[str]] = defaultdict(list)
    for way in stations:
        for above, under in pairwise(way):
            beside[above].append(under)
            beside[under].append(above)
        for name in way[1:-1]:
            places[int(name.rpartition("@")[2])].append(name)
    for sweep in range(SWEEPS):
        middle = {name: x for row in places for name, x in across(row).items()}
        numbers = range(len(places)) if sweep % 2 == 0 else range(len(places) - 1, -1, -1)
        for number in numbers:
            wish = {name: fmean(middle[one] for one in beside[name] or [name]) for name in places[number]}
            places[number].sort(key=lambda name: (wish[name], name))
            middle.update(across(places[number]))
    return places


def across(row: list[str]) -> dict[str, float]:
    """Return the middles of the places of a row, the row centred on 0."""
    widths = [LANE if ">" in name else WIDE + GAP for name in row]
    found, x = {}, -sum(widths) / 2
    for name, width in zip(row, widths, strict=True):
        found[name] = x + width / 2
        x += width
    return found


def drawn() -> str:
    """Return the picture as SVG."""
    stations = ways()
    places = ordered(stations)
    half = max(sum(LANE if ">" in name else WIDE + GAP for name in row) for row in places) / 2
    at = {
        name: (round(LEFT + half + x, 1), TOP + number * STEP)
        for number, row in enumerate(places)
        for name, x in across(row).items()
    }
    width, height = round(2 * (LEFT + half)), 2 * TOP + (len(places) - 1) * STEP + HIGH
    bands = [
        f'<rect class="r" x="0" y="{TOP + number * STEP - 8}" width="{width}" height="{HIGH + 16}"/>'
        for number in range(0, len(places), 2)
    ]
    boxes = [_box(name, at[name], size) for name, size in sorted(packages().items())]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}">',
            "<title>The packages of Shuke by layer: an arrow leads to what is imported</title>",
            f"<style>{STYLE}</style>",
            f'<rect class="g" width="{width}" height="{height}"/>',
            *bands,
            *(_arrow(way, at) for way in stations),
            *boxes,
            "</svg>\n",
        ]
    )


STYLE = (
    ".g{fill:#fff}.r{fill:#f4f6f8}.a{fill:none;stroke:#7d8da1;stroke-width:1.2}.h{fill:#7d8da1}"
    ".b{fill:#e3edf9;stroke:#2f6db5}text{font-family:system-ui,sans-serif;text-anchor:middle}"
    ".n{font-size:13px;font-weight:600;fill:#16324f}.s{font-size:10px;fill:#4a6076}"
)


def _arrow(way: list[str], at: dict[str, tuple[float, int]]) -> str:
    x, top = at[way[0]]
    y = top + HIGH
    path = f"M{x} {y}"
    for name in way[1:]:
        to_x, to_y = at[name]
        end = to_y - (5 if name == way[-1] else 0)
        bend = (end - y) / 2
        path += f"C{x} {y + bend:g} {to_x} {end - bend:g} {to_x} {end}"
        x, y = to_x, end
        if name != way[-1]:
            y = to_y + HIGH
            path += f"V{y}"
    head = f"M{x - 3.5:g} {y}h7l-3.5 5z"
    return f'<g><title>{way[0]} → {way[-1]}</title><path class="a" d="{path}"/><path class="h" d="{head}"/></g>'


def _box(name: str, place: tuple[float, int], size: Package) -> str:
    x, y = place
    word = "module" if size.modules == 1 else "modules"
    return (
        f'<g id="{name}"><rect class="b" rx="5" x="{x - WIDE / 2:g}" y="{y}" width="{WIDE}" height="{HIGH}"/>'
        f'<text class="n" x="{x}" y="{y + 15}">{name}</text>'
        f'<text class="s" x="{x}" y="{y + 28}">{size.modules} {word} · {size.lines:,} lines</text></g>'
    )


if __name__ == "__main__":
    sys.stdout.write(drawn())
