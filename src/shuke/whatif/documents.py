"""What two schemes say differently, part by part, in the sentences that either would be read aloud with.

Only meaning counts: comments, the order of keys, ids and where a figure is written make no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shuke.locale import LANGUAGES, text
from shuke.scheme.model import Composite, Group, Scheme, Words
from shuke.scheme.spoken import metrics, places, scores
from shuke.scheme.spoken.conditions import rule
from shuke.scheme.spoken.names import column, number, period, worded

# What a group says to its readers, beside its name and condition.
PROSE = ("title", "meaning", "direction", "measures", "department", "success", "rhythm")
# The parts whose sentences name them.
NAMING = frozenset({"grace", "metric", "score", "composite", "cells", "code", "clusters"})
Speaker = Callable[[Scheme, str], str]


@dataclass(frozen=True)
class Difference:
    """One difference: in which part, of which name, and what either scheme says there.

    ``part`` is period, metric, exclusion, score, composite, weight, tier, stage, segment, cells, code, clusters or
    grace; ``kind`` is added, removed, changed, floor (another least composite), neighbour (the group above it came or
    went), order or words. ``title`` is the name as
    people read it; a side that says nothing is None.
    """

    part: str
    kind: str
    name: str
    title: Words
    before: Words | None = None
    after: Words | None = None

    @property
    def _key(self) -> str:
        if self.part == "weight" and self.kind == "changed":
            return "weight"
        if self.kind == "changed" and self.name == self.part:
            return "changed_alone"
        # Some sentences begin with the name of what they speak of; it need not be said twice.
        named = self.part in NAMING and self.kind in {"added", "removed"}
        return f"{self.kind}_said" if named else self.kind

    def sentence(self, lang: str) -> str:
        """Return the difference in one sentence."""
        return text(
            f"whatif.differs.{self._key}",
            lang,
            part=text(f"whatif.part.{self.part}", lang),
            name=worded(self.title, lang),
            before=worded(self.before, lang) if self.before else "",
            after=worded(self.after, lang) if self.after else "",
        )


def differences(first: Scheme, second: Scheme) -> list[Difference]:
    """Return everything that the second scheme says differently from the first, in the order of a document."""
    return list(_differences(first, second))


def _differences(first: Scheme, second: Scheme) -> Iterator[Difference]:
    if first.period != second.period:
        yield Difference("period", "changed", "period", _words("whatif.part.period"), *_both(_period, first, second))
    yield from _named("metric", first, second, lambda scheme: scheme.own, _metric)
    yield from _named("exclusion", first, second, _exclusions, _exclusion)
    yield from _named("score", first, second, lambda scheme: scheme.scores, _score)
    yield from _composite(first, second)
    yield from _single("cells", first.cells, second.cells, first, second, places.cells)
    yield from _single("code", first.code, second.code, first, second, places.code)
    yield from _single("clusters", first.clusters, second.clusters, first, second, _clusters)
    for result in ("tier", "stage", "segment"):
        yield from _groups(result, first, second)
    yield from _single("grace", first.grace, second.grace, first, second, _grace)


def _grace(scheme: Scheme, lang: str) -> str:
    return " ".join(places.grace(scheme, lang))


def _named(
    part: str,
    first: Scheme,
    second: Scheme,
    entries: Callable[[Scheme], Mapping[str, Any]],
    say: Callable[[Scheme, str, str], str],
) -> Iterator[Difference]:
    """Compare entries by their names; what they are called does not count as meaning."""
    before, after = entries(first), entries(second)
    for name in dict.fromkeys((*before, *after)):
        old, new = (
            _said(scheme, name, say) if name in held else None for scheme, held in _sides(first, second, entries)
        )
        title = _title(second if name in after else first, name)
        if name not in after:
            yield Difference(part, "removed", name, title, old)
        elif name not in before:
            yield Difference(part, "added", name, title, None, new)
        elif _bare(before[name]) != _bare(after[name]):
            yield Difference(part, "changed", name, title, old, new)


def _sides(
    first: Scheme, second: Scheme, entries: Callable[[Scheme], Mapping[str, Any]]
) -> tuple[tuple[Scheme, Mapping[str, Any]], ...]:
    return (first, entries(first)), (second, entries(second))


def _composite(first: Scheme, second: Scheme) -> Iterator[Difference]:
    """Compare the composites: weight by weight where both give them, else whole."""
    old, new = first.composite, second.composite
    if old is None or new is None or not (old.weights and new.weights):
        yield from _single("composite", old, new, first, second, _composite_in_words)
        return
    for name in dict.fromkeys((*old.weights, *new.weights)):
        before, after = old.weights.get(name), new.weights.get(name)
        if before == after:
            continue
        title = _title(second if name in second.scores else first, name)
        sides = [None if value is None else Words(en=number(value), zh=number(value)) for value in (before, after)]
        yield Difference(
            "weight", "added" if before is None else "removed" if after is None else "changed", name, title, *sides
        )


def _single(
    part: str, old: Any, new: Any, first: Scheme, second: Scheme, say: Callable[[Scheme, str], str | None]
) -> Iterator[Difference]:
    """Compare a part that a scheme has once or not at all."""
    if _bare(old) == _bare(new):
        return
    sides = [None if held is None else _spoken(say, scheme) for held, scheme in ((old, first), (new, second))]
    kind = "added" if old is None else "removed" if new is None else "changed"
    yield Difference(part, kind, part, _words(f"whatif.part.{part}"), *sides)


def _groups(result: str, first: Scheme, second: Scheme) -> Iterator[Difference]:
    before, after = ({group.name: group for group in scheme.groups.get(result, ())} for scheme in (first, second))
    # The longer list first, so that a group that only it has is told in its place.
    for name in dict.fromkeys((*after, *before) if len(after) > len(before) else (*before, *after)):
        old, new = before.get(name), after.get(name)
        title = Words(en=name, zh=name)
        sides = (_condition(first, old), _condition(second, new))
        if old is None or new is None:
            yield Difference(result, "added" if old is None else "removed", name, title, *sides)
            continue
        if old.at_least is not None and new.at_least is not None:
            if old.at_least != new.at_least:
                low, high = (Words(en=number(one), zh=number(one)) for one in (old.at_least, new.at_least))
                yield Difference(result, "floor", name, title, low, high)
        elif (old.at_least, old.when, old.codes) != (new.at_least, new.when, new.codes):
            yield Difference(result, "changed", name, title, *sides)
        if old.at_least == new.at_least and _beside_another(list(before), list(after), name) and sides[0] != sides[1]:
            yield Difference(result, "neighbour", name, title, *sides)
        if any(getattr(old, part) != getattr(new, part) for part in PROSE):
            yield Difference(result, "words", name, title)
    shared = [[name for name in one if name in other] for one, other in ((before, after), (after, before))]
    if shared[0] != shared[1]:
        orders = (Words(en=", ".join(names), zh="、".join(names)) for names in shared)
        yield Difference(result, "order", result, _words(f"whatif.part.{result}"), *orders)


def _beside_another(before: list[str], after: list[str], name: str) -> bool:
    """Tell whether another group stands right above a group, one that only one of the schemes has."""
    above = {names[names.index(name) - 1] if names.index(name) else "" for names in (before, after)}
    return any((one in before) != (one in after) for one in above if one)


def _bare(part: Any) -> Any:
    """Return a part as data without its title."""
    return part.model_dump(exclude={"title"}) if part is not None else None


def _condition(scheme: Scheme, group: Group | None) -> Words | None:
    return None if group is None else _words_of(lambda lang: rule(scheme, group, lang))


def _said(scheme: Scheme, name: str, say: Callable[[Scheme, str, str], str]) -> Words:
    return _words_of(lambda lang: say(scheme, name, lang))


def _title(scheme: Scheme, name: str) -> Words:
    return _words_of(lambda lang: column(name, lang, scheme))


def _spoken(say: Callable[[Scheme, str], str | None], scheme: Scheme) -> Words:
    return _words_of(lambda lang: say(scheme, lang) or "")


def _both(say: Speaker, first: Scheme, second: Scheme) -> tuple[Words, Words]:
    return _words_of(lambda lang: say(first, lang)), _words_of(lambda lang: say(second, lang))


def _words(key: str) -> Words:
    return _words_of(lambda lang: text(key, lang))


def _words_of(say: Callable[[str], str]) -> Words:
    return Words(**{lang: say(lang) for lang in LANGUAGES})


def _period(scheme: Scheme, lang: str) -> str:
    return period(scheme.period, lang)


def _metric(scheme: Scheme, name: str, lang: str) -> str:
    return metrics.own(scheme, name, scheme.own[name], lang)


def _exclusions(scheme: Scheme) -> Mapping[str, Any]:
    return {one.exclude: one for one in scheme.exclude}


def _exclusion(scheme: Scheme, name: str, lang: str) -> str:
    return metrics.exclusion(scheme, next(one for one in scheme.exclude if one.exclude == name), lang)


def _score(scheme: Scheme, name: str, lang: str) -> str:
    return scores.score(scheme, name, lang)


def _composite_in_words(scheme: Scheme, lang: str) -> str:
    one: Composite | None = scheme.composite
    return "" if one is None else " ".join(places.composite(scheme, one, lang))


def _clusters(scheme: Scheme, lang: str) -> str | None:
    return None if scheme.clusters is None else places.clusters(scheme, scheme.clusters, lang)
