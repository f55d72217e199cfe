"""Everything the report page shows, as one document of figures."""

from __future__ import annotations

from typing import Any

from shuke.ingest.account import examples
from shuke.locale import LANGUAGES
from shuke.rating import Rating
from shuke.report.concentration import concentration
from shuke.report.distributions import distributions
from shuke.report.groups import crossed, lists, told
from shuke.report.headline import headline
from shuke.report.order import Order
from shuke.report.pictures.clusters import clusters
from shuke.report.pictures.codes import codes
from shuke.report.pictures.grid import grid
from shuke.report.pictures.ladder import ladder
from shuke.report.pictures.octants import octants
from shuke.report.policies import active
from shuke.report.text import money
from shuke.report.titles import titles
from shuke.report.weights import weights
from shuke.scheme.sentences import sentences
from shuke.version import __version__

FORMAT = 2


def figures(rating: Rating, summed: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return the data behind the report, in the form that the pages read; ``summed`` is the summary."""
    order = Order(rating)
    found = {
        "format": FORMAT,
        "lang": lang,
        "generator": f"shuke {__version__}",
        "currency": rating.currency,
        "scheme": {
            "id": rating.scheme.scheme,
            "title": rating.scheme.title.model_dump(),
            "sentences": {language: sentences(rating.scheme, language) for language in LANGUAGES},
        },
        "titles": titles(rating.scheme),
        "as_of": summed["as_of"],
        "period": summed["period"] if summed["period"][0] else None,
        "sources": _sources(rating),
        "headline": headline(rating, order),
        "result": rating.scheme.main,
        "groups": told(rating, rating.scheme.main, summed["groups"]),
        "lists": lists(rating),
        "crossed": crossed(rating),
        "octants": octants(rating),
        "ladder": ladder(rating),
        "codes": codes(rating),
        "clusters": clusters(rating),
        "grid": grid(rating),
        "concentration": concentration(rating, order),
        "distributions": distributions(rating, order),
        "ties": _ties(rating, summed),
        "weights": weights(rating),
        "accounting": summed["accounting"],
        "policies": active(summed["policies"]),
        "rejected": _rejected(rating),
        "customers": summed["customers"],
        "notes": summed["notes"],
    }
    return found if rating.foretold is None else {**found, "ahead": dict(rating.foretold.figures)}


def _ties(rating: Rating, summed: dict[str, Any]) -> list[dict[str, Any]]:
    """Return how many customers of each score by place the tie rule decides about."""
    fits = rating.fitted.scores
    return [
        {"score": name, "metric": getattr(fits[name], "metric", None), **told} for name, told in summed["ties"].items()
    ]


def _sources(rating: Rating) -> list[dict[str, Any]]:
    return [
        {
            "name": f"{part.name} · {part.sheet}" if part.sheet else part.name,
            "kind": loaded.raw.kind.upper(),
            "encoding": loaded.raw.encoding,
            "rows_read": part.read.rows,
            "rows_used": part.used.rows,
            "rows_rejected": part.refused.rows,
            "rows_merged": part.merged.rows,
            "rows_skipped": sum(tally.rows for tally in part.skipped.values()),
            "amount_read": money(part.read.amount),
            "amount_used": money(part.used.amount),
            "amount_rejected": money(part.refused.amount),
            "amount_merged": money(part.merged.amount),
        }
        for part, loaded in zip(rating.parts, rating.intake.loaded, strict=True)
    ]


def _rejected(rating: Rating) -> list[dict[str, Any]]:
    shown = examples(rating.engine, rating.intake)
    return [
        {
            "reason": reason,
            "rows": tally.rows,
            "amount": money(tally.amount),
            "examples": shown.get(reason, []),
        }
        for reason, tally in sorted(rating.total.rejected.items(), key=lambda item: (-item[1].rows, item[0]))
    ]
