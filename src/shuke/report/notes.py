"""What a reader should know about this rating besides its figures, in every language."""

from __future__ import annotations

from shuke.locale import LANGUAGES, text
from shuke.rating import PLACED, Rating


def notes(rating: Rating) -> list[dict[str, str]]:
    """Return the notes, the weightier first."""
    found: list[tuple[str, dict[str, object]]] = []
    for kind, count in rating.personal.items():
        found.append(("notes.personal_ids", {"kind": f"notes.personal.{kind}", "count": f"{count:,}"}))
    if rating.rated < 5:
        found.append(("notes.few_customers", {"count": rating.rated}))
    for name, fitted in rating.breaks.items():
        given = {row[0] for row in rating.engine.run(f"SELECT DISTINCT {name} FROM {PLACED}")}
        empty = [score for score in range(1, fitted.quantiles + 1) if score not in given]
        if empty and rating.rated >= fitted.quantiles:
            numbers = ", ".join(map(str, empty))
            found.append(("notes.empty_scores", {"score": f"words.column.{name}", "empty": numbers}))
    found += [("notes.same_file", {"name": name, "first": first}) for name, first in rating.intake.repeated]
    for loaded in rating.intake.loaded:
        found += [(f"notes.{key}", {"file": loaded.raw.name, **figures}) for key, figures in loaded.raw.notes]
    if rating.question.zero_orders == "purchase":
        found.append(("notes.zero_orders", {}))
    return [{lang: _render(key, lang, figures) for lang in LANGUAGES} for key, figures in found]


def _render(key: str, lang: str, figures: dict[str, object]) -> str:
    """Fill a note; a figure that is itself a key is translated first, and an unknown column keeps its name."""
    words: dict[str, object] = {}
    for name, value in figures.items():
        words[name] = value
        if isinstance(value, str) and value.startswith(("words.", "notes.")):
            try:
                words[name] = text(value, lang)
            except KeyError:
                words[name] = value.rsplit(".", 1)[1]
    return text(key, lang, **words)
