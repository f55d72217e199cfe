"""The table of engines in the reference is the one in the code; SHUKE_UPDATE_DOCS=1 writes it anew."""

from __future__ import annotations

import os
import re

import pytest
from docs_pages import ROOT

from shuke.compile.capabilities import CAPABILITIES, Capability

PAGES = {"en": ROOT / "docs/reference/engines.md", "zh": ROOT / "docs/reference/engines.zh.md"}
MARKED = re.compile(r"(?s)(?<=<!-- capabilities -->\n).*?(?=<!-- /capabilities -->)")
HEADS = {
    "en": ["engine", "URL", "extra", "order statistics", "running totals", "kept in", "one state", "cannot"],
    "zh": ["引擎", "地址", "附加包", "次序统计量", "累计和", "存放在", "同一状态", "不能"],
}
# The words of the table in Chinese; those of the code are English.
CHINESE = {
    "none: files": "无：文件",
    "quantile disc": "quantile disc",
    "percentile disc": "percentile disc",
    "quantiles exact": "quantiles exact",
    "running totals": "由累计和得出",
    "one window": "一个窗口",
    "windows over parts": "分段的窗口",
    "temporary tables of the process": "进程的临时表",
    "temporary tables of one transaction, which is rolled back": "一个事务的临时表，该事务最后回滚",
    "temporary tables of the session, which is read-only": "会话的临时表，该会话只读",
    "cached views of the session, in memory and on disk": "会话的缓存视图，在内存和磁盘上",
    "yes": "是",
    "no": "否",
    "`ties: split` over everybody": "对全体客户用 `ties: split`",
}
CANNOT = {"place_by_id": "`ties: split` over everybody"}


def row(name: str, one: Capability, lang: str) -> list[str]:
    def said(words: str) -> str:
        return CHINESE[words] if lang == "zh" and words else words

    return [
        f"{one.title} (`{name}`)" if lang == "en" else f"{one.title}（`{name}`）",
        " ".join(f"`{scheme}://`" for scheme in one.schemes) or said("none: files"),
        f"`shuke[{one.extra}]`" if one.extra else "",
        said(one.order_statistics.replace("_", " ")),
        said(one.running_totals),
        said(one.kept_in),
        said("yes" if one.one_snapshot else "no"),
        ", ".join(said(CANNOT[lack]) for lack in sorted(one.lacks)) or "",
    ]


def table(lang: str) -> str:
    rows = [HEADS[lang], ["---"] * len(HEADS[lang]), *(row(name, one, lang) for name, one in CAPABILITIES.items())]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_about_engines_has_the_table_of_the_code(lang: str) -> None:
    page = PAGES[lang]
    text = page.read_text(encoding="utf-8")
    if os.environ.get("SHUKE_UPDATE_DOCS"):
        page.write_text(MARKED.sub(lambda _: table(lang), text), encoding="utf-8")
        text = page.read_text(encoding="utf-8")
    assert MARKED.findall(text) == [table(lang)]
