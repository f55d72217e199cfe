"""A company's name in its parts: division, trade name, industry, form; so that the trade name alone is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuke.privacy.divisions import CITIES, division
from shuke.privacy.words import words

FORM = re.compile(
    "(?:(?:（集团）|\\(集团\\)|集团)?(?:股份有限公司|有限责任公司|有限公司|公司)|集团|"
    "合伙企业(?:[（(](?:有限|普通)合伙[）)])?|事务所(?:[（(][\u4e00-\u9fff]{2,6}[）)])?|专业合作社|合作社|"
    "经营部|门市部|工作室|商行|超市|研究院|研究所|医院|学校|大学|学院|银行|酒店|协会|中心|厂|店)$"
)
BRANCH = re.compile("(?<=公司)[\u4e00-\u9fff（）()]{0,12}?(?:分公司|分店|办事处)$")
INDUSTRIES = frozenset(words("industries"))
LONGEST = max(map(len, INDUSTRIES))
PLACE = re.compile("[（(]([\u4e00-\u9fff]{2,8})[）)]")


@dataclass(frozen=True)
class Company:
    """The parts of a name; ``place`` is a division in brackets behind the trade name, brackets included."""

    division: str
    trade: str
    place: str
    industry: str
    form: str


def company(name: str) -> Company | None:
    """Return a name in its parts, or None where it has not the form of a company's name.

    Without a division at its beginning or in brackets, the parts cannot be told with certainty either.
    """
    branch = BRANCH.search(name)
    rest = name[: branch.start()] if branch else name
    form = FORM.search(rest)
    if form is None:
        return None
    ending = form.group() + (_branch(branch.group()) if branch else "")
    rest = rest[: form.start()]
    start = division(rest)
    rest = rest[len(start) :]
    place = ""
    bracket = PLACE.search(rest)
    if bracket is not None and division(bracket.group(1)) == bracket.group(1):
        place = bracket.group()
        trade, industry = _parts(rest[bracket.end() :], rest[: bracket.start()])
        return Company(start, trade, place, industry, ending)
    if not start or not rest:
        return None
    trade, industry = _parts(rest, "")
    return Company(start, trade, "", industry, ending)


def is_company(name: str) -> bool:
    """Tell whether a text has the form of a company's name."""
    found = FORM.search(name)
    return bool(re.search("[\u4e00-\u9fff]", name)) and found is not None and found.start() >= 2


def _parts(rest: str, before: str) -> tuple[str, str]:
    """Return trade name and industry: words of industries are taken from the end while something is left."""
    industry = ""
    while True:
        word = next(
            (rest[-size:] for size in range(min(LONGEST, len(rest)), 1, -1) if rest[-size:] in INDUSTRIES), None
        )
        if word is None or (word == rest and not before):
            return before + rest, industry
        rest, industry = rest[: -len(word)], word + industry


def _branch(text: str) -> str:
    """Return the ending of a branch: a place that is a division is kept, any other is hidden."""
    for ending in ("分公司", "分店", "办事处"):
        if text.endswith(ending):
            place = text.removesuffix(ending)
            return (place if place in CITIES or division(place) == place else "**") + ending
    return ""
