"""What is said of a finished product on the terminal."""

from __future__ import annotations

from shuke.locale import text
from shuke.publish.product import Product
from shuke.publish.words import title, treatment


def told(product: Product, lang: str) -> list[str]:
    """Return the lines: name, size, k and l before and after, how each field was treated."""
    gate, before, after = product.gate, product.before, product.after
    rows = {"rows": product.rows, "suppressed": product.suppressed, "chosen": product.chosen}
    lines = [
        title(product, lang),
        "",
        "  " + _say("rows", lang, columns=len(product.fields), **{name: f"{count:,}" for name, count in rows.items()}),
        *(["  " + _say("opted_out", lang, customers=f"{product.opted_out:,}")] if product.opted_out else []),
        "  " + _say("k", lang, before=before.k, after=after.k, k=gate.k),
        "  " + _say("l", lang, before=before.l, after=after.l, least=gate.l),
        "",
    ]
    lines += [
        "  " + _say("level", lang, column=field.column, level=treatment(product, field, lang))
        for field in product.fields
    ]
    return [*lines, "", text("terminal.written", lang)]


def _say(name: str, lang: str, /, **figures: object) -> str:
    return text(f"publish.said.{name}", lang, **figures)
