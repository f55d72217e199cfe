"""The table of engines in the reference is the one in the code; SHUKE_UPDATE_DOCS=1 writes it anew."""

from __future__ import annotations

import os
import re

from docs_pages import ROOT

from shuke.compile.capabilities import CAPABILITIES, Capability

PAGE = ROOT / "docs/reference/engines.md"
MARKED = re.compile(r"(?s)(?<=<!-- capabilities -->\n).*?(?=<!-- /capabilities -->)")
CANNOT = {"place_by_id": "`ties: split` over everybody"}


def row(name: str, one: Capability) -> list[str]:
    urls = " ".join(f"`{scheme}://`" for scheme in one.schemes) or "none: files"
    return [
        f"{one.title} (`{name}`)",
        urls,
        f"`shuke[{one.extra}]`" if one.extra else "",
        one.order_statistics.replace("_", " "),
        one.running_totals,
        one.kept_in,
        "yes" if one.one_snapshot else "no",
        ", ".join(CANNOT[lack] for lack in sorted(one.lacks)) or "",
    ]


def table() -> str:
    heads = ["engine", "URL", "extra", "order statistics", "running totals", "kept in", "one state", "cannot"]
    rows = [heads, ["---"] * len(heads), *(row(name, one) for name, one in CAPABILITIES.items())]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def test_the_page_about_engines_has_the_table_of_the_code() -> None:
    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get("SHUKE_UPDATE_DOCS"):
        PAGE.write_text(MARKED.sub(lambda _: table(), text), encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
    assert MARKED.findall(text) == [table()]
