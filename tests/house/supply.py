"""What the product is made of: the pinned packages of the lock files, their hashes, and their licences.

``python tests/house/supply.py`` prints the page docs/reference/dependencies.md.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(?:;([^\\]*))?")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Licences under which the product may be given away with what it uses; each text is that of the package's metadata.
FREE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Unlicense|0BSD|Zlib|CC0|HPND|BlueOak"
    r"|CC-BY-4\.0|Python-2\.0)",
    re.IGNORECASE,
)
# Packages whose metadata names none, or that are not installed with the developers' tools: by their LICENSE files.
BY_FILE = {
    "apprise": "BSD-2-Clause",
    "colorama": "BSD-3-Clause",
    "huey": "MIT",
    "markdown": "BSD-3-Clause",
    "oauthlib": "BSD-3-Clause",
    "requests-oauthlib": "ISC",
}
BOUND = re.compile(r"(?<!L)GPL|AGPL|SSPL|BUSL|Commons Clause|proprietary", re.IGNORECASE)


@dataclass(frozen=True)
class Pin:
    """A package of a lock file: its version, where it is needed, and the hashes of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pins(lock: Path) -> dict[str, Pin]:
    """Return the packages of a lock file by their names."""
    found: dict[str, Pin] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8")):
        if told := PIN.match(block):
            name = canonicalize_name(told[1])
            found[name] = Pin(name, told[2], (told[3] or "").strip(), tuple(HASH.findall(block)))
    return found


def wanted(lock: str) -> list[Requirement]:
    """Return what pyproject.toml asks for: of the product with all its extras, or of developers too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras: Mapping[str, list[str]] = project["optional-dependencies"]
    texts = [*project["dependencies"], *(one for name, extra in extras.items() if name != "dev" for one in extra)]
    return [Requirement(one) for one in [*texts, *(extras["dev"] if lock == "dev" else [])]]


def licence(name: str) -> str:
    """Return the licence that an installed package tells of itself; nothing where it tells none."""
    if name in BY_FILE:
        return BY_FILE[name]
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    kinds = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    first = (told.get("License") or "").strip().splitlines()
    said = [told.get("License-Expression"), first[0] if first else None, ", ".join(kinds)]
    return next((one.strip() for one in said if one and FREE.search(one)), next((one for one in said if one), ""))


def pages() -> Iterator[tuple[str, str, str]]:
    """Yield name, version and licence of each package that is built into the pages."""
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    for place, one in lock["packages"].items():
        if place and not one.get("dev") and not one.get("optional"):
            yield place.rpartition("node_modules/")[2], one["version"], one.get("license", "")


def document() -> str:
    """Return the page that lists every package with its licence."""
    lines = [
        "# What Shuke is made of · 由什么构成",
        "",
        "Every package that an installation with all extras has, and every one that is built into the pages, with its",
        "version and licence. The page is made from the lock files by `make lock`; a bill of materials in the form of",
        "CycloneDX is made by `make sbom`. Shuke itself is under the Apache License 2.0.",
        "",
        "装有全部附加功能的 Shuke 所含的每个软件包，以及打包进页面的每个软件包，附版本和许可证。",
        "本页由 `make lock` 从锁定文件生成；CycloneDX 格式的物料清单用 `make sbom` 生成。",
        "Shuke 本身采用 Apache 许可证 2.0。",
        "",
        "## Python",
        "",
        "| package 软件包 | version 版本 | licence 许可证 |",
        "|---|---|---|",
        *(f"| {one.name} | {one.version} | {licence(one.name) or '–'} |" for one in pins(LOCKS["run"]).values()),
        "",
        "## Pages · 页面",
        "",
        "| package 软件包 | version 版本 | licence 许可证 |",
        "|---|---|---|",
        *(f"| {name} | {version} | {said} |" for name, version, said in sorted(set(pages()))),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(document(), end="")
