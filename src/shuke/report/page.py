"""The report as one self-contained page: the built pages with the figures embedded, or plain tables without them."""

from __future__ import annotations

import html
import json
from importlib.resources import files
from typing import Any

from shuke.errors import ensure
from shuke.locale import text

DATA = '<script id="shuke-data" type="application/json"></script>'
FALLBACK = "<!--shuke-fallback-->"
TEXTS = ("title", "meaning", "rule", "direction", "measures", "department", "success", "rhythm")
MOST_GROUPS = 30
KINDS = ("rows", "amount")
BARE = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Shuke</title>\n'
    "<style>body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:1rem 0}"
    "#root{overflow-x:auto}td,th{vertical-align:top;border-bottom:1px solid #ccc;padding:.3rem .8rem;text-align:left}"
    ".note{background:#fff4d6;padding:.6rem 1rem}</style>\n</head>\n<body>\n"
    f'<div id="root">{FALLBACK}</div>\n{DATA}\n</body>\n</html>\n'
)


def built_page() -> str | None:
    """Return the built report page, or None where the pages were not built."""
    page = files("shuke") / "pages" / "report.html"
    return page.read_text(encoding="utf-8") if page.is_file() else None


def report_page(figures: dict[str, Any], lang: str) -> str:
    """Return the page with its figures; nothing in it is fetched from anywhere."""
    built = built_page()
    page = built or BARE
    data = json.dumps(figures, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    title = f"{text('words.product', lang)} · {figures['scheme']['title'][lang]} · {figures['as_of']}"
    for marker, content in (
        ('<html lang="en"', f'<html lang="{"zh-CN" if lang == "zh" else "en"}"'),
        ("<title>Shuke</title>", f"<title>{html.escape(title)}</title>"),
        (FALLBACK, _fallback(figures, lang, charts=built is not None)),
        (DATA, DATA.replace("></script>", f">{data}</script>")),
    ):
        ensure(page.count(marker) == 1, f"the page has {page.count(marker)} times {marker}")
        page = page.replace(marker, content)
    return page


def _fallback(figures: dict[str, Any], lang: str, *, charts: bool) -> str:
    """Return what is readable without scripts: the groups with what to do, the rules, the rows, the notes."""
    note = "" if charts else f'<p class="note">{html.escape(text("plain.no_charts", lang))}</p>'
    parts = [f"<h1>{html.escape(figures['scheme']['title'][lang])}</h1><p>{html.escape(figures['as_of'])}</p>{note}"]
    parts.append(_groups(figures, figures["result"], figures["groups"], lang))
    parts += [_groups(figures, one["column"], one["groups"], lang) for one in figures["lists"]]
    if "ahead" in figures:
        parts.append(_list(text("report.ahead.title", lang), figures["ahead"]["said"][lang]))
    parts.append(_list(text("plain.method", lang), figures["scheme"]["sentences"][lang]))
    parts.append(_rows(figures["accounting"], lang))
    parts.append(_policies(figures["policies"], lang))
    parts.append(_list(text("plain.notes", lang), [one[lang] for one in figures["notes"]]))
    return "".join(parts)


def _groups(figures: dict[str, Any], column: str, groups: list[dict[str, Any]], lang: str) -> str:
    """Return the groups of one result: who they are, heads and money, and the strategy; columns that are used."""
    title = figures["titles"].get(column, {}).get(lang, column)
    texts = [name for name in TEXTS if any(group.get(name) for group in groups)]
    # Of many codes or cells only those are listed that somebody has.
    shown = [group for group in groups if group["customers"] or len(groups) <= MOST_GROUPS]
    rows = [
        (
            group["name"] or text("plain.no_group", lang),
            *((group.get(name) or {}).get(lang, "") for name in texts),
            f"{group['customers']:,}",
            _percent(group["share"]),
            group["monetary"],
            _percent(group["monetary_share"]),
            group["average"] or "",
        )
        for group in shown
    ]
    figure_heads = [text(f"plain.{name}", lang) for name in ("customers", "share", "amount", "share", "average")]
    heads = [title, *(text(f"plain.{name}", lang) for name in texts), *figure_heads]
    return f"<h2>{html.escape(title)}</h2>" + _table(heads, rows)


def _rows(told: dict[str, Any], lang: str) -> str:
    rows = [
        (text("plain.read", lang), told["rows_read"], told["amount_read"]),
        (text("plain.used", lang), told["rows_used"], told["amount_used"]),
        (text("plain.merged", lang), told["rows_merged"], told["amount_merged"]),
        (text("plain.rejected", lang), sum(told["rows_rejected"].values()), told["amount_rejected"]),
        *(
            (f"· {text(f'words.reason.{reason}', lang)}", rows, told["amount_rejected_by"][reason])
            for reason, rows in told["rows_rejected"].items()
        ),
        *((f"({text(f'words.reason.{kind}', lang)})", rows, "") for kind, rows in told["rows_skipped"].items()),
    ]
    return _table(["", text("plain.rows", lang), text("plain.amount", lang)], rows)


def _policies(told: list[dict[str, Any]], lang: str) -> str:
    """Return what policies did, where one did anything."""
    rows = [
        (
            one["title"][lang],
            one["said"][lang],
            *(one[f"{kind}_{part}"] for part in ("removed", "kept") for kind in KINDS),
        )
        for one in told
    ]
    heads = [text(f"policies.head.{name}", lang) for name in ("policy", "value", "removed", "amount", "kept", "amount")]
    return f"<h2>{html.escape(text('policies.terminal.title', lang))}</h2>" + _table(heads, rows) if rows else ""


def _list(title: str, lines: list[str]) -> str:
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f"<h2>{html.escape(title)}</h2><ul>{items}</ul>" if lines else ""


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f} %"


def _table(heads: list[str], rows: list[tuple[Any, ...]]) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in heads)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
