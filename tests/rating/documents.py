"""Scheme documents drawn at random, as YAML, from every word of the language."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

PERIODS = ("12 months", "3 months", "90 days", "1 month", "all", "{first: 2023-06-01, last: 2030-01-01}")
BUILTIN = (
    *("recency_days", "frequency", "purchase_days", "monetary", "gross", "average_order", "top_order"),
    *("repurchase_rate", "active_months_6", "stability_6m", "stability_cv", "consultations", "complaints"),
    *("refund_rate", "tenure_days", "cycle_days", "cycle_ratio"),
)
BEST_LOW = {"recency_days", "refund_rate", "cycle_days", "cycle_ratio", "complaints"}
CATEGORIES = ("tea", "cups", "wine", "")
TRADES = ("food", "retail", "7", "")
SIZES = ("1", "2", "2.5", "100", "-3", "0.000001", "")
WEIGHTS = ("1", "0.5", "0.25", "0.3", "2", "0.333333", "10")
SPLITS = ("mean", "median", "{value: 2}", "{value: 100}", "{value: -0.5}")
GIVEN_WEIGHTS = {
    1: [("1",)],
    2: [("0.5", "0.5"), ("0.333333", "0.666667"), ("0.9", "0.1")],
    3: [("0.3", "0.3", "0.4"), ("0.2", "0.5", "0.3"), ("0.333333", "0.333333", "0.333334")],
}
# Reciprocal matrices that agree well enough, by their size.
MATRICES = {
    2: ["[[1, 3], [1/3, 1]]", "[[1, 1], [1, 1]]", "[[1, 1/7], [7, 1]]"],
    3: ["[[1, 3, 5], [1/3, 1, 3], [1/5, 1/3, 1]]", "[[1, 2, 4], [1/2, 1, 2], [1/4, 1/2, 1]]"],
}
OWN = {
    "long_gross": "{of: gross, period: 24 months}",
    "late_orders": "{of: frequency, period: 45 days}",
    "sent_back": "{of: refunds, best: low}",
    "first_half": "{of: monetary, period: {first: 2024-01-01, last: 2024-06-30}}",
    "tea": "{of: gross, where: {category: tea}}",
    "other_days": "{of: purchase_days, where: {category: [wine, cups]}, period: 6 months}",
    "unnamed_top": "{of: top_order, where: {category: missing}}",
    "visits": "{interactions: visit, period: 6 months}",
    "ever_visits": "{interactions: visit, period: all, missing: 2, best: low}",
    "size": "{attribute: size, type: number}",
    "size_or_one": "{attribute: size, type: number, missing: 1, best: low}",
    "tea_share": "{ratio: [tea, gross]}",
    "per_refund": "{ratio: [gross, sent_back], best: low}",
    "size_gap": "{difference: [size_or_one, frequency]}",
    "other_money": "{difference: [gross, tea]}",
    "foreign_money": "{scaled: monetary, by: 7.123456}",
    "loss": "{scaled: size, by: -0.5}",
}
OWN_LOW = {name for name, said in OWN.items() if "best: low" in said}
OWN_TEXTS = {"trade": "{attribute: trade}", "trade_or_food": "{attribute: trade, missing: food}"}
PARTS = {
    "tea_share": ["tea"],
    "per_refund": ["sent_back"],
    "size_gap": ["size_or_one"],
    "other_money": ["tea"],
    "loss": ["size"],
}
# What an exclusion may look at beside metrics.
NOTHING: list[str] = []
NUMBERS = ("0", "1", "2", "10", "30", "100", "-5", "0.5")


@dataclass
class Scheme:
    """A document in the making: its lines, and what of its scores other parts may use."""

    own: dict[str, str] = field(default_factory=dict)
    scores: dict[str, str] = field(default_factory=dict)
    digits: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    positive: list[str] = field(default_factory=list)


@st.composite
def schemes(draw: st.DrawFn, *, kinds: tuple[str, ...] | None = None) -> str:
    """A whole document: one to five scores of any kind, a composite, and one or more results."""
    scheme = Scheme()
    for index in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(kinds or tuple(KINDS)))
        if kind == "sum" and not scheme.scores:
            kind = "quantiles"
        name = f"s{index}"
        scheme.scores[name] = KINDS[kind](draw, scheme, name)
    excluding = [
        f"  - {{exclude: out{i}, when: {rule(draw, scheme, NOTHING)}}}"
        for i in range(draw(st.sampled_from((0, 0, 1, 2))))
    ]
    composite = draw_composite(draw, scheme)
    results = draw_results(draw, scheme, bool(composite))
    lines = ["scheme: drawn", "title: {en: drawn, zh: 抽取}", f"period: {draw(st.sampled_from(PERIODS))}"]
    lines += ["metrics:", *(f"  {name}: {said}" for name, said in scheme.own.items())] if scheme.own else []
    lines += ["exclude:", *excluding] if excluding else []
    lines += ["scores:", *(f"  {name}: {said}" for name, said in scheme.scores.items())]
    return "\n".join([*lines, *composite, *results]) + "\n"


def pick_metric(draw: st.DrawFn, scheme: Scheme) -> str:
    """A metric of numbers; one of the scheme's own is declared with all it is made of."""
    name = draw(st.sampled_from((*BUILTIN, *OWN)))
    if name in OWN:
        declare(scheme, name)
    return name


def declare(scheme: Scheme, name: str) -> None:
    for part in PARTS.get(name, []):
        declare(scheme, part)
    scheme.own[name] = {**OWN, **OWN_TEXTS}[name]


def best(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(("", "", ", best: low", ", best: high")))


def quantiles(draw: st.DrawFn, scheme: Scheme, name: str) -> str:
    metric, k = pick_metric(draw, scheme), draw(st.integers(2, 9))
    scheme.digits.append(name)
    how = draw(st.sampled_from(("plain", "ties", "within", "apart", "fewer")))
    more = ""
    if how == "ties":
        more = f", ties: {draw(st.sampled_from(('best', 'worst', 'split')))}"
    earlier = [one for one in scheme.levels if one != name]
    if how == "within" and earlier:
        more = f", within: [{', '.join(draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=2, unique=True)))}]"
    if how == "apart":
        # Where fewer orders are better, one order is not the last to be set apart.
        name_of = draw(st.sampled_from(("frequency", "purchase_days")))
        scheme.levels.append(name)
        scheme.positive.append(name)
        return f"{{metric: {name_of}, quantiles: {max(k, 3)}, one_order: apart}}"
    if how == "fewer":
        more = ", sparse: fewer"
    scheme.levels.append(name)
    scheme.positive.append(name)
    return f"{{metric: {metric}, quantiles: {k}{best(draw)}{more}}}"


def limits(draw: st.DrawFn) -> str:
    ends = sorted(draw(st.sets(st.sampled_from(("0.1", "0.25", "0.5", "0.75", "0.8", "0.95")), min_size=1, max_size=3)))
    scores = draw(st.lists(st.sampled_from(("0", "1", "2", "2.5", "40", "100")), min_size=4, max_size=4))
    pairs = [f"[{end}, {score}]" for end, score in zip(ends, scores, strict=False)]
    return f"[{', '.join(pairs)}, [rest, {scores[-1]}]]"


def rank_bands(draw: st.DrawFn, scheme: Scheme, name: str) -> str:
    scheme.positive.append(name)
    ties = draw(st.sampled_from(("", ", ties: best", ", ties: worst")))
    return f"{{metric: {pick_metric(draw, scheme)}, rank_bands: {limits(draw)}{best(draw)}{ties}}}"


def pareto_bands(draw: st.DrawFn, scheme: Scheme, name: str) -> str:
    scheme.positive.append(name)
    return f"{{metric: {pick_high(draw, scheme)}, pareto_bands: {limits(draw)}}}"


def pick_high(draw: st.DrawFn, scheme: Scheme) -> str:
    """A metric of which more is better."""
    name = draw(st.sampled_from([one for one in (*BUILTIN, *OWN) if one not in BEST_LOW | OWN_LOW]))
    if name in OWN:
        declare(scheme, name)
    return name


def bands(draw: st.DrawFn, scheme: Scheme, name: str) -> str:
    metric = pick_metric(draw, scheme)
    ends = sorted(draw(st.sets(st.sampled_from(("1", "2", "3", "10", "30", "100")), min_size=1, max_size=3)), key=int)
    closed = draw(st.booleans())
    below, above = ("at_most", "above") if closed else ("below", "at_least")
    places = [
        {below: ends[0]},
        *({above: a, below: b} for a, b in pairwise(ends)),
        {above: ends[-1]},
    ]
    scores = draw(st.permutations(range(1, len(places) + 1)))
    said = [
        f"{{{', '.join(f'{k}: {v}' for k, v in {**p, 'score': s}.items())}}}"
        for p, s in zip(places, scores, strict=True)
    ]
    scheme.digits.append(name)
    scheme.levels.append(name)
    scheme.positive.append(name)
    return f"{{metric: {metric}, bands: [{', '.join(said)}]{best(draw)}}}"


def split(draw: st.DrawFn, scheme: Scheme, name: str) -> str:
    scheme.digits.append(name)
    scheme.levels.append(name)
    scheme.positive.append(name)
    if draw(st.integers(0, 3)) == 0:
        return f"{{metric: {pick_high(draw, scheme)}, split: {{pareto: {draw(st.sampled_from(('0.8', '0.5')))}}}}}"
    return f"{{metric: {pick_metric(draw, scheme)}, split: {draw(st.sampled_from(SPLITS))}{best(draw)}}}"


def points(draw: st.DrawFn, scheme: Scheme, _: str) -> str:
    ends = draw(st.sampled_from(("", ", at_most: 50", ", at_least: -10, at_most: 10", ", at_least: 0.5")))
    each = draw(st.sampled_from(("1", "10", "0.333333", "-2", "2.5")))
    return f"{{metric: {pick_metric(draw, scheme)}, points: {each}{ends}}}"


def standardise(draw: st.DrawFn, scheme: Scheme, name: str) -> str:
    method, log = draw(st.sampled_from(("minmax", "zscore"))), draw(st.sampled_from(("", ", log: true")))
    if method == "minmax":
        scheme.positive.append(name)
    scheme.whole.append(name)
    return f"{{metric: {pick_metric(draw, scheme)}, standardise: {method}{log}{best(draw)}}}"


def kmeans(draw: st.DrawFn, scheme: Scheme, name: str) -> str:
    scheme.digits.append(name)
    scheme.levels.append(name)
    scheme.positive.append(name)
    log = draw(st.sampled_from(("", ", log: true")))
    return f"{{metric: {pick_metric(draw, scheme)}, kmeans: {draw(st.integers(2, 4))}{log}{best(draw)}}}"


def total(draw: st.DrawFn, scheme: Scheme, _: str) -> str:
    of = draw(st.lists(st.sampled_from(list(scheme.scores)), min_size=1, max_size=3, unique=True))
    weights = [f"{name}: {draw(st.sampled_from(WEIGHTS))}" for name in of]
    ends = draw(st.sampled_from(("", "", ", at_most: 20", ", at_least: 1.5")))
    return f"{{sum: {{{', '.join(weights)}}}, total: free{ends}}}"


KINDS = {
    "quantiles": quantiles,
    "rank_bands": rank_bands,
    "pareto_bands": pareto_bands,
    "bands": bands,
    "split": split,
    "points": points,
    "standardise": standardise,
    "kmeans": kmeans,
    "sum": total,
}


def draw_composite(draw: st.DrawFn, scheme: Scheme) -> list[str]:
    """Weights that are given, free, judged or learned; or no composite."""
    how = draw(st.sampled_from(("none", "given", "free", "ahp", "entropy")))
    names = list(scheme.positive if how == "entropy" else scheme.scores)
    size = draw(st.integers(1, 3))
    names = draw(st.permutations(names))[:size]
    if how == "none" or not names or (how == "ahp" and len(names) < 2):
        return []
    head = ["composite:", f"  name: {draw(st.sampled_from(('score', 'value_index')))}"]
    if how == "ahp":
        method = draw(st.sampled_from(("", ", method: eigenvector")))
        matrix = draw(st.sampled_from(MATRICES[len(names)]))
        return [*head, f"  ahp: {{of: [{', '.join(names)}], matrix: {matrix}{method}}}"]
    if how == "entropy":
        return [*head, f"  entropy: [{', '.join(names)}]"]
    if how == "free":
        weights = [draw(st.sampled_from(WEIGHTS)) for _ in names]
        head.append("  total: free")
    else:
        weights = draw(st.sampled_from(GIVEN_WEIGHTS[len(names)]))
    return [*head, f"  weights: {{{', '.join(f'{n}: {w}' for n, w in zip(names, weights, strict=True))}}}"]


def draw_results(draw: st.DrawFn, scheme: Scheme, composite: bool) -> list[str]:
    """Tiers, stages, segments, cells, code, clusters: at least one of them."""
    lines = []
    some = draw(st.sets(st.sampled_from(("tiers", "stages", "segments", "cells", "code", "clusters")), min_size=1))
    extra = []
    if "cells" in some and len(scheme.levels) >= 2:
        rows, columns = draw(st.permutations(scheme.levels))[:2]
        lines.append(f"cells: {{rows: {rows}, columns: {columns}}}")
        extra.append("cell")
    if "code" in some and scheme.digits:
        digits = draw(st.lists(st.sampled_from(scheme.digits), min_size=1, max_size=3, unique=True))
        lines.append(f"code: {{digits: [{', '.join(digits)}], best: {draw(st.sampled_from(('highest', 'lowest')))}}}")
    if "clusters" in some and scheme.whole:
        of = draw(st.lists(st.sampled_from(scheme.whole), min_size=1, max_size=3, unique=True))
        k = draw(st.sampled_from(("2", "3", "4", "{from: 2, to: 4}")))
        by = draw(st.sampled_from(["monetary", of[0], *list(scheme.scores)[:1]]))
        lines.append(f"clusters: {{of: [{', '.join(of)}], k: {k}, seed: {draw(st.integers(0, 3))}, order_by: {by}}}")
        extra.append("cluster")
    if "tiers" in some and composite:
        floors = sorted(draw(st.sets(st.sampled_from(("0.2", "0.5", "1", "2", "3.1", "40")), min_size=1)), key=float)
        lines += ["tiers:", *(f"  - {{tier: T{i}, at_least: {end}}}" for i, end in enumerate(reversed(floors)))]
        lines.append("  - {tier: low}")
    for key in ("stages", "segments"):
        if key in some or (key == "segments" and not lines):
            name = key[:-1]
            groups = [f"{{{name}: g{i}, when: {rule(draw, scheme, extra)}}}" for i in range(draw(st.integers(1, 3)))]
            groups += [f"{{{name}: others}}"] if draw(st.booleans()) else []
            lines += [f"{key}:", *(f"  - {group}" for group in groups)]
    return lines


def rule(draw: st.DrawFn, scheme: Scheme, extra: list[str]) -> str:
    """One mapping of tests, or several of which one must hold."""
    count = draw(st.sampled_from((1, 1, 2)))
    alternatives = [tests(draw, scheme, extra) for _ in range(count)]
    return alternatives[0] if count == 1 else f"{{any: [{', '.join(alternatives)}]}}"


def tests(draw: st.DrawFn, scheme: Scheme, extra: list[str]) -> str:
    names: dict[str, Any] = {}
    for _ in range(draw(st.integers(1, 2))):
        what = draw(st.sampled_from(("metric", "metric", "text", *(["score"] if extra is not NOTHING else []))))
        if what == "text":
            name = draw(st.sampled_from(tuple(OWN_TEXTS)))
            declare(scheme, name)
            names[name] = draw(
                st.sampled_from(("food", "[food, retail]", "missing", "given", "[retail, missing]", "'7'"))
            )
        elif what == "score":
            name = draw(st.sampled_from([*scheme.scores, *extra]))
            names[name] = number_test(draw)
        else:
            names[pick_metric(draw, scheme)] = number_test(draw)
    return f"{{{', '.join(f'{name}: {test}' for name, test in names.items())}}}"


def number_test(draw: st.DrawFn) -> str:
    one, other = sorted(draw(st.lists(st.sampled_from(NUMBERS), min_size=2, max_size=2, unique=True)), key=float)
    return draw(
        st.sampled_from(
            (
                one,
                f"{one}-{other}",
                f"[{one}, {other}]",
                f"{{at_least: {one}}}",
                f"{{above: {one}, at_most: {other}}}",
                f"{{below: {other}}}",
                "missing",
                "given",
                f"[missing, {other}]",
            )
        )
    )
