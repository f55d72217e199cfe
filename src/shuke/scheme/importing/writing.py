"""A map becomes the text of a scheme: short, in the given order, with comments that tell what was found."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator

from shuke.locale import text
from shuke.scheme.importing.rows import Note
from shuke.scheme.importing.scale import Area, Cell, Scale, Scores
from shuke.scheme.importing.survey import Named, Survey

METRICS = {"R": "recency_days, best: low", "F": "frequency", "M": "monetary"}
WIDTH = 116
MOST_SHOWN = 60


def written(scale: Scale, found: Survey, notes: Iterable[Note], names: dict[str, str], lang: str) -> str:
    """Return the document; ``names`` holds the scheme's ``id``, ``title`` and ``source``."""
    lines = [*_comment(_say("head", lang, names=len(found.named), cells=len(scale.cells), figures=_figures(scale)))]
    lines += [line for note in notes for line in _comment(_say(f"note.{note.key}", lang, **note.figures))]
    lines += [
        f"scheme: {names['id']}",
        f"title: {{en: {_quoted(names['title'])}, zh: {_quoted(names['title'])}}}",
        f"source: {_quoted(names['source'])}",
        *_comment(_say("period", lang)),
        "period: 12 months",
        "",
        "scores:",
        *_scores(scale, lang),
        "",
        *([*_comment(_say("code_low", lang))] if scale.best == "low" else []),
        f"code: {{digits: [{', '.join(map(_score, _axes(scale)))}]{', best: lowest' if scale.best == 'low' else ''}}}",
        "",
        *_comment(_say("order", lang)),
        *_overlaps(scale, found, lang),
        "segments:",
    ]
    for one in found.named:
        lines += _segment(scale, one, lang, last=one is found.named[-1])
    lines += _unnamed(scale, found, lang)
    return "\n".join(lines) + "\n"


def code(cell: Cell) -> str:
    """Return a cell as its digits."""
    return "".join(map(str, cell))


def _say(key: str, lang: str, /, **figures: object) -> str:
    return text(f"importing.{key}", lang, **figures)


def _comment(sentence: str, indent: str = "") -> list[str]:
    # A comment is one line in YAML: nothing of a pasted name may end it.
    wrapped = textwrap.wrap(" ".join(sentence.split()), WIDTH - len(indent), break_on_hyphens=False)
    return [f"{indent}# {line}" for line in wrapped]


def _quoted(title: str) -> str:
    return json.dumps(title, ensure_ascii=False).replace("\x7f", "")


def _figures(scale: Scale) -> str:
    return " ".join(scale.axes)


def _axes(scale: Scale) -> list[tuple[str, bool]]:
    return [(axis, scale.split) for axis in scale.axes]


def _score(axis: tuple[str, bool]) -> str:
    return f"{axis[0].lower()}_{'high' if axis[1] else 'score'}"


def _scores(scale: Scale, lang: str) -> Iterator[str]:
    if scale.split:
        yield from _comment(_say("split", lang), "  ")
    for axis in scale.axes:
        kind = "split: mean" if scale.split else f"quantiles: {scale.greatest}"
        yield f"  {_score((axis, scale.split))}: {{metric: {METRICS[axis]}, {kind}}}"


def _overlaps(scale: Scale, found: Survey, lang: str) -> Iterator[str]:
    if found.overlapping:
        yield from _comment(
            _say(
                "overlaps",
                lang,
                count=len(found.overlapping),
                cells=len(scale.cells),
                codes=_some(found.overlapping, lang),
            )
        )


def _some(cells: tuple[Cell, ...], lang: str) -> str:
    shown = " ".join(code(cell) for cell in cells[:MOST_SHOWN])
    return shown if len(cells) <= MOST_SHOWN else _say("more", lang, shown=shown, count=len(cells) - MOST_SHOWN)


def _segment(scale: Scale, one: Named, lang: str, *, last: bool) -> Iterator[str]:
    losses = ", ".join(f"{key} {count}" for key, count in one.losses)
    if not one.rest and not one.wins:
        yield from _comment(_say("shadowed", lang, key=one.key, count=len(one.claims), others=losses), "  ")
    elif losses:
        yield from _comment(_say("partly", lang, wins=len(one.wins), count=len(one.claims), others=losses), "  ")
    yield f"  - segment: {one.key}"
    yield f"    title: {{en: {_quoted(one.en)}, zh: {_quoted(one.zh)}}}"
    if one.rest or (last and one.claims == frozenset(scale.cells)):
        yield from _comment(_say("rest", lang), "    ")
    elif all(area.code for area in one.areas):
        yield from _codes(one.areas)
    else:
        yield from _rules(scale, one.areas)


def _codes(areas: tuple[Area, ...]) -> Iterator[str]:
    listed = ", ".join(code(tuple(next(iter(side)) for side in area.sides)) for area in areas)
    lines = textwrap.wrap(f"codes: [{listed}]", WIDTH - 4, subsequent_indent="        ")
    yield from (f"    {line}" for line in lines)


def _rules(scale: Scale, areas: tuple[Area, ...]) -> Iterator[str]:
    rules = [_rule(scale, area) for area in areas]
    if len(rules) == 1:
        yield f"    when: {rules[0]}"
        return
    yield "    when:"
    yield "      any:"
    yield from (f"        - {rule}" for rule in rules)


def _rule(scale: Scale, area: Area) -> str:
    tests = [
        f"{_score(axis)}: {_test(scale, side)}"
        for axis, side in zip(_axes(scale), area.sides, strict=True)
        if side != scale.scores
    ]
    if not tests:
        # One of several alternatives that holds for everybody.
        tests = [f"{_score(_axes(scale)[0])}: {_test(scale, scale.scores)}"]
    return f"{{{', '.join(tests)}}}"


def _test(scale: Scale, side: Scores) -> str:
    """Return a figure's scores as a test; scores behind a code always have the greatest as the best."""
    turned = side if scale.best == "high" else frozenset(scale.least + scale.greatest - score for score in side)
    if scale.split:
        words = [word for score, word in ((1, "high"), (0, "low")) if score in turned]
        return words[0] if len(words) == 1 else f"[{', '.join(words)}]"
    runs: list[list[int]] = []
    for score in sorted(turned):
        if runs and score == runs[-1][1] + 1:
            runs[-1][1] = score
        else:
            runs.append([score, score])
    parts = [str(low) if low == high else f"{low}-{high}" for low, high in runs]
    return parts[0] if len(parts) == 1 else f"[{', '.join(parts)}]"


def _unnamed(scale: Scale, found: Survey, lang: str) -> Iterator[str]:
    if not found.unnamed:
        return
    taken = {one.key for one in found.named}
    key = next(
        key for key in ("others", "rest", "rest_of_cells", *map("others_{}".format, range(99))) if key not in taken
    )
    count, codes = len(found.unnamed), _some(found.unnamed, lang)
    yield from _comment(_say("unnamed", lang, count=count, cells=len(scale.cells), codes=codes), "  ")
    yield f"  # - segment: {key}"
    yield "  #   title: {en: Others, zh: 其他客户}"
