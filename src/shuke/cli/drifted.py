"""The drift of scores and groups on the terminal, with what the rule of thumb says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.scheme.model import Scheme
from shuke.scheme.spoken.names import column
from shuke.stages.drift import verdict


def drifted(told: Sequence[Mapping[str, Any]], scheme: Scheme, lang: str) -> list[str]:
    """Return the drift of scores and groups with what the rule of thumb says."""
    twice = any("psi_by_old_breaks" in one for one in told)
    rows = [["", text("movement.drift.psi", lang)] + ([text("movement.drift.by_old", lang)] if twice else [])]
    for one in told:
        figures = [one.get(name) for name in ("psi", "psi_by_old_breaks")[: 2 if twice else 1]]
        rows.append([column(one["column"], lang, scheme), *(_index(value, lang) for value in figures)])
    return [text("movement.drift.title", lang), *(f"  {line}" for line in aligned(rows))]


def _index(value: float | None, lang: str) -> str:
    """Return an index with what the rule of thumb says of it; a dash for none."""
    if value is None:
        return "–"
    return text(
        "movement.drift.index", lang, value=f"{value:.6f}", verdict=text(f"movement.drift.{verdict(value)}", lang)
    )
