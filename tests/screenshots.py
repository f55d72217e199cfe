"""The pictures of the documentation, taken from a sample workspace that is served: ``python tests/screenshots.py``.

Each page is opened in both languages at the widths that the documentation shows, and written as WebP by the browser
itself to ``docs/images``. ``PICTURES`` names them all; a test compares it with what lies there and what pages show.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.workbench import API, Workbench

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/images"
LANGUAGES = ("en", "zh")
DESK, PHONE = 1280, 375
HEIGHTS = {DESK: 860, PHONE: 760}
QUALITY = 72
AS_OF = ("2024-06-30", "2024-09-30", "2024-12-31")


@dataclass(frozen=True)
class Picture:
    """One picture: its name, what is opened, at which width and height, and whether the care plan is to be there."""

    name: str
    path: str
    width: int = DESK
    height: int = 0
    planned: bool = False


# A path with .html is a file of the sample's result, everything else a page of the workbench.
PICTURES = (
    Picture("report", "report.html"),
    Picture("report-phone", "report.html", PHONE),
    Picture("overview", "/?run={run}"),
    Picture("overview-phone", "/?run={run}", PHONE),
    Picture("import", "/import"),
    Picture("scheme", "/schemes/rfm-quintile-weighted?run={run}", height=1000),
    Picture("compare-schemes", "/schemes/compare?a=rfm-quintile-weighted&b=abc-pareto&run={run}"),
    Picture("customers", "/customers?run={run}&where=tier:in:A,B&sort=-monetary"),
    Picture("customers-phone", "/customers?run={run}&where=tier:in:A,B&sort=-monetary", PHONE),
    Picture("customer", "/customers/C00004?run={run}", height=1000),
    Picture("movement", "/movement?to={run}", height=1000),
    Picture("warnings", "/warnings"),
    Picture("tasks", "/tasks", planned=True),
    Picture("goals", "/goals"),
)


def file_name(picture: Picture, lang: str) -> str:
    """Return the name of a picture's file in a language."""
    return f"{picture.name}-{lang}.webp"


def sample(folder: Path) -> Path:
    """Make the sample's workspace by the commands that people use, and return it."""
    home = folder / "shop"
    sales, customers, contacts = (f"demo/sample/{name}.csv" for name in ("sales", "customers", "interactions"))
    for lang in LANGUAGES:
        shuke(folder, "demo", "--out", "demo" if lang == "en" else "demo-zh", "--lang", lang)
    shuke(folder, "init", str(home))
    shuke(folder, "load", sales, "--customers", customers, "--interactions", contacts, "--workspace", str(home))
    for day in AS_OF:
        shuke(folder, "refresh", "--carry", "salesperson", "--as-of", day, "--workspace", str(home))
    shuke(folder, "goals", "new", "--workspace", str(home))
    shuke(folder, "warnings", "check", "--workspace", str(home))
    return home


def predict(bench: Workbench, run: int) -> None:
    """Predict as of a run, as the button of the overview does."""
    asked = bench.client("admin").post(f"{API}/predictions", json={"run": run})
    job = bench.finished(asked.json()["data"]["job"])
    if job["status"] != "done":
        raise SystemExit(f"the prediction ended as {job['status']}: {job}")


def shuke(folder: Path, *words: str) -> None:
    """Run one command of the product."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "SHUKE_KEY_FILE": str(folder / "key")}
    subprocess.run(
        [sys.executable, "-m", "shuke", *words], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def newest(bench: Workbench) -> int:
    """Return the number of the newest run."""
    return max(int(run["number"]) for run in bench.client("admin").get(f"{API}/runs").json()["data"])


def look(browser: Any, bench: Workbench, folder: Path, lang: str, *, planned: bool) -> None:
    """Take the pictures with or without a care plan, in one language."""
    client = bench.client("admin")
    client.put(f"{API}/me", json={"language": lang})
    run = newest(bench)
    for width in (DESK, PHONE):
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]}, locale="zh-CN" if lang == "zh" else "en-GB"
        )
        context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": bench.url} for one in client.cookies.jar]
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        for picture in PICTURES:
            if picture.width == width and picture.planned is planned:
                open_page(page, bench, folder, picture.path.format(run=run), lang)
                take(page, picture, IMAGES / file_name(picture, lang))
        context.close()


def open_page(page: Any, bench: Workbench, folder: Path, path: str, lang: str) -> None:
    """Open a page and wait until everything on it stands still."""
    if path.endswith(".html"):
        page.goto((folder / ("demo" if lang == "en" else "demo-zh") / path).as_uri())
        page.wait_for_selector("h1")
    else:
        page.goto(bench.url + path)
        page.wait_for_selector("h1")
        page.wait_for_load_state("networkidle")
        page.locator(".state .ant-spin").first.wait_for(state="hidden")
    # Charts grow into their place.
    page.wait_for_timeout(1500)


def take(page: Any, picture: Picture, target: Path) -> None:
    """Write what is seen as WebP."""
    height = picture.height or HEIGHTS[picture.width]
    page.set_viewport_size({"width": picture.width, "height": height})
    page.wait_for_timeout(300)
    session = page.context.new_cdp_session(page)
    wanted = {"format": "webp", "quality": QUALITY, "optimizeForSpeed": False}
    data = session.send("Page.captureScreenshot", wanted)["data"]
    session.detach()
    target.write_bytes(base64.b64decode(data))


def main() -> None:
    """Take all pictures anew."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is not on the PATH: the pictures cannot be taken.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Workbench(sample(folder))
        try:
            predict(bench, newest(bench))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                for lang in LANGUAGES:
                    look(browser, bench, folder, lang, planned=False)
                shuke(folder, "care", "plan", "--owner-column", "salesperson", "--workspace", str(bench.home))
                for lang in LANGUAGES:
                    look(browser, bench, folder, lang, planned=True)
                browser.close()
        finally:
            bench.close()


if __name__ == "__main__":
    main()
