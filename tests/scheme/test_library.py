"""The built-in schemes: every one is whole, named in both languages, and leaves no customer without a place."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from math import prod
from pathlib import Path

import pytest

import shuke
from shuke.scheme.builtin import BUILTIN, figure
from shuke.scheme.model import (
    Bands,
    Group,
    ParetoBands,
    Points,
    Quantiles,
    RankBands,
    Scheme,
    Split,
    Standardised,
    Sum,
)
from shuke.scheme.parse import LIBRARY, library_ids, parse, scheme_text, self_contained

MOST_LINES = 250
TEXTS = ("title", "meaning", "direction", "measures", "department", "success", "rhythm")
KINDS = ("consultation", "complaint")
HAN = re.compile(r"[\u4e00-\u9fff]")
PUBLISHED = "activity-contribution-rank"
DEFAULT = "rfm-quintile-weighted"

RFM = ("r_score", "f_score", "m_score")
HIGH = ("r_high", "f_high", "m_high")
STD = ("r_std", "f_std", "m_std", "t_std")
BLOCKS = ("activity", "contribution", "value_rank")
# What programs of other people rely on: scores, composite, result column, keys of its groups, months of the period.
PROMISED = {
    "rfm-quintile-weighted": (RFM, "score", "tier", "A B C D", 12, ("Z1", "Z3", "Z4", "Z5")),
    "activity-contribution-rank": (BLOCKS, "score", "tier", "S A B C D", 12, ("C1", "C2", "C3", "C4", "C5")),
    "activity-contribution-rank-rescaled": (BLOCKS, "score", "tier", "S A B C D", 12, ("C5",)),
    "octants-mean": (HIGH, None, "segment", "OCTANTS", 12, ("D1",)),
    "octants-median": (HIGH, None, "segment", "OCTANTS", 12, ("D1", "D15")),
    "ladder-25": ((), None, "cell", "", None, ("D2", "D3")),
    "quartile-code": (RFM, None, "code", "", 12, ("D12",)),
    "nested-125": (RFM, None, "code", "", 12, ("D8",)),
    "abc-pareto": ((), None, "tier", "A B C", 12, ("D7",)),
    "interval-four-groups": (RFM, None, "segment", "high_value potential dormant lost other", 12, ("B2", "B3")),
    "three-level-eight": (("r_level", "f_level", "m_level"), None, "segment", None, 12, ("T5",)),
    "levels-5-4-6": (RFM, "score", "segment", "high ordinary low", 12, ("D11",)),
    "rfmt-ahp": (STD, "score", "tier", None, 12, ("D19",)),
    "rfmt-kmeans": (STD, "score", "cluster", "", 12, ("D19",)),
    "loan-binary": (HIGH, None, "segment", "OCTANTS", 12, ("D15",)),
    "bank-corporate-four": ((), None, "segment", "important_value high_value potential_value low_value", 12, ("D10",)),
    "lifecycle-stages": ((), None, "stage", "new growing mature declining lost", None, ("T4", "D7")),
}
OCTANTS = {
    (1, 1, 1): ("important_value", "重要价值客户"),
    (1, 0, 1): ("important_develop", "重要发展客户"),
    (0, 1, 1): ("important_keep", "重要保持客户"),
    (0, 0, 1): ("important_retain", "重要挽留客户"),
    (1, 1, 0): ("general_value", "一般价值客户"),
    (1, 0, 0): ("general_develop", "一般发展客户"),
    (0, 1, 0): ("general_keep", "一般保持客户"),
    (0, 0, 0): ("general_retain", "一般挽留客户"),
}
ELEVEN = {
    "champions": 7,
    "loyal": 8,
    "potential_loyalist": 24,
    "new": 7,
    "promising": 16,
    "need_attention": 8,
    "about_to_sleep": 8,
    "at_risk": 22,
    "cannot_lose": 8,
    "hibernating": 11,
    "lost": 6,
}
# Digits R and F.
TEN = {
    "hibernating": "[12][12]",
    "at_risk": "[12][34]",
    "cannot_lose": "[12]5",
    "about_to_sleep": "3[12]",
    "need_attention": "33",
    "loyal": "[34][45]",
    "promising": "41",
    "new": "51",
    "potential_loyalist": "[45][23]",
    "champions": "5[45]",
}

Values = dict[str, Decimal | int | str | None]
ALL = [pytest.param(name, marks=pytest.mark.row("X1")) for name in library_ids()]


@cache
def load(name: str) -> Scheme:
    return parse(*scheme_text(name))[0]


def own_text(name: str) -> str:
    return scheme_text(name)[0]


# What can occur: the values of each score, the critical values of each metric.


def levels(scheme: Scheme, name: str) -> list[Decimal]:
    """Return the scores that a score with few values can give."""
    score = scheme.scores[name]
    if isinstance(score, Split):
        return [Decimal(0), Decimal(1)]
    if isinstance(score, Bands):
        return sorted({band.score for band in score.bands})
    if isinstance(score, RankBands):
        return sorted({value for _, value in score.rank_bands})
    if isinstance(score, ParetoBands):
        return sorted({value for _, value in score.pareto_bands})
    return [Decimal(level) for level in range(1, score.greatest + 1)]


def span(scheme: Scheme, name: str) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest value of a score."""
    score = scheme.scores[name]
    if isinstance(score, Sum):
        spans = [tuple(weight * end for end in span(scheme, part)) for part, weight in score.sum.items()]
        return sum((low for low, _ in spans), Decimal(0)), sum((high for _, high in spans), Decimal(0))
    if isinstance(score, Points):
        known = figure(scheme, score.metric)
        ends = [score.points * (known.least or 0), score.points * (known.greatest or Decimal(10) ** 9)]
        return max(ends[0], score.at_least or ends[0]), ends[1] if score.at_most is None else score.at_most
    if isinstance(score, Standardised):
        return Decimal(0), Decimal(1)
    return levels(scheme, name)[0], levels(scheme, name)[-1]


def composite_span(scheme: Scheme) -> tuple[Decimal, Decimal]:
    if scheme.composite.ahp:
        return Decimal(0), Decimal(1)
    spans = [(weight, span(scheme, name)) for name, weight in scheme.composite.weights.items()]
    return sum(w * low for w, (low, _) in spans), sum(w * high for w, (_, high) in spans)


def critical(scheme: Scheme, name: str, groups: tuple[Group, ...]) -> list[Decimal | None]:
    """Return every value of a name at which a rule can change its mind, and one on either side."""
    if name in scheme.scores:
        return list(levels(scheme, name))
    if name == "cell":
        return numbered(prod(len(levels(scheme, score)) for score in (scheme.cells.rows, scheme.cells.columns)))
    if name == "cluster":
        return numbered(scheme.clusters.k)
    known = figure(scheme, name)
    tests = [rule[name] for group in groups if group.when for rule in group.when.any if name in rule]
    ends = {end for test in tests for one in test.ranges for end in (one.low, one.high) if end is not None}
    near = {end + step for end in ends for step in (-known.step, 0, known.step)}
    inside = [v for v in near if (known.least is None or v >= known.least)]
    return [*sorted(inside), *([None] if known.empty else [])]


def numbered(count: int) -> list[Decimal | None]:
    """Return the places of a result that is a number from 1."""
    return [Decimal(place) for place in range(1, count + 1)]


def by_rule(groups: tuple[Group, ...]) -> bool:
    return any(group.when for group in groups)


# Every built-in, whatever it is.


@pytest.mark.parametrize("name", ALL)
def test_a_built_in_is_short_has_its_own_id_and_a_source(name: str) -> None:
    scheme = load(name)
    assert scheme.scheme == name
    assert len(own_text(name).splitlines()) <= MOST_LINES
    assert re.search(r"^source: ", own_text(name), re.MULTILINE), "also one that extends says where it comes from"
    assert len(scheme.source) > 20


@pytest.mark.parametrize("name", ALL)
@pytest.mark.row("T7", "C6", "Z6")
def test_every_group_says_everything_in_both_languages(name: str) -> None:
    scheme = load(name)
    words = [scheme.title]
    # Codes alone have no names: each of them is a cell to be tested.
    assert scheme.groups or scheme.results == ("code",)
    for groups in scheme.groups.values():
        for group in groups:
            texts = [getattr(group, text) for text in TEXTS]
            assert None not in texts, f"{name}: {group.name} lacks {TEXTS[texts.index(None)]}"
            words += texts
    words += [exclusion.title for exclusion in scheme.exclude]
    for word in words:
        assert word.en.strip()
        assert not HAN.search(word.en), word.en
        assert HAN.search(word.zh), word.zh


@pytest.mark.parametrize("name", ALL)
def test_names_of_groups_are_different_in_both_languages(name: str) -> None:
    for groups in load(name).groups.values():
        for names in ([g.name for g in groups], [g.title.en for g in groups], [g.title.zh for g in groups]):
            assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ALL)
def test_every_name_in_a_built_in_is_known(name: str) -> None:
    scheme = load(name)
    known = {*BUILTIN, *scheme.own}
    assert set(scheme.metrics) <= known
    assert {part for own in scheme.own for part in scheme.parts(own)} <= known
    before: set[str] = set()
    for key, score in scheme.scores.items():
        used = set(score.sum) if isinstance(score, Sum) else set(getattr(score, "within", ()))
        assert used <= before, f"{key} uses a score that comes later"
        before.add(key)
    pieces = (scheme.composite and scheme.composite.of, scheme.code and scheme.code.digits)
    assert {one for piece in pieces for one in piece or ()} <= set(scheme.scores)
    assert not set(scheme.scores) & known, "a score does not take the name of a metric"


@pytest.mark.parametrize("name", ALL)
def test_weights_add_up_to_one_unless_the_scheme_says_otherwise(name: str) -> None:
    scheme = load(name)
    sums = [score for score in scheme.scores.values() if isinstance(score, Sum)]
    for total, weights in [
        *((one.total, one.sum) for one in sums),
        *([(scheme.composite.total, scheme.composite.weights)] if scheme.composite else []),
    ]:
        assert total == "free" or not weights or sum(weights.values()) == 1


@pytest.mark.parametrize("name", ALL)
def test_value_bands_cover_every_value_once(name: str) -> None:
    scheme = load(name)
    for key, score in scheme.scores.items():
        if isinstance(score, Bands):
            step = figure(scheme, score.metric).step
            ends = {e for band in score.bands for e in (band.range.low, band.range.high) if e is not None}
            for value in {end + near for end in ends for near in (-step, 0, step)}:
                assert sum(band.range.holds(value) for band in score.bands) == 1, f"{key} at {value}"


@pytest.mark.parametrize("name", ALL)
@pytest.mark.row("X2")
def test_every_customer_has_one_place_and_every_place_can_be_reached(name: str) -> None:
    scheme = load(name)
    for groups in scheme.groups.values():
        if not by_rule(groups):
            continue
        names = tuple(dict.fromkeys(one for group in groups if group.when for one in group.when.names))
        values = [critical(scheme, one, groups) for one in names]
        assert prod(map(len, values)) < 100_000
        reached = set()
        for row in product(*values):
            found = [g.name for g in groups if g.when and g.when.holds(dict(zip(names, row, strict=True)))]
            rest = [g.name for g in groups if g.rest]
            assert len(found) == 1 or (not found and len(rest) == 1), f"{row} is in {found}"
            reached |= set(found or rest)
        assert reached == {group.name for group in groups}


@pytest.mark.parametrize("name", [one for one in library_ids() if one != PUBLISHED])
@pytest.mark.row("X2", "C5")
def test_every_rung_of_a_ladder_can_be_reached(name: str) -> None:
    scheme = load(name)
    for groups in scheme.groups.values():
        floors = [group.at_least for group in groups]
        if floors[0] is None:
            continue
        least, greatest = composite_span(scheme)
        assert floors[-1] is None
        assert all(upper > lower for upper, lower in pairwise(floors[:-1]))
        assert floors[0] <= greatest
        assert floors[-2] > least


def test_a_built_in_that_extends_another_can_stand_alone() -> None:
    for name in library_ids():
        whole = self_contained(*scheme_text(name))
        assert parse(whole, f"{name}.yaml")[0] == load(name)


@pytest.mark.row("X1")
def test_no_scheme_is_known_to_the_program_but_the_default() -> None:
    for file in sorted(Path(shuke.__file__).parent.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        found = [name for name in library_ids() if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)]
        assert set(found) <= {DEFAULT}, file


def test_the_library_holds_schemes_only() -> None:
    assert [entry.name for entry in LIBRARY.iterdir() if not entry.name.endswith(".yaml")] == []


# Every built-in at work on a small shop.


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Sixty customers over two and a half years, with promotions, questions, complaints and a few overdue payments."""
    folder = tmp_path_factory.mktemp("shop")
    lines, asked, known = ["customer_id,order_id,ordered_at,amount,promotion"], ["customer_id,kind,occurred_at"], []
    for number in range(60):
        customer = f"K{number:02}"
        first = date(2022, 7, 1) + timedelta(days=number * 37 % 880)
        for order in range(1 + number % 7):
            day = first + timedelta(days=order * (11 + number % 5 * 17))
            amount = Decimal(17 * (number + 1) ** 2 % 9973 + 100 * order) + Decimal("0.25")
            promotion = "sale" if (number + order) % 3 == 0 else ""
            lines.append(f"{customer},{customer}-{order},{min(day, date(2024, 12, 31))},{amount},{promotion}")
        if number % 6 == 1:
            lines.append(f"{customer},{customer}-back,2024-12-30,-40,")
        asked += [f"{customer},{kind},2024-11-0{one + 1}" for kind in KINDS for one in range(number % 9 // 2)]
        known.append(f"{customer},{int(number % 10 == 0)}")
    files = {"sales": lines, "interactions": asked, "customers": ["customer_id,overdue", *known]}
    for name, rows in files.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return {name: folder / f"{name}.csv" for name in files}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.row("X1", "X3")
def test_every_built_in_rates_a_shop_and_leaves_nobody_without_a_place(name: str, shop: dict[str, Path]) -> None:
    scheme, tables = load(name), {key: shop[key] for key in ("interactions", "customers")}
    result = shuke.score(shop["sales"], scheme=name, as_of="2024-12-31", **tables)
    rows, count = list(result.customers.rows()), result.summary["customers"]
    result.close()
    assert len(rows) == count["rated"] == count["seen"] - sum(count["not_rated"].values())
    assert set(scheme.results) | set(scheme.scores) | set(scheme.metrics) <= set(rows[0])
    assert [row for row in rows if None in [row[column] for column in scheme.results]] == []
    if scheme.exclude:
        assert count["not_rated"][scheme.exclude[0].exclude] > 0


# What is promised of each.


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.row(*promise[-1])) for name, promise in PROMISED.items()]
)
def test_the_promised_columns_are_there(name: str) -> None:
    scores, composite, result, keys, months, _ = PROMISED[name]
    scheme = load(name)
    assert set(scores) <= set(scheme.scores)
    assert (scheme.composite.name if scheme.composite else None) == composite
    assert scheme.main == result
    assert scheme.period.months == months
    if keys == "OCTANTS":
        keys = " ".join(key for key, _ in OCTANTS.values())
    if keys is not None:
        assert [group.name for group in scheme.groups.get(result, ())] == keys.split()


@pytest.mark.row("C5")
def test_the_published_scorecard_ends_at_72_and_never_gives_s_and_a() -> None:
    scheme = load(PUBLISHED)
    assert composite_span(scheme)[1] == 72
    assert [tier.name for tier in scheme.tiers if (tier.at_least or 0) > 72] == ["S", "A"]


@pytest.mark.row("C5")
def test_the_rescaled_scorecard_reaches_100_in_every_block() -> None:
    scheme = load(f"{PUBLISHED}-rescaled")
    assert [span(scheme, block)[1] for block in BLOCKS] == [100, 100, 100]
    assert composite_span(scheme)[1] == 100
    assert scheme.tiers == load(PUBLISHED).tiers
    assert scheme.composite == load(PUBLISHED).composite


@pytest.mark.row("D1", "D15")
@pytest.mark.parametrize("name", ["octants-mean", "octants-median", "loan-binary"])
def test_the_octants_have_their_names(name: str) -> None:
    segments = load(name).segments
    for sides, (key, title) in OCTANTS.items():
        values: Values = dict(zip(HIGH, sides, strict=True))
        (found,) = [segment for segment in segments if segment.when.holds(values)]
        assert (found.name, found.title.zh) == (key, title)


@pytest.mark.row("D2", "D3")
@pytest.mark.parametrize(
    ("frequency", "recency", "cell"),
    [(5, 0, 1), (9, 30, 1), (5, 31, 2), (1, 31, 22), (4, 361, 10), (3, 181, 14), (2, 180, 18), (1, 999, 25)],
)
def test_the_ladder_numbers_its_cells_from_the_best(frequency: int, recency: int, cell: int) -> None:
    scheme = load("ladder-25")
    metrics = {"frequency": frequency, "recency_days": recency}

    def place(name: str) -> int:
        score = scheme.scores[name]
        (found,) = [band.score for band in score.bands if band.range.holds(metrics[score.metric])]
        return levels(scheme, name)[::-1].index(found)

    assert place(scheme.cells.rows) * 5 + place(scheme.cells.columns) + 1 == cell


def test_the_eleven_segments_are_a_partition_of_the_125_codes() -> None:
    codes = Counter(code for segment in load("eleven-segments").segments for code in segment.codes)
    assert set(codes) == {"".join(digits) for digits in product("12345", repeat=3)}
    assert set(codes.values()) == {1}
    assert {segment.name: len(segment.codes) for segment in load("eleven-segments").segments} == ELEVEN


def test_the_ten_segments_are_the_published_grid() -> None:
    segments = load("ten-segments").segments
    for r, f in product("12345", repeat=2):
        (found,) = [s.name for s in segments if s.when.holds({"r_score": int(r), "f_score": int(f)})]
        assert [name for name, pattern in TEN.items() if re.fullmatch(pattern, r + f)] == [found]


@pytest.mark.row("T5")
def test_the_eight_classes_share_the_27_combinations() -> None:
    segments = load("three-level-eight").segments
    names = ("r_level", "f_level", "m_level")
    counts = Counter(
        segment.name
        for row in product((3, 2, 1), repeat=3)
        for segment in segments
        if segment.when.holds(dict(zip(names, row, strict=True)))
    )
    assert len(counts) == 8
    assert sum(counts.values()) == 27
    for row, key in [((3, 3, 3), "high_value"), ((3, 2, 2), "potential"), ((1, 1, 1), "churn_risk")]:
        assert [s.name for s in segments if s.when.holds(dict(zip(names, row, strict=True)))] == [key]


@pytest.mark.row("B2", "B3", "B4")
def test_the_intervals_are_those_of_the_tutorial() -> None:
    scores = load("interval-four-groups").scores

    def score(name: str, value: int) -> Decimal:
        (found,) = [band.score for band in scores[name].bands if band.range.holds(value)]
        return found

    assert [score("r_score", days) for days in (30, 31, 60, 61)] == [5, 4, 4, 3]
    assert score("f_score", 5) == 5
    assert score("m_score", 9999) == 3


@pytest.mark.row("B9")
@pytest.mark.parametrize(
    ("name", "weights", "months"),
    [
        ("rfm-mother-and-baby", ("0.3", "0.5", "0.2"), 12),
        ("rfm-luxury", ("0.2", "0.2", "0.6"), 24),
        ("rfm-fast-moving", ("0.5", "0.3", "0.2"), 6),
    ],
)
def test_an_industry_is_a_few_lines_over_the_same_scheme(name: str, weights: tuple[str, ...], months: int) -> None:
    scheme, base = load(name), load(DEFAULT)
    assert tuple(map(str, scheme.composite.weights.values())) == weights
    assert scheme.period.months == months
    assert (scheme.scores, scheme.tiers) == (base.scores, base.tiers)
    assert len(own_text(name).splitlines()) <= 10


@pytest.mark.row("D12")
def test_the_opposite_convention_differs_only_in_the_writing() -> None:
    scheme = load("quintile-code-inverse")
    assert scheme.code.best == "lowest"
    assert all(isinstance(score, Quantiles) and score.quantiles == 5 for score in scheme.scores.values())


@pytest.mark.row("D8")
def test_the_nested_cells_rank_inside_one_another() -> None:
    assert [score.within for score in load("nested-125").scores.values()] == [(), ("r_score",), ("r_score", "f_score")]


@pytest.mark.row("D11")
def test_levels_differ_by_dimension() -> None:
    assert [score.quantiles for score in load("levels-5-4-6").scores.values()] == [5, 4, 6]


@pytest.mark.row("D19")
def test_the_judgements_agree_with_each_other_and_with_the_weights_told() -> None:
    rows = load("rfmt-ahp").composite.ahp.entries
    size = len(rows)
    assert all(rows[i][j] * rows[j][i] == 1 for i, j in product(range(size), repeat=2))
    columns = [sum(row[j] for row in rows) for j in range(size)]
    weights = [sum(row[j] / columns[j] for j in range(size)) / size for row in rows]
    products = [sum(a * w for a, w in zip(row, weights, strict=True)) for row in rows]
    largest = sum(p / w for p, w in zip(products, weights, strict=True)) / size
    ratio = (largest - size) / (size - 1) / Fraction("0.9")
    assert [f"{float(weight):.3f}" for weight in weights] == ["0.088", "0.272", "0.482", "0.158"]
    assert f"{float(ratio):.3f}" == "0.005"
    assert "0.088 / 0.272 / 0.482 / 0.158" in own_text("rfmt-ahp")


@pytest.mark.row("D15")
def test_the_loan_book_leaves_out_the_overdue_and_does_not_lose_five_drawings() -> None:
    scheme = load("loan-binary")
    (exclusion,) = scheme.exclude
    assert [exclusion.when.holds({"overdue": count}) for count in (None, 0, 1, 3)] == [False, False, True, True]
    centres = [score.split for score in scheme.scores.values()]
    assert (centres[0], centres[1].value, centres[2].pareto) == ("median", 5, Decimal("0.8"))


# Of a small and rare buyer who came lately and has been known for long.
TYPE: Values = {"r_score": 4, "f_score": 2, "m_score": 2, "tenure_days": 400, "complaint_count": 0}


@pytest.mark.row("D18")
def test_interval_scores_take_the_average_per_order_and_leave_no_day_out() -> None:
    scheme = load("interval-average")
    assert [scheme.scores[name].metric for name in RFM] == ["recency_days", "frequency", "average_order"]
    days = {7: 5, 8: 4, 30: 4, 31: 3}
    assert {day: [b.score for b in scheme.scores["r_score"].bands if b.range.holds(day)] for day in days} == {
        day: [score] for day, score in days.items()
    }
    assert scheme.segments[-1].name == "save_the_postage"


@pytest.mark.row("D21")
def test_core_customers_are_found_by_importance_contribution_and_relationship() -> None:
    scheme = load("core-customers")
    assert {name: str(weight) for name, weight in scheme.composite.weights.items()} == {
        "importance": "0.4",
        "contribution": "0.3",
        "relationship": "0.3",
    }
    parts = {name: set(scheme.scores[name].sum) for name in scheme.composite.weights}
    assert parts["relationship"] == {"years", "last_contract", "contracts_kept"}
    assert [tier.name for tier in scheme.tiers] == ["core", "key", "ordinary"]


@pytest.mark.row("T4", "D7", "D13", "D20")
def test_customers_land_where_the_words_say() -> None:
    for name, column, values, key in [
        ("lifecycle-stages", "stage", {"tenure_days": 90, "recency_days": 0, "cycle_ratio": None}, "new"),
        ("lifecycle-stages", "stage", {"tenure_days": 91, "recency_days": 91, "cycle_ratio": None}, "declining"),
        ("lifecycle-stages", "stage", {"tenure_days": 300, "recency_days": 20, "cycle_ratio": Decimal(9)}, "growing"),
        ("lifecycle-stages", "stage", {"tenure_days": 900, "recency_days": 150, "cycle_ratio": Decimal(2)}, "mature"),
        ("lifecycle-stages", "stage", {"tenure_days": 900, "recency_days": 366, "cycle_ratio": Decimal(1)}, "lost"),
        ("lifecycle-by-days", "stage", {"frequency": 1, "recency_days": 90}, "first_time"),
        ("lifecycle-by-days", "stage", {"frequency": 7, "recency_days": 91}, "defecting"),
        ("lifecycle-by-days", "segment", {"gross_24m": Decimal("1000.0001")}, "platinum"),
        ("purchase-cycle", "segment", {"plain_orders": 0, "cycle_ratio": None}, "promotion_only"),
        ("purchase-cycle", "segment", {"plain_orders": 2, "cycle_ratio": Decimal("1.2")}, "due"),
        ("value-preference", "segment", {"price_driven": 1}, "price_oriented"),
        ("behavioural-types", "segment", {**TYPE, "f_score": 5, "m_score": 5}, "best"),
        ("behavioural-types", "segment", {**TYPE, "m_score": 5}, "big_ticket"),
        ("behavioural-types", "segment", {**TYPE, "r_score": 2, "m_score": 4}, "lapsed_valuable"),
        ("behavioural-types", "segment", {**TYPE, "complaint_count": 3}, "costly_to_serve"),
        ("behavioural-types", "segment", {**TYPE, "f_score": 4}, "frequent"),
        ("behavioural-types", "segment", {**TYPE, "tenure_days": 90}, "new"),
        ("behavioural-types", "segment", TYPE, "recent"),
        ("behavioural-types", "segment", {**TYPE, "r_score": 1}, "lost"),
    ]:
        groups = load(name).groups[column]
        assert [group.name for group in groups if group.when.holds(values)] == [key], (name, values)
