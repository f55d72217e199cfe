"""``report.html``: one page that fetches nothing, with its figures inside, readable with and without scripts."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("X3")

FETCHING = {("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("use", "href")}


class Page(HTMLParser):
    """What a browser would find in the page: what is fetched, scripts, the data, the visible text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.data = ""
        self.lang: str | None = None
        self._open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.fetched += [str(found[name]) for part, name in FETCHING if part == tag and name in found]
        if tag == "html":
            self.lang = found.get("lang")
        if tag == "script":
            self.scripts.append(found)
        if tag not in {"meta", "link", "br", "img", "input", "hr"}:
            self._open.append(f"{tag}#{found.get('id', '')}")

    def handle_endtag(self, tag: str) -> None:
        while self._open and not self._open.pop().startswith(f"{tag}#"):
            pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "script#shuke-data":
            self.data += data
        elif not inside.startswith(("script#", "style#")):
            self.text += data


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def text(saved: dict[str, Path], lang: str) -> str:
    return (saved[lang] / "report.html").read_text(encoding="utf-8")


def test_nothing_is_fetched_from_anywhere(text: str) -> None:
    assert [target for target in Page(text).fetched if not target.startswith(("data:", "#"))] == []
    assert re.findall(r"url\(\s*['\"]?(?!data:|#)[^)]*", text) == []
    assert re.findall(r"@import\s+['\"u]", text) == []


def test_the_figures_inside_are_those_of_the_summary(text: str, saved: dict[str, Path], lang: str) -> None:
    inside = json.loads(Page(text).data)
    summary = json.loads((saved[lang] / "summary.json").read_text(encoding="utf-8"))
    assert inside["lang"] == lang
    assert inside["accounting"] == summary["accounting"]
    assert [(group["name"], group["monetary"]) for group in inside["groups"]] == [
        (group["name"], group["monetary"]) for group in summary["groups"]
    ]


def test_names_and_cells_from_files_cannot_end_the_data(text: str) -> None:
    page = Page(text)
    inside = json.loads(page.data)
    assert inside["sources"][0]["name"] == "<script>alert(1)<!--.csv"
    assert "</script><script>alert(1)</script>" in [
        one["value"] for reason in inside["rejected"] for one in reason["examples"]
    ]
    assert "<script>alert" not in text


def test_the_page_says_its_language_and_what_it_is(text: str, lang: str) -> None:
    assert Page(text).lang == ("zh-CN" if lang == "zh" else "en")
    title = re.search(r"<title>(.*?)</title>", text)
    assert title is not None
    assert ("RFM 五分位加权评级" if lang == "zh" else "RFM quintiles, weighted") in title[1]


def test_without_scripts_the_tiers_and_the_account_can_be_read(text: str, saved: dict[str, Path], lang: str) -> None:
    summary = json.loads((saved[lang] / "summary.json").read_text(encoding="utf-8"))
    shown = Page(text).text
    assert "shuke-fallback" not in text
    for group in summary["groups"]:
        assert group["monetary"] in shown
    assert str(summary["accounting"]["rows_read"]) in shown
    assert summary["accounting"]["amount_used"] in shown


def test_a_page_whose_charts_were_not_built_still_has_its_tables_and_says_so(
    text: str, saved: dict[str, Path], tmp_path: Path
) -> None:
    import shutil
    import subprocess
    import sys

    import shuke

    package = Path(shuke.__file__).parent
    shutil.copytree(package, tmp_path / "shuke", ignore=shutil.ignore_patterns("pages", "__pycache__"))
    (tmp_path / "sales.csv").write_text("customer_id,date,amount\nC1,2024-01-05,3\nC2,2024-01-06,4\n")
    subprocess.run([sys.executable, "-m", "shuke", "score", "sales.csv"], cwd=tmp_path, check=True, capture_output=True)
    page = Page((tmp_path / "shuke-out" / "report.html").read_text(encoding="utf-8"))
    assert "7.00" in page.text
    assert len(json.loads(page.data)["groups"]) == 4
    assert "chart" in page.text.lower() or "图" in page.text
