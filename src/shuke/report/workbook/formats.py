"""How cells look: a few named styles, each made once per workbook."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

RULE = "#B8C2CC"
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "section": {"bold": True, "font_size": 12, "font_color": "#1F4E79"},
    "lead": {"font_color": "#555555"},
    "head": {
        "bold": True,
        "text_wrap": True,
        "align": "left",
        "valign": "vcenter",
        "bg_color": "#E9EEF3",
        "bottom": 1,
        "bottom_color": RULE,
    },
    "label": {"bold": True},
    "note": {"font_color": "#555555", "font_size": 10},
    "plain": {},
    "text": {"num_format": "@"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd"},
    "days": {"num_format": "#,##0"},
    "count": {"num_format": "#,##0"},
    "score": {"num_format": "0"},
    "money": {"num_format": "#,##0.00"},
    "exact_money": {"num_format": "#,##0.00##"},
    "rate": {"num_format": "0.0#####"},
    "percent": {"num_format": "0.0%"},
    "composite": {"num_format": "0.0#####"},
    "measure": {},
    "holds": {"num_format": '"✓";;"–"'},
    "number": {},
    "input": {"num_format": "@", "bg_color": "#FFF2AB", "border": 1, "bold": True},
}
NUMERIC = frozenset(
    {
        "date",
        "days",
        "count",
        "score",
        "money",
        "exact_money",
        "rate",
        "percent",
        "composite",
        "measure",
        "number",
        "holds",
    }
)
TIERS = ("#DDEFE1", "#E2F2EE", "#E1EDF9", "#EFEFF4", "#FFF2D2", "#FCE7D6", "#F8DFDC")


class Formats:
    """The formats of one workbook; the same style is the same format."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, tuple[tuple[str, Any], ...]], Format] = {}

    def get(self, style: str, **more: Any) -> Format:
        """Return the format of a style, with further properties."""
        key = (style, tuple(sorted(more.items())))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({"valign": "vcenter", **STYLES[style], **more})
        return self._made[key]

    def tier(self, rank: int, tiers: int, style: str = "text") -> Format:
        """Return the format of the group that stands at ``rank`` (0 the best) of so many."""
        return self.get(style, align="center", bg_color=TIERS[rank * (len(TIERS) - 1) // max(tiers - 1, 1)])

    def head(self, kind: str) -> Format:
        """Return the header format over cells of a kind: aligned like them."""
        if kind in NUMERIC:
            return self.get("head", align="right")
        return self.get("head", indent=1) if kind == "beside" else self.get("head")


def width(value: str) -> int:
    """Return how many columns of a fixed grid a text takes; a Chinese character takes two."""
    if value.isascii():
        return len(value)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in value)
