"""The built-in schemes read aloud, word for word, in both languages."""

from __future__ import annotations

import pytest

from shuke import Scheme

pytestmark = pytest.mark.row("Z1")

SPOKEN = {
    "en": [
        "The 12 months up to the as-of date are looked at.",
        "R score: Days since last purchase, 1 to 5 by equal shares of the rated customers; "
        "fewer is better and the best share gets 5. Equal values get equal scores, by the middle of their group.",
        "F score: Purchases, 1 to 5 by equal shares of the rated customers; "
        "more is better and the best share gets 5. Equal values get equal scores, by the middle of their group.",
        "M score: Net amount, 1 to 5 by equal shares of the rated customers; "
        "more is better and the best share gets 5. Equal values get equal scores, by the middle of their group.",
        "Composite score = 0.3 × R score + 0.3 × F score + 0.4 × M score.",
        "Tiers: A where Composite score ≥ 4; B where 3 ≤ Composite score < 4; C where 2 ≤ Composite score < 3; "
        "D where Composite score < 2. "
        "A boundary belongs to the higher tier.",
    ],
    "zh": [
        "统计基准日之前 12 个月。",
        "R 得分：按距上次消费天数把参评客户等分为 5 份，越少越好，最好的一份得 5 分。"
        "数值相同则得分相同，按并列组的中间名次计。",
        "F 得分：按消费次数把参评客户等分为 5 份，越多越好，最好的一份得 5 分。"
        "数值相同则得分相同，按并列组的中间名次计。",
        "M 得分：按净消费金额把参评客户等分为 5 份，越多越好，最好的一份得 5 分。"
        "数值相同则得分相同，按并列组的中间名次计。",
        "综合得分 = 0.3 × R 得分 + 0.3 × F 得分 + 0.4 × M 得分。",
        "等级：A 级 综合得分 ≥ 4；B 级 3 ≤ 综合得分 < 4；"
        "C 级 2 ≤ 综合得分 < 3；D 级 综合得分 < 2。边界值归入较高等级。",
    ],
}


@pytest.mark.parametrize("lang", SPOKEN)
def test_the_built_in_scheme_read_aloud(lang: str) -> None:
    assert Scheme.load("rfm-quintile-weighted").sentences(lang) == SPOKEN[lang]


@pytest.mark.parametrize(
    ("period", "spoken"),
    [
        ("6 months", "The 6 months up to the as-of date are looked at."),
        ("all", "All history up to the as-of date is looked at."),
        ('{first: "2024-01-01", last: "2024-06-30"}', "The days from 2024-01-01 to 2024-06-30 are looked at."),
    ],
)
def test_the_period_is_said_as_it_is_meant(period: str, spoken: str) -> None:
    text = Scheme.load("rfm-quintile-weighted").text.replace("period: 12 months", f"period: {period}")
    assert Scheme(text, "mine.yaml").sentences("en")[0].startswith(spoken)


@pytest.mark.parametrize(
    "period",
    [
        '{first: "2024-02-30", last: "2024-06-30"}',
        '{first: "2024-12-31", last: "2024-01-01"}',
        '{first: "2024-01-01"}',
        '{last: "2024-01-01"}',
        "{first: x, last: y}",
    ],
)
def test_a_period_by_dates_that_cannot_be_is_a_problem_of_the_scheme(period: str) -> None:
    from scheme.test_problems import problems

    text = Scheme.load("rfm-quintile-weighted").text.replace("period: 12 months", f"period: {period}")
    assert problems(text) != []


def test_a_scheme_id_and_its_file_name_agree() -> None:
    from shuke.scheme.parse import library_ids

    assert {name: Scheme.load(name).id for name in library_ids()} == {name: name for name in library_ids()}
