"""A validation as plain data for programs, and its verdict in sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shuke.locale import LANGUAGES, text
from shuke.scheme.model import Scheme
from shuke.scheme.spoken.names import column, worded
from shuke.store.folder import ResultFolder
from shuke.validation.agreement import Kappa
from shuke.validation.validate import Looked, Validation

FILE = "validation.json"
# Rules of thumb: Cohen (1988) for eta squared, Hennig (2007) for Jaccard, Landis and Koch (1977) for kappa.
ETA = ((0.14, "large"), (0.06, "middling"), (0.01, "small"))
JACCARD = ((0.85, "firm"), (0.75, "stable"), (0.6, "doubtful"))
KAPPA = ((0.8, "almost_perfect"), (0.6, "substantial"), (0.4, "moderate"), (0.2, "fair"))


def save(found: Validation, folder: Path) -> list[Path]:
    """Write ``validation.json``, whole or not at all; return its path.

    Raises:
        UsageError: the folder cannot be written.
    """
    with ResultFolder(folder) as out:
        out.text(FILE, json.dumps(document(found), ensure_ascii=False, indent=2) + "\n")
        out.commit(frozenset({FILE}))
    return [folder / FILE]


def document(found: Validation) -> dict[str, Any]:
    """Return a validation as plain data; money is text, and no customer is named."""
    one = found.agreement
    return {
        "scheme": found.scheme.scheme,
        "result": found.scheme.main,
        "as_of": found.as_of.isoformat(),
        "customers": found.customers,
        "later": None if found.later is None else [day.isoformat() for day in found.later],
        "resamples": found.resamples,
        "groups": [
            {
                "name": group.name,
                "customers": group.customers,
                "share": round(group.share, 6),
                "monetary": None if group.money is None else f"{group.money:.2f}",
                "monetary_share": _six(group.money_share),
                "remark": group.remark,
                "jaccard": _six(group.jaccard),
            }
            for group in found.groups
        ],
        "figures": [_figure(looked) for looked in found.figures],
        "agreement": None
        if one is None
        else {
            "verdicts": one.verdicts,
            "matched": one.matched,
            "same": round(one.same, 6),
            "table": [{"rated": rated, "said": said, "customers": heads} for (rated, said), heads in one.table.items()],
            "kappas": [_kappa(each) for each in one.kappas],
        },
        "verdict": {lang: verdict(found, lang) for lang in LANGUAGES},
        "notes": list(found.notes),
    }


def verdict(found: Validation, lang: str) -> list[str]:
    """Return what it comes to: different, stable, usable, in agreement."""
    lines = [line for line in (_different(found, lang), _stable(found, lang), _usable(found, lang)) if line]
    if found.agreement is not None and found.agreement.kappas:
        best = found.agreement.kappas[-1]
        low, high = best.interval
        figures = {"value": f"{float(best.value):.2f}", "low": f"{low:.2f}", "high": f"{high:.2f}"}
        figures |= {"weights": text(f"validate.weights.{best.weights}", lang), "count": f"{found.agreement.matched:,}"}
        key = f"validate.kappa.{graded(float(best.value), KAPPA, 'slight')}"
        lines.append(
            text("validate.agree", lang, same=_percent(found.agreement.same), judged=text(key, lang), **figures)
        )
    return [*lines, *(text(f"validate.note.{note}", lang) for note in found.notes)]


def graded(value: float, ladder: tuple[tuple[float, str], ...], rest: str) -> str:
    """Return the first grade whose floor a value reaches."""
    return next((name for floor, name in ladder if value >= floor), rest)


def figure_title(scheme: Scheme, name: str, lang: str) -> str:
    """Return a figure in words."""
    return text(f"validate.figure.{name}", lang) if name.startswith("later_") else column(name, lang, scheme)


def group_title(scheme: Scheme, name: str, lang: str) -> str:
    """Return a group as people say it: a short key as it stands, else its title."""
    title = next((group.title for group in scheme.groups.get(scheme.main, ()) if group.name == name), None)
    return name if title is None or len(name) <= 2 else worded(title, lang)


def _different(found: Validation, lang: str) -> str | None:
    """Return how far the groups differ: in what came later if that is known, else in what the scheme did not use."""
    order = ("later", "unused", "used")
    told = [(order.index(one.origin), one.differs, one) for one in found.figures if one.differs is not None]
    if not told:
        return None
    _, differs, first = min(told, key=lambda one: one[0])
    return text(
        "validate.different",
        lang,
        judged=text(f"validate.eta.{graded(differs.eta2, ETA, 'none')}", lang),
        figure=figure_title(found.scheme, first.name, lang),
        origin=text(f"validate.origin.{first.origin}", lang),
        eta2=f"{differs.eta2:.2f}",
        p=probability(differs.p),
    )


def _stable(found: Validation, lang: str) -> str | None:
    known = [(group.jaccard, group) for group in found.groups if group.jaccard is not None]
    if not known:
        return None
    least, group = min(known, key=lambda one: one[0])
    grade = text(f"validate.jaccard.{graded(least, JACCARD, 'dissolves')}", lang)
    title = group_title(found.scheme, group.name, lang)
    return text("validate.stable", lang, group=title, value=f"{least:.2f}", judged=grade)


def _usable(found: Validation, lang: str) -> str:
    odd = [group for group in found.groups if group.remark is not None]
    if not odd:
        return text("validate.usable", lang, groups=len(found.groups))
    sign = "、" if lang == "zh" else ", "
    names = (
        f"{group_title(found.scheme, group.name, lang)} ({text(f'validate.remark.{group.remark}', lang)})"
        for group in odd
    )
    return text("validate.unusable", lang, groups=sign.join(names))


def probability(p: float) -> str:
    """Return a probability as it is written in reports."""
    return "< 0.001" if p < 0.001 else f"= {p:.3f}"


def _figure(one: Looked) -> dict[str, Any]:
    differs = one.differs
    return {
        "name": one.name,
        "origin": one.origin,
        "h": None if differs is None else _six(float(differs.h)),
        "p": None if differs is None else differs.p,
        "eta2": None if differs is None else _six(differs.eta2),
        "neighbours": [
            {"first": pair.first, "second": pair.second, "chance": _six(float(pair.above.chance)), "p": pair.above.p}
            for pair in one.pairs
        ],
    }


def _kappa(one: Kappa) -> dict[str, Any]:
    ends = [_six(end) for end in one.interval]
    return {
        "weights": one.weights,
        "value": _six(float(one.value)),
        "standard_error": _six(one.error),
        "interval": ends,
    }


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _six(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
