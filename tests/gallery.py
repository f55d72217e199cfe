"""The pictures of the gallery of schemes, what each makes of the sample: ``python tests/gallery.py``.

One picture per scheme and language, in ``docs/images/schemes``: for groups their shares of customers (left) and of
money (right), for codes and cells a grid of the first two scores with the customers of each field. The one scheme
whose attribute the sample has not is left out, and its section says so.
"""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path
from typing import Any

import shuke
from shuke.sample import write_sample
from shuke.scheme.gallery import drawn as is_drawn
from shuke.scheme.model import Scheme
from shuke.scheme.parse import library_ids, parse, scheme_text

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/images/schemes"
LANGUAGES = ("en", "zh")
AS_OF = "2024-12-31"
MOST_ROWS = 12
WIDTH, ROW, TOP, BAR, MIDDLE, LABEL = 640, 24, 34, 148, 350, 170
HEADS = {"en": ("customers", "net amount"), "zh": ("客户占比", "净消费金额占比")}
UNITS = {
    "en": "customers by the first score (rows) and the second (columns)",
    "zh": "客户数；行为第一项得分，列为第二项",
}
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1d2b3a}.h{fill:#5a6b7d;font-size:11px}.c{fill:#94a1b2}.m{fill:#1f5fb8}"
    ".w{fill:#fff}.e{text-anchor:end}.o{text-anchor:middle}"
)


def rated(name: str, folder: Path) -> dict[str, Any]:
    """Return the summary of the sample under a scheme."""
    tables = {one: folder / f"{one}.csv" for one in ("interactions", "customers")}
    result = shuke.score(folder / "sales.csv", scheme=name, as_of=AS_OF, **tables)
    try:
        summary: dict[str, Any] = result.summary
        return summary
    finally:
        result.close()


def picture(scheme: Scheme, groups: list[dict[str, Any]], lang: str) -> str:
    """Return the picture of a scheme as SVG."""
    body, height = grid(groups, lang) if len(groups) > MOST_ROWS else bars(scheme, groups, lang)
    title = escape(getattr(scheme.title, lang))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
            f' viewBox="0 0 {WIDTH} {height}">',
            f"<title>{title}</title><style>{STYLE}</style>",
            f'<rect class="w" width="{WIDTH}" height="{height}"/>',
            *body,
            "</svg>\n",
        ]
    )


def bars(scheme: Scheme, groups: list[dict[str, Any]], lang: str) -> tuple[list[str], int]:
    """Return a row per group: the share of customers to the left of its name, the share of money to the right."""
    named = {one.name: one for one in scheme.groups.get(scheme.main, ())}
    left, right = MIDDLE - LABEL / 2 - 60, MIDDLE + LABEL / 2
    scale = BAR / max(max(one["share"], one["monetary_share"] or 0) for one in groups)
    found = [
        f'<text class="h e" x="{left + 54:g}" y="20">{HEADS[lang][0]}</text>',
        f'<text class="h" x="{right:g}" y="20">{HEADS[lang][1]}</text>',
    ]
    for number, one in enumerate(groups):
        y = TOP + number * ROW
        title = named[one["name"]].title if one["name"] in named else None
        label = escape(getattr(title, lang) if title else one["name"])
        share, money = one["share"] * scale, max(0, one["monetary_share"] or 0) * scale
        found += [
            f'<rect class="c" x="{left + 54 - share:.1f}" y="{y}" width="{share:.1f}" height="16"/>',
            f'<text class="e" x="{left + 50 - share:.1f}" y="{y + 12}">{one["share"]:.1%}</text>',
            f'<text class="o" x="{MIDDLE - 3}" y="{y + 12}">{label}</text>',
            f'<rect class="m" x="{right:g}" y="{y}" width="{money:.1f}" height="16"/>',
            f'<text x="{right + money + 5:.1f}" y="{y + 12}">{one["monetary_share"] or 0:.1%}</text>',
        ]
    return found, TOP + len(groups) * ROW + 6


def grid(groups: list[dict[str, Any]], lang: str) -> tuple[list[str], int]:
    """Return a field per pair of the first two scores, the darker the more customers."""
    fields: dict[tuple[str, str], int] = {}
    for place, one in enumerate(groups):
        row, column = (str(place // 5), str(place % 5)) if len(groups) == 25 else (one["name"][0], one["name"][1])
        fields[row, column] = fields.get((row, column), 0) + one["customers"]
    rows, columns = (list(dict.fromkeys(key[axis] for key in fields)) for axis in (0, 1))
    most = max(fields.values())
    wide = 96
    found = [f'<text class="h" x="40" y="20">{UNITS[lang]}</text>']
    for (row, column), customers in fields.items():
        x, y = 40 + columns.index(column) * wide, TOP + rows.index(row) * (ROW + 8)
        deep = customers / most
        ink = "#fff" if deep > 0.55 else "#1d2b3a"
        found += [
            f'<rect class="m" x="{x}" y="{y}" width="{wide - 4}" height="28"'
            f' style="opacity:{0.06 + 0.94 * deep:.2f}"/>',
            f'<text class="o" x="{x + wide / 2 - 2:g}" y="{y + 18}" style="fill:{ink}">{customers:,}</text>',
        ]
    below = TOP + len(rows) * (ROW + 8)
    if len(groups) != 25:
        for number, row in enumerate(rows):
            found.append(f'<text class="h e" x="32" y="{TOP + number * (ROW + 8) + 18}">{row}</text>')
        for number, column in enumerate(columns):
            x = 40 + number * wide + wide // 2 - 2
            found.append(f'<text class="h o" x="{x}" y="{below + 12}">{column}</text>')
    return found, below + 20


def made(name: str, folder: Path) -> dict[str, str]:
    """Return the pictures of a scheme by language."""
    scheme = parse(*scheme_text(name))[0]
    groups = rated(name, folder)["groups"]
    return {lang: picture(scheme, groups, lang) for lang in LANGUAGES}


def main() -> None:
    """Draw all pictures anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sample(folder)
        for scheme in library_ids():
            if is_drawn(parse(*scheme_text(scheme))[0]):
                for lang, drawn in made(scheme, folder).items():
                    (IMAGES / f"{scheme}-{lang}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
