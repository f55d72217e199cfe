"""What companies call the kinds of contact with a customer, and under which name each is counted."""

from __future__ import annotations

from collections.abc import Mapping

from shuke.stages.relation import literal

# Compared without case; a word that is in no list is a kind of its own.
KINDS: Mapping[str, tuple[str, ...]] = {
    "consultation": (
        *("consultation", "consult", "inquiry", "enquiry", "question", "咨询", "客户咨询", "售前咨询", "在线咨询"),
        *("电话咨询", "来电咨询", "询价", "询问", "问询", "諮詢"),
    ),
    "complaint": ("complaint", "complain", "投诉", "客户投诉", "客诉", "抱怨", "投訴"),
    "campaign": (
        *("campaign", "marketing", "promotion", "活动", "营销", "营销活动", "市场活动", "营销触达", "短信营销", "群发"),
    ),
    "visit": ("visit", "回访", "客户回访", "拜访", "客户拜访", "上门", "上门拜访", "走访", "回訪", "拜訪"),
    "satisfaction": (
        *("satisfaction", "survey", "csat", "nps", "满意度", "满意度调查", "满意度回访", "满意度评价", "滿意度"),
    ),
}


def canonical(text: str) -> str:
    """Return the expression of a kind's name, from the expression of the word that a table has for it."""
    arms = " ".join(
        f"WHEN LOWER({text}) IN ({', '.join(map(literal, words))}) THEN {literal(kind)}"
        for kind, words in KINDS.items()
    )
    return f"CASE {arms} ELSE {text} END"
