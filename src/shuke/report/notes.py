"""What a reader should know about this rating besides its figures, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from shuke.ingest.forms.changes import summary as changes_summary
from shuke.ingest.holds import too_many_rejected
from shuke.locale import LANGUAGES, code, text
from shuke.rating import PLACED, SUMMED, Rating
from shuke.report.summary import matched
from shuke.report.text import plain
from shuke.scheme.model import Sum
from shuke.scheme.sentences import column
from shuke.scheme.spoken.money import price
from shuke.scheme.spoken.names import number, worded
from shuke.shapes import scrub
from shuke.stages.fitted import Breaks, Nested

# From this share of the customers on, ties shape a score rather than blur its edges.
MANY = Decimal("0.1")
# From this many rows on, a customer of its own for each of them is suspicious.
MANY_ROWS = 20


class Named(NamedTuple):
    """A name that each language says its own way: a column, or the name of an exclusion."""

    name: str


class Listed(NamedTuple):
    """Several pairs of a name and a figure, joined as each language joins them."""

    pairs: tuple[tuple[str, str], ...]


Note = tuple[str, dict[str, object]]


def notes(rating: Rating) -> list[dict[str, str]]:
    """Return the notes, the weightier first."""
    found: list[Note] = [
        ("notes.personal_ids", {"kind": f"notes.personal.{kind}", "count": f"{count:,}"})
        for kind, count in rating.personal.items()
    ]
    found += [(one.key, dict(one.figures)) for one in rating.typed]
    found += [
        ("notes.masked", {"column": column, "kind": f"notes.personal.{kind}"}) for column, kind in rating.masked.items()
    ]
    found += [("notes.raw", {})] if rating.options.raw_ids else []
    found += [*_people(rating), *_learned(rating), *_alike(rating), *_rejected(rating)]
    found += [*_contacts(rating), *_table(rating)]
    found += [("notes.same_file", {"name": name, "first": first}) for name, first in rating.intake.repeated]
    for loaded in rating.intake.loaded:
        found += [
            (f"notes.{key}", {"file": loaded.raw.name, **figures})
            for key, figures in (*loaded.raw.notes, *loaded.settled.notes)
        ]
        if changed := changes_summary(loaded.settled.changes):
            key = "cells_read_one" if changed["cells"] == "1" else "cells_read"
            found.append((f"notes.{key}", {"file": loaded.raw.name, **changed}))
    found += [(f"notes.{key}", figures) for key, figures in (*rating.intake.notes, *rating.found.notes)]
    if rating.question.zero_orders == "purchase":
        found.append(("notes.zero_orders", {}))
    told = [_told(rating, key, figures) for key, figures in found]
    warnings = [one for one in rating.findings if one.severity == "warning"]
    return told + [
        {lang: text("notes.warning", lang, code=one.code, message=one.message(lang)) for lang in LANGUAGES}
        for one in warnings
    ]


def _told(rating: Rating, key: str, figures: dict[str, object]) -> dict[str, str]:
    """Return a note in every language, its code in front and by itself."""
    short = code("notes", key.removeprefix("notes."))
    lead = f"{short} · " if short else ""
    said = {lang: lead + _render(rating, key, lang, figures) for lang in LANGUAGES}
    return {**said, "code": short} if short else said


def _people(rating: Rating) -> Iterator[Note]:
    """Tell who was left out, who is in no group, and whether there are enough."""
    for name, count in rating.excluded.items():
        if count:
            yield "notes.excluded", {"name": Named(name), "count": f"{count:,}"}
    for result in rating.scheme.results:
        count = int(rating.engine.run(f"SELECT COALESCE(SUM(_heads), 0) FROM {SUMMED} WHERE {result} IS NULL")[0][0])
        if count:
            yield "notes.in_no_group", {"result": Named(result), "count": f"{count:,}"}
    if rating.seen == rating.total.used.rows >= MANY_ROWS:
        yield "notes.key_unique", {"count": f"{rating.seen:,}"}
    if rating.rated < 5 and rating.scheme.scores:
        yield "notes.few_customers", {"count": rating.rated}
    for name, value in rating.options.missing.items():
        yield "notes.without_table", {"name": Named(name), "value": value}
    if rating.options.kept is not None:
        yield "notes.kept", {}
    if rating.scheme.grace is not None:
        yield from _grace(rating)


def _grace(rating: Rating) -> Iterator[Note]:
    """Tell who keeps a tier by grace, or that nobody can."""
    stood = rating.options.stood
    if stood is None:
        yield "notes.grace_without_earlier", {}
        return
    query = f"SELECT COUNT(*) FROM {PLACED} WHERE tier IS DISTINCT FROM tier_by_score"
    count = rating.engine.run(query)[0][0]
    yield "notes.grace", {"count": f"{count:,}", "as_of": stood.as_of.isoformat()}


def _contacts(rating: Rating) -> Iterator[Note]:
    """Tell what became of the rows of the table of interactions."""
    found = rating.contacts
    if found is None:
        return
    counts = {"rows": found.rows, "used": found.used, "strangers": found.not_in_sales or 0}
    yield "notes.interaction_table", {name: f"{count:,}" for name, count in counts.items()}
    if found.rejected:
        yield "notes.interactions_rejected", {"rows": f"{sum(found.rejected.values()):,}"}


def _table(rating: Rating) -> Iterator[Note]:
    """Tell what became of the rows of the customer table."""
    found = rating.matched
    if found is None:
        if rating.options.customers is not None:
            yield "notes.customer_table_unread", {}
        return
    yield "notes.customer_table", {name: f"{count:,}" for name, count in matched(found).items()}
    if found.rejected:
        yield "notes.customers_rejected", {"rows": f"{found.rejected:,}"}
    if found.customers_without_row:
        yield "notes.customers_without_row", {"count": f"{found.customers_without_row:,}"}


def _learned(rating: Rating) -> Iterator[Note]:
    """Tell what the data made of the scores, the weights and the clusters."""
    for name, fit in rating.fitted.scores.items():
        if isinstance(fit, Breaks):
            yield from _of_steps(rating, name, fit)
        elif isinstance(fit, Nested) and fit.straddling >= rating.rated * MANY:
            yield "notes.ties", {"score": Named(name), **_part(fit.straddling, rating.rated)}
    if rating.scheme.composite is not None and rating.scheme.composite.entropy:
        weights = tuple((name, number(weight)) for name, weight in rating.fitted.weights.items())
        yield "notes.entropy", {"weights": Listed(weights)}
    centres = rating.fitted.centres
    if centres is not None and centres.silhouettes:
        values = tuple((str(k), str(plain(value))) for k, value in sorted(centres.silhouettes.items()))
        yield "notes.silhouettes", {"k": len(centres.centres), "values": Listed(values)}


def _rejected(rating: Rating) -> Iterator[Note]:
    """Tell of sources of which many rows were rejected: small ones, or where somebody said to go on."""
    for part in too_many_rejected(rating.parts):
        share = f"{100 * part.faulty / part.read.rows:.0f} %"
        yield "notes.many_rejected", {"file": part.name, "rows": f"{part.faulty:,}", "share": share}


def _alike(rating: Rating) -> Iterator[Note]:
    """Tell of figures that are the same for every customer: they tell nobody apart."""
    metrics = dict.fromkeys(one.metric for one in rating.scheme.scores.values() if not isinstance(one, Sum))
    if rating.rated < 2 or not metrics:
        return
    ends = {name: (one.values[0], one.values[-1], one.count) for name, one in rating.spreads.items() if one.count}
    asked = [name for name in metrics if name not in ends]
    if asked:
        row = rating.engine.run(
            f"SELECT {', '.join(f'MIN({name}), MAX({name}), COUNT({name})' for name in asked)} FROM {PLACED}"
        )[0]
        ends |= {name: row[3 * place : 3 * place + 3] for place, name in enumerate(asked)}
    for name in metrics:
        least, most, count = ends[name]
        if count == rating.rated and least == most:
            yield (
                "notes.all_equal",
                {"metric": Named(name), "value": str(plain(least) if isinstance(least, Decimal) else least)},
            )


def _of_steps(rating: Rating, name: str, fit: Breaks) -> Iterator[Note]:
    asked, made = fit.asked, len({*(score for _, score in fit.steps), fit.last})
    fewer = asked is not None and fit.kind == "quantiles" and len(fit.levels) < asked
    if fewer:
        yield "notes.fewer", {"score": Named(name), "asked": asked, "made": len(fit.levels)}
    elif fit.kind == "kmeans" and asked is not None and made < asked:
        yield "notes.fewer_levels", {"score": Named(name), "asked": asked, "made": made}
    if fit.empty and rating.rated >= len(fit.levels) and fit.kind in {"quantiles", "rank_bands"}:
        empty = ", ".join(number(score) for score in sorted(fit.empty))
        yield "notes.empty_scores", {"score": Named(name), "empty": empty}
    if fit.straddling >= rating.rated * MANY and fit.kind in {"quantiles", "rank_bands"}:
        yield "notes.ties", {"score": Named(name), **_part(fit.straddling, rating.rated)}


def _part(count: int, whole: int) -> dict[str, object]:
    return {"count": f"{count:,}", "share": f"{100 * count / whole:.0f} %"}


def _render(rating: Rating, key: str, lang: str, figures: dict[str, object]) -> str:
    """Fill a note with its figures, each in the words of the language."""
    return text(key, lang, **{name: _said(rating, value, lang) for name, value in figures.items()})


def _said(rating: Rating, value: object, lang: str) -> object:
    if isinstance(value, Named):
        return _name(rating, value.name, lang)
    if isinstance(value, Decimal):
        return price(value, rating.currency)
    if isinstance(value, Listed):
        pairs = (f"{_name(rating, name, lang)} {figure}" for name, figure in value.pairs)
        return text("notes.comma", lang).join(pairs)
    if isinstance(value, str):
        return text(value, lang) if value.startswith("notes.") else value if rating.options.raw_ids else scrub(value)
    return value


def _name(rating: Rating, name: str, lang: str) -> str:
    for one in rating.scheme.exclude:
        if one.exclude == name and one.title is not None:
            return worded(one.title, lang)
    return column(name, lang, rating.scheme)
