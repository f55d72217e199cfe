"""Attributes of customers under names of their own, whatever the table calls them; flags and places in one spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuke.ingest.columns import simplify
from shuke.ingest.synonyms import SYNONYMS
from shuke.stages.relation import literal

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "industry": ("industry", "行业", "所属行业", "行业类别", "行业分类"),
    "size": ("size", "规模", "企业规模", "公司规模", "客户规模", "人员规模", "company_size"),
    "region": SYNONYMS["region"],
    "salesperson": SYNONYMS["salesperson"],
    "age_band": ("age_band", "年龄段", "年龄区间", "年龄层", "年龄组", "age_group"),
    "gender": ("gender", "sex", "性别"),
    "since": ("since", "注册日期", "注册时间", "开户日期", "建档日期", "入会日期", "registered_at", "signup_date"),
    "opt_out": (
        *("opt_out", "退订", "拒绝营销", "营销退订", "免打扰", "勿扰", "拒收短信", "拒绝推送", "unsubscribed"),
        *("do_not_contact", "optout"),
    ),
}
# What a flag says, in lower case without spaces. Anything else means opted out, to be on the safe side.
YES = ("是", "y", "yes", "1", "true", "t", "拒绝", "退订", "已退订", "拒收", "勿扰", "免打扰", "x", "√", "✓", "on")
NO = ("", "否", "n", "no", "0", "false", "f", "同意", "未退订", "接受", "允许", "×", "off", "-")


def position(headers: Sequence[str], wanted: str) -> int | None:
    """Return the column that an attribute names: written so, compared as equal, else under another of its names."""
    for key in (str.strip, simplify):
        found = [index for index, header in enumerate(headers) if key(header) == key(wanted)]
        if found:
            return found[0]
    for name in ATTRIBUTES.get(simplify_name(wanted), ()):
        for index, header in enumerate(headers):
            if simplify(header) == simplify(name):
                return index
    return None


def simplify_name(wanted: str) -> str:
    """Return the name of its own that an attribute is asked for by, or the word as it stands."""
    return next((name for name in ATTRIBUTES if simplify(name) == simplify(wanted)), wanted)


def is_flag(wanted: str) -> bool:
    """Tell whether an attribute says that a customer does not want to be spoken to."""
    names = (simplify(name) for name in ATTRIBUTES["opt_out"])
    return simplify(wanted) in names


def flag(text: str, kind: str) -> tuple[str, str]:
    """Return the expression of an opt-out flag, yes or no (1 or 0), and the condition that its word is in no list."""
    plain = f"LOWER(REGEXP_REPLACE(COALESCE({text}, ''), '\\s+', '', 'g'))"
    yes, no = ("'yes'", "'no'") if kind == "text" else ("1", "0")
    known = f"{plain} IN ({', '.join(map(literal, (*YES, *NO)))})"
    return f"CASE WHEN {plain} IN ({', '.join(map(literal, NO))}) THEN {no} ELSE {yes} END", f"NOT {known}"
