"""Schemes read aloud: word for word where it matters, and nothing of a scheme left unsaid, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from shuke import Scheme
from shuke.errors import SchemeError
from shuke.locale import LANGUAGES
from shuke.scheme.model import Scheme as Model
from shuke.scheme.parse import library_ids, parse, scheme_text
from shuke.scheme.reference import examples
from shuke.scheme.sentences import column, rule, sentences
from shuke.scheme.spoken.formula import formula

pytestmark = [pytest.mark.row("X1"), pytest.mark.row("Z1")]

SPOKEN = {
    "en": [
        "The 12 months up to the as-of date are looked at.",
        "R score: the rated customers stand in the order of days since last purchase, fewer is better, and are cut "
        "into 5 equal shares: the best share gets 5, the last gets 1. "
        "Equal values get equal scores: a group of equals counts with its middle place.",
        "F score: the rated customers stand in the order of purchases, more is better, and are cut into "
        "5 equal shares: the best share gets 5, the last gets 1. "
        "Equal values get equal scores: a group of equals counts with its middle place.",
        "M score: the rated customers stand in the order of net amount, more is better, and are cut into "
        "5 equal shares: the best share gets 5, the last gets 1. "
        "Equal values get equal scores: a group of equals counts with its middle place.",
        "Composite score = 0.3 × R score + 0.3 × F score + 0.4 × M score.",
        "Tiers: A (High value) where Composite score ≥ 4; B (Upper middle) where 3 ≤ Composite score < 4; "
        "C (Lower middle) where 2 ≤ Composite score < 3; D (Low value) where Composite score < 2. "
        "A boundary belongs to the higher tier.",
    ],
    "zh": [
        "统计基准日之前 12 个月。",
        "R 得分：参评客户按距上次消费天数排序，越少越好，等分为 5 份，最好的一份得 5 分，最后一份得 1 分。"
        "数值相同则得分相同，整组按居中的名次计。",
        "F 得分：参评客户按消费次数排序，越多越好，等分为 5 份，最好的一份得 5 分，最后一份得 1 分。"
        "数值相同则得分相同，整组按居中的名次计。",
        "M 得分：参评客户按净消费金额排序，越多越好，等分为 5 份，最好的一份得 5 分，最后一份得 1 分。"
        "数值相同则得分相同，整组按居中的名次计。",
        "综合得分 = 0.3 × R 得分 + 0.3 × F 得分 + 0.4 × M 得分。",
        "等级：综合得分 ≥ 4 为 A 级（高价值客户）；3 ≤ 综合得分 < 4 为 B 级（中高价值客户）；"
        "2 ≤ 综合得分 < 3 为 C 级（中低价值客户）；综合得分 < 2 为 D 级（低价值客户）。边界值归入较高等级。",
    ],
}
FORMULA = """\
r_score = 5 − floor(5 p), p = (2a + e) / 2N over recency_days, fewer is better
f_score = 5 − floor(5 p), p = (2a + e) / 2N over frequency, more is better
m_score = 5 − floor(5 p), p = (2a + e) / 2N over monetary, more is better
score = 0.3 × r_score + 0.3 × f_score + 0.4 × m_score
tier = A  if score ≥ 4
     = B  if score ≥ 3
     = C  if score ≥ 2
     = D  otherwise

Among the N rated customers, a are strictly better and e are equal (oneself included)."""
HEAD = "scheme: mine\ntitle: {en: Mine, zh: 我的}\n"
ALL = {**{name: scheme_text(name)[0] for name in library_ids()}, **{f"{n} (example)": t for n, t in examples().items()}}


def read(text: str) -> Model:
    return parse(text, "mine.yaml")[0]


def score(line: str, lang: str) -> str:
    """What is said of one score."""
    return sentences(read(f"{HEAD}scores:\n  s: {line}\n"), lang)[1]


@pytest.mark.parametrize("lang", SPOKEN)
def test_the_built_in_scheme_read_aloud(lang: str) -> None:
    assert Scheme.load("rfm-quintile-weighted").sentences(lang) == SPOKEN[lang]


def test_the_built_in_scheme_as_a_formula() -> None:
    assert formula(read(ALL["rfm-quintile-weighted"]), "en") == FORMULA


@pytest.mark.parametrize(
    ("period", "spoken"),
    [
        ("6 months", "The 6 months up to the as-of date are looked at."),
        ("1 month", "The 1 month up to the as-of date is looked at."),
        ("90 days", "The 90 days up to the as-of date are looked at."),
        ("all", "All history up to the as-of date is looked at."),
        ('{first: "2024-01-01", last: "2024-06-30"}', "The days from 2024-01-01 to 2024-06-30 are looked at."),
    ],
)
def test_the_period_is_said_as_it_is_meant(period: str, spoken: str) -> None:
    text = Scheme.load("rfm-quintile-weighted").text.replace("period: 12 months", f"period: {period}")
    assert Scheme(text, "mine.yaml").sentences("en")[0] == spoken


TIES = {
    "middle": ("counts with its middle place", "整组按居中的名次计", "(2a + e) / 2N"),
    "best": ("with its best place, so on a boundary it goes up", "压在分界上时就高", "a / N"),
    "worst": ("with its worst place, so on a boundary it goes down", "压在分界上时就低", "(a + e − 1) / N"),
    "split": ("Equal values may get different scores", "数值相同的客户得分可能不同", "i / N"),
}


@pytest.mark.parametrize("ties", TIES)
def test_every_tie_law_is_said_with_what_it_does(ties: str) -> None:
    line = f"{{metric: monetary, quantiles: 5, ties: {ties}}}"
    english, chinese, place = TIES[ties]
    assert english in score(line, "en")
    assert chinese in score(line, "zh")
    assert f"p = {place} over monetary" in formula(read(f"{HEAD}scores:\n  s: {line}\n"), "en")


KINDS = {
    "{metric: monetary, rank_bands: [[0.10, 100], [0.2, 80.50], [rest, 0]], ties: best}": (
        "the first 10 % get 100; the next, up to 20 %, get 80.5; the rest get 0. A place exactly on a limit belongs",
        "前 10 % 得 100 分；到前 20 % 为止得 80.5 分；其余得 0 分。",
    ),
    "{metric: monetary, pareto_bands: [[0.8, 3], [rest, 1]]}": (
        "3 while those strictly larger make less than 80 % of the positive total; 1 for the rest.",
        "比自己大的客户合计不到总额 80 % 的，得 3 分；其余得 1 分。",
    ),
    "{metric: recency_days, bands: [{at_most: 30, score: 5}, {above: 30, below: 90, score: 3}, {score: 1}]}": (
        "s, by days since last purchase: up to 30 days gives 5; more than 30, less than 90 days gives 3; "
        "anything else gives 1.",
        "s，看距上次消费天数：不超过 30 天得 5 分；超过 30 天、不到 90 天得 3 分；其余得 1 分。",
    ),
    "{metric: recency_days, split: mean}": (
        "high (1) where days since last purchase is strictly less than the mean of the rated customers",
        "距上次消费天数小于参评客户的平均值为高（1），否则为低（0）；正好相等算低。",
    ),
    "{metric: monetary, split: {value: 1000.00}}": ("strictly more than 1000, otherwise low", "大于 1000 为高"),
    "{metric: monetary, split: {pareto: 0.8}}": ("make the first 80 % of the positive total", "合计占总额前 80 %"),
    "{metric: frequency, points: 5, at_most: 50}": ("purchases times 5, no more than 50.", "消费次数乘以 5，最高 50。"),
    "{metric: stability_6m, points: 1}": ("s: six-month stability as it is.", "s：直接取近六个月稳定性。"),
    "{metric: monetary, standardise: minmax, log: true}": (
        "the logarithm of 1 + net amount on a scale from 0",
        "（1 + 净消费金额）的自然对数换算到 0 至 1",
    ),
    "{metric: monetary, standardise: zscore}": ("by how many standard deviations", "多少个标准差"),
    "{metric: monetary, kmeans: 3}": ("falls into 3 natural levels", "分成 3 个自然档次"),
    "{metric: frequency, quantiles: 5, one_order: apart}": (
        "who bought only once gets 1. The others stand in the order of purchases, more is better, and are cut into 4",
        "只消费过一次的客户得 1 分；其余客户",
    ),
    "{metric: frequency, quantiles: 5, sparse: fewer}": ("5 shares cannot all be filled", "凑不满 5 份"),
    "{metric: cycle_days, quantiles: 5}": (
        "Without average days between purchases, a customer gets 1.",
        "没有平均消费间隔天数的客户得 1 分。",
    ),
    "{metric: cycle_days, split: mean}": ("a customer is low.", "的客户算低。"),
    "{metric: cycle_days, standardise: minmax}": ("gets the least that anybody has.", "得参评客户中的最低值。"),
}


@pytest.mark.parametrize("line", KINDS)
def test_every_kind_of_score_is_said(line: str) -> None:
    assert KINDS[line][0] in score(line, "en")
    assert KINDS[line][1] in score(line, "zh")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_every_scheme_is_said_whole(name: str, lang: str) -> None:
    scheme = read(ALL[name])
    told = " ".join(sentences(scheme, lang))
    wanted = [column(score_name, lang, scheme) for score_name in scheme.scores]
    wanted += [group.name for groups in scheme.groups.values() for group in groups]
    assert [one for one in wanted if one not in told] == []
    exact = formula(scheme, lang)
    made = [*scheme.scores, *scheme.own, *scheme.results, *([scheme.composite.name] if scheme.composite else [])]
    assert [one for one in made if not re.search(rf"(?m)^{one}\b", exact)] == []


@pytest.mark.parametrize("name", ALL)
def test_what_is_said_is_whole_sentences_without_holes(name: str) -> None:
    scheme = read(ALL[name])
    for lang, stop in (("en", "."), ("zh", "。")):
        for line in sentences(scheme, lang):
            assert line.endswith(stop), line
            assert not re.search(r"[{}]|  |\bNone\b|\.\.|。。|E[+-]\d", line), line


@pytest.mark.parametrize("name", library_ids())
def test_numbers_are_said_exactly_without_trailing_zeros(name: str) -> None:
    scheme = read(ALL[name])
    told = " ".join([*sentences(scheme, "en"), formula(scheme, "en")])
    assert not re.search(r"\d\.\d*0(?!\d)", re.sub(r"“[^”]*”", "", told))
    if scheme.composite is not None and scheme.composite.weights:
        weights = [weight for weight in scheme.composite.weights.values() if weight != 1]
        assert all(f"{Decimal(weight).normalize():f} ×" in told for weight in weights)


def test_chinese_is_parted_from_latin_letters_by_a_space_but_texts_of_the_document_stay_as_they_are() -> None:
    text = (
        HEAD + "metrics:\n  visits: {interactions: VIP到店}\n"
        "segments:\n  - {segment: top, when: {visits: 3}}\n  - {segment: rest}\n"
    )
    told = sentences(read(text), "zh")
    assert "“VIP到店”" in told[1]
    assert told[2] == "除订单外还需要：互动记录表（用于 visits）。"
    assert "top：visits 为 3。" in told


@pytest.mark.parametrize(
    ("when", "english", "chinese"),
    [
        ("{r_high: high, m_high: low}", "R high and M low", "R 高、M 低"),
        ("{frequency: [1, 3]}", "Purchases of 1 or 3", "消费次数为 1 或 3"),
        ("{frequency: 4-5}", "Purchases of 4 to 5", "消费次数为 4 至 5"),
        ("{frequency: {at_least: 2, below: 5}}", "2 ≤ Purchases < 5", "2 ≤ 消费次数 < 5"),
        ("{cycle_days: missing}", "Average days between purchases is empty", "平均消费间隔天数为空"),
        ("{cycle_days: given}", "Average days between purchases is not empty", "平均消费间隔天数不为空"),
        (
            "{any: [{frequency: 1}, {r_high: low}]}",
            "either Purchases of 1; or R low",
            "符合以下任一项——消费次数为 1；或者 R 低",
        ),
    ],
)
def test_a_rule_in_words(when: str, english: str, chinese: str) -> None:
    text = (
        HEAD + "scores:\n  r_high: {metric: recency_days, split: mean}\n  m_high: {metric: monetary, split: mean}\n"
        f"segments:\n  - {{segment: top, when: {when}}}\n  - {{segment: rest}}\n"
    )
    scheme = read(text)
    assert rule(scheme, scheme.segments[0], "en") == english
    assert rule(scheme, scheme.segments[0], "zh") == chinese
    assert (rule(scheme, scheme.segments[1], "en"), rule(scheme, scheme.segments[1], "zh")) == (
        "everyone else",
        "其余客户",
    )


def test_places_by_number_are_said_by_their_number() -> None:
    scheme = read(scheme_text("ladder-25")[0])
    assert rule(scheme, scheme.segments[0], "en") == "Cell 1 to 2"
    assert rule(scheme, scheme.segments[2], "zh") == "单元格为 6 至 7、11 至 12 或 16 至 17"


def test_customers_in_no_group_are_told_only_where_there_can_be_any() -> None:
    assert "has no segment" not in " ".join(sentences(read(ALL["three-level-eight"]), "en"))
    text = HEAD + "segments:\n  - {segment: top, when: {frequency: {at_least: 5}}}\n"
    assert sentences(read(text), "en")[-1] == "Who fits none of them has no segment."


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
    from shuke.errors import SchemeErrors

    text = Scheme.load("rfm-quintile-weighted").text.replace("period: 12 months", f"period: {period}")
    with pytest.raises(SchemeErrors):
        parse(text, "mine.yaml")


def test_a_scheme_id_and_its_file_name_agree() -> None:
    assert {name: Scheme.load(name).id for name in library_ids()} == {name: name for name in library_ids()}


@pytest.mark.row("D20")
@pytest.mark.parametrize(
    ("test", "en", "zh"),
    [
        ("given", "promotion is not empty", "促销不为空"),
        ("missing", "promotion is empty", "促销为空"),
        ("[SPRING, missing]", "promotion is SPRING or promotion is empty", "促销为 SPRING 或促销为空"),
    ],
)
def test_what_lines_are_counted_is_said_to_the_end(test: str, en: str, zh: str) -> None:
    text = (
        "scheme: w\ntitle: {en: W, zh: W}\n"
        f"metrics:\n  deals: {{of: frequency, where: {{promotion: {test}}}}}\n"
        "scores:\n  s: {metric: deals, quantiles: 3}\ncode: {digits: [s]}\n"
    )
    scheme, _ = parse(text, "w.yaml")
    for lang, words in (("en", en), ("zh", zh)):
        said = " ".join(sentences(scheme, lang))
        assert words.replace(" ", "") in said.replace(" ", "").replace("“", "").replace("”", "").replace("「", "")


def test_an_end_of_numbers_on_a_column_of_texts_is_refused() -> None:
    text = (
        "scheme: w\ntitle: {en: W, zh: W}\nmetrics:\n  deals: {of: gross, where: {channel: {at_least: 3}}}\n"
        "scores:\n  s: {metric: deals, quantiles: 3}\ncode: {digits: [s]}\n"
    )
    with pytest.raises(SchemeError) as caught:
        parse(text, "w.yaml")
    assert "w.yaml · line 4" in str(caught.value)
