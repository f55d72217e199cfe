"""A changed scheme tried on the figures that a run keeps: the places that a rating would give, while somebody writes.

Law: what is told is what a refresh of the same data as of the same day would tell, to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any

from shuke.browse.figures import WAS, Figures, Lacking
from shuke.browse.texts import sound
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.fitting import Fitting
from shuke.grace import Stood, check_stood, give_grace
from shuke.privacy.replace import Replaced
from shuke.rating import PLACED, RATED, placed_table
from shuke.report.summary import groups
from shuke.saved import Saved
from shuke.scheme.model import Scheme
from shuke.scheme.parse import fingerprint, self_contained
from shuke.scheme.spoken.names import column, worded
from shuke.stages.fitted import Fitted, Total
from shuke.stages.metrics import Question
from shuke.stages.places import group_names
from shuke.stages.relation import Select
from shuke.whatif.compare import NO_GROUP, Side, kind_of, ranks_of, side
from shuke.workspace import Workspace
from shuke.workspace.refresh import stood_before

# What is added up of groups, where the run keeps it.
MONEY = "monetary"


@dataclass(frozen=True)
class Tried:
    """The customers of a run placed anew under a scheme, in the engine that holds their figures."""

    engine: DuckDB
    scheme: Scheme
    fitted: Fitted
    question: Question
    rated: int
    currency: str | None
    fingerprint: str
    # Whether the run keeps the customers' money; else all of it is told as 0 here, and must not be shown.
    paid: bool


class Trial:
    """The figures of one run, and what was learned of them last; several threads may ask, one at a time."""

    def __init__(self, space: Workspace, saved: Saved, memory_limit: str | None = None) -> None:
        self.space, self.saved = space, saved
        self.figures = Figures(saved, memory_limit)
        self.lock = RLock()
        self._rated: tuple[object, int] | None = None
        self._fitted: tuple[object, Fitted] | None = None

    def close(self) -> None:
        """Let go of the engine."""
        self.figures.close()

    def lacking(self, text: str, name: str) -> Lacking:
        """Return what a scheme wants that the run does not keep.

        Raises:
            SchemeError: the scheme is wrong.
        """
        return self.figures.lacking(sound(text, name))

    def place(self, text: str, name: str) -> Tried:
        """Return the customers placed anew under a scheme that lacks nothing; only one placing is there at a time.

        Raises:
            SchemeError: the scheme is wrong.
            DataError: nobody is left to be rated.
        """
        scheme, engine = sound(text, name), self.figures.engine
        paid = MONEY in self.figures.kept
        besides = (MONEY,) if paid and MONEY not in scheme.metrics else ()
        rated = self._rate(scheme, besides)
        fitted = self._fit(scheme, rated)
        placed = replace(placed_table(scheme, (*scheme.metrics, *besides, WAS), fitted), order_by=())
        if not paid:
            placed = Select({**{name: name for name in placed.columns}, MONEY: "CAST(0 AS DECIMAL(18, 4))"}, placed)
        question = self.figures.question(scheme)
        engine.drop(PLACED)
        if scheme.grace is None:
            engine.define(PLACED, placed)
        else:
            engine.keep(PLACED, placed)
            self._give_grace(scheme, question)
        whole = fingerprint(self_contained(text, name))
        return Tried(engine, scheme, fitted, question, rated, self.saved.document["currency"], whole, paid)

    def _rate(self, scheme: Scheme, besides: tuple[str, ...]) -> int:
        """Name the relation of rated customers; return how many they are."""
        engine, key = self.figures.engine, (tuple(scheme.own.items()), scheme.exclude, scheme.metrics, besides)
        if self._rated is not None and self._rated[0] == key:
            return self._rated[1]
        self._rated = self._fitted = None
        engine.drop(PLACED, RATED)
        relation = self.figures.rated(scheme, besides)
        if isinstance(relation, str):
            engine.name(RATED, f"SELECT * FROM {relation}")
        else:
            engine.keep(RATED, relation)
        count = int(engine.run(f"SELECT COUNT(*) FROM {RATED}")[0][0])
        if not count:
            days = self.figures.window
            first = days.first.isoformat() if days.first else "…"
            raise DataError("nobody_to_rate", first=first, last=days.last.isoformat())
        self._rated = (key, count)
        return count

    def _fit(self, scheme: Scheme, rated: int) -> Fitted:
        """Return what the scheme learns of them; other weights alone teach nothing new."""
        composite = scheme.composite
        given = composite.weights if composite is not None else {}
        asked = None if composite is None else composite.model_copy(update={"weights": {}, "title": None})
        key = (tuple(scheme.scores.items()), scheme.clusters, asked, tuple(given))
        if self._fitted is not None and self._fitted[0] == key:
            known = self._fitted[1]
            if not given or known.composite is None:
                return known
            return replace(known, composite=Total(given, known.composite.decimals))
        found = Fitting(self.figures.engine, scheme, RATED, rated).go()
        self._fitted = (key, found)
        return found

    def _give_grace(self, scheme: Scheme, question: Question) -> None:
        stood: Stood | None = stood_before(self.space, scheme.scheme, question.as_of)
        check_stood(scheme, stood)
        document = self.saved.document
        replaced = Replaced(document["personal_ids"], document["pseudonym_key"])
        give_grace(self.figures.engine, PLACED, scheme, stood, question.as_of, replaced, document["raw"])


def preview(trial: Trial, text: str, lang: str, name: str = "scheme.yaml") -> dict[str, Any]:
    """Return the groups that a scheme makes of a run's customers, and who would stand elsewhere than in the run.

    ``lacking`` names what the run does not keep; then there are no groups. Money is None where the run keeps none.

    Raises:
        SchemeError: the scheme is wrong.
    """
    with trial.lock:
        lacking = trial.lacking(text, name)
        if lacking:
            return {"lacking": _told(lacking, sound(text, name), lang), "groups": [], "rated": 0, "moved": None}
        tried = trial.place(text, name)
        return {
            "lacking": None,
            "result": tried.scheme.main,
            "groups": titled(tried, lang),
            "rated": tried.rated,
            "currency": tried.currency,
            "moved": _moved(trial, tried),
        }


def titled(tried: Tried, lang: str) -> list[dict[str, Any]]:
    """Return the groups of the main result as a summary has them, each with its title."""
    scheme = tried.scheme
    titles = {one.name: one.title for one in scheme.groups.get(scheme.main, ())}
    found = []
    for one in groups(tried, scheme.main):
        words = titles.get(one["name"])
        told = {**one, "title": worded(words, lang) if words else one["name"]}
        found.append(told if tried.paid else {**told, "monetary": None, "monetary_share": None})
    return found


def _moved(trial: Trial, tried: Tried) -> dict[str, Any] | None:
    """Return how many customers stand elsewhere than in the run, and with how much money; None between other places."""
    was = _side_of(trial, tried)
    now = side(tried)
    kind = kind_of(was, now)
    if kind == "different":
        return None
    ranks = ranks_of(was, now, kind)
    rows = tried.engine.run(
        f"SELECT COALESCE({WAS}, ''), COALESCE(CAST({tried.scheme.main} AS VARCHAR), ''), COUNT(*) "
        f"FROM {PLACED} GROUP BY 1, 2"
    )
    names = {**dict(zip(was.names, now.names, strict=False)), NO_GROUP: NO_GROUP} if kind == "ordered" else None
    counts: dict[str, int] = {"up": 0, "down": 0, "same": 0, "elsewhere": 0}
    for before, after, heads in rows:
        stays = names[before] == after if names is not None else before == after
        way = "same" if stays else "elsewhere" if ranks is None else _way(ranks, before, after)
        counts[way] += heads
    return counts


def _way(ranks: tuple[Mapping[str, int], Mapping[str, int]], before: str, after: str) -> str:
    return "up" if ranks[1][after] < ranks[0][before] else "down"


def _side_of(trial: Trial, tried: Tried) -> Side:
    """Return the run itself as a side of a comparison."""
    saved = trial.saved
    names = tuple(map(str, group_names(saved.scheme, saved.fitted, saved.scheme.main)))
    first, last = saved.document["period"]
    print_ = saved.document["scheme"]["sha256"]
    return Side(saved.scheme, saved.scheme.main, names, tried.rated, None, print_, (first, last))


def _told(lacking: Lacking, scheme: Scheme, lang: str) -> dict[str, Any]:
    return {
        "period": lacking.period,
        "metrics": [{"name": name, "title": column(name, lang, scheme)} for name in lacking.metrics],
        "excluded": lacking.excluded,
    }
