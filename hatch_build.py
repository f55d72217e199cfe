"""Builds the pages into the wheel, when they are not there yet and this machine can build them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_AT_LEAST = (20, 19)
TAIL_LINES = 60
PAGES = ("src/shuke/pages/report.html", "src/shuke/pages/workbench/index.html")


class PagesBuildHook(BuildHookInterface[Any]):
    """Leaves the report's page and the workbench in place before files are collected, or says why they are missing.

    A released wheel and source archive already hold them, so installing them never needs Node.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages for a wheel, editable ones included; never stop an install for want of Node."""
        del version, build_data
        root = Path(self.root)
        web = root / "web"
        if self.target_name != "wheel" or all((root / page).exists() for page in PAGES):
            return
        if not (web / "package.json").exists():
            return
        npm = shutil.which("npm")
        if npm is None or _node_version() < NODE_AT_LEAST:
            self.app.display_warning(
                "Shuke is installed without its pages: rating works, but reports need them for their charts, and "
                "`shuke serve` has nothing to show without them. "
                "Install Node 20.19 or newer, then run `make pages`."
            )
            return
        _run([npm, "ci", "--no-audit", "--no-fund"], web)
        _run([npm, "run", "build"], web)


def _node_version() -> tuple[int, ...]:
    """Return the version of the Node on the path, or an empty tuple, which is older than any."""
    node = shutil.which("node")
    if node is None:
        return ()
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return tuple(int(part) for part in re.findall(r"\d+", answer.stdout)[:3])


def _run(command: list[str], folder: Path) -> None:
    """Run one step of the build; when it fails, raise with the end of what it said."""
    done = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-TAIL_LINES:])
        message = f"building the pages failed at `{' '.join(command[1:])}` in {folder.name}/:\n{tail}"
        raise RuntimeError(message)
