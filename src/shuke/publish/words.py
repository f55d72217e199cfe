"""What a product says of itself, in the headings of a data registration, every figure taken from the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shuke.locale import text
from shuke.publish.fields import Field, computed_from
from shuke.publish.product import Product, as_share
from shuke.scheme.lint import lint
from shuke.scheme.sentences import sentences
from shuke.scheme.spoken.names import worded
from shuke.version import __version__


def title(product: Product, lang: str) -> str:
    """Return the product's name: the one that was given, else the choice and the scheme."""
    if product.wish.title is not None:
        return product.wish.title
    where = "".join(_say("where", lang, value=value) for value in product.wish.where.values())
    return _say("title", lang, where=where, scheme=worded(product.source.scheme.title, lang))


def description(product: Product, lang: str) -> str:
    """Return the description as Markdown."""
    parts = {
        "scene": _scene(product, lang),
        "source": _source(product, lang),
        "steps": _numbered(_steps(product, lang)),
        "rules": rules(product, lang),
        "period": [_period(product, lang)],
        "cycle": [_say(f"cycle.{product.wish.cycle}", lang)],
        "records": [f"{product.rows:,}"],
        "fields": [str(len(product.fields)), "", *_table(product, lang)],
        "protection": [f"* {line}" for line in protection(product, lang)],
        "files": [f"* {_say('sample', lang, rows=product.sample)}", f"* {_say('checked', lang)}"],
        "statement": _statement(product, lang),
    }
    lines = [f"# {title(product, lang)}", ""]
    for name, told in parts.items():
        lines += [f"## {_say(f'head.{name}', lang)}", "", *told, ""]
    return "\n".join(lines)


def rules(product: Product, lang: str) -> list[str]:
    """Return the scheme in sentences, and what its check has to remark."""
    scheme, document = product.source.scheme, product.source.document
    lines = _numbered(sentences(scheme, lang))
    remarks = [one.message(lang) for one in lint(scheme, document) if one.severity == "warning"]
    if not remarks:
        return [*lines, "", _say("sound", lang)]
    return [*lines, "", _say("findings", lang), "", *(f"* {remark}" for remark in remarks)]


def protection(product: Product, lang: str) -> Iterator[str]:
    """Yield the report on de-identification in sentences."""
    gate, titles = product.gate, {field.column: field.title[lang] for field in product.fields}
    comma = _say("comma", lang)
    known = comma.join(titles[name] for name in gate.known)
    yield _say("protection.known", lang, columns=known) if known else _say("protection.nothing_known", lang)
    yield _say("protection.k", lang, before=product.before.k, after=product.after.k, k=gate.k)
    told = {"sensitive": titles[gate.sensitive], "before": product.before.l, "after": product.after.l, "least": gate.l}
    yield _say("protection.l", lang, **told)
    inputs = [name for name in gate.known if name not in gate.apart and name in computed_from(product.source)]
    if inputs:
        computed = comma.join(titles[name] for name in inputs)
        yield _say("protection.l_apart", lang, sensitive=titles[gate.sensitive], computed=computed)
    yield _say(
        "protection.suppressed",
        lang,
        suppressed=f"{product.suppressed:,}",
        chosen=f"{product.chosen:,}",
        share=f"{100 * product.suppressed / product.chosen:.1f} %",
        most=as_share(product.wish.most),
    )
    yield _say("protection.codes", lang, key=product.key)
    yield _say("protection.personal", lang)


def role(field: Field, lang: str) -> str:
    """Return what a field is to somebody from outside."""
    return _say(f"role.{field.role}", lang)


def treatment(product: Product, field: Field, lang: str) -> str:
    """Return how a field was treated."""
    return _say(f"level.{product.level(field)}", lang, k=product.gate.k)


def figures(product: Product) -> dict[str, Any]:
    """Return the report on de-identification for programs."""
    return {
        "k": {"asked": product.gate.k, "before": product.before.k, "after": product.after.k},
        "l": {"asked": product.gate.l, "before": product.before.l, "after": product.after.l},
        "quasi_identifiers": list(product.gate.known),
        "l_over": list(product.gate.apart),
        "sensitive": product.gate.sensitive,
        "classes": {"before": product.before.classes, "after": product.after.classes},
        "customers": {
            "chosen": product.chosen,
            "opted_out": product.opted_out,
            "suppressed": product.suppressed,
            "published": product.rows,
        },
        "most_suppressed": f"{product.wish.most:f}",
        "fields": [
            {"field": field.column, "class": field.role, "treatment": product.level(field)} for field in product.fields
        ],
        "pseudonyms": {"method": "HMAC-SHA256", "key": product.key, "purpose": product.purpose},
    }


def _say(name: str, lang: str, /, **told: object) -> str:
    return text(f"publish.{name}", lang, **told)


def _scene(product: Product, lang: str) -> list[str]:
    if product.wish.scene is not None:
        return [product.wish.scene]
    scheme = product.source.scheme
    result = next(field.title[lang] for field in product.fields if field.column == product.gate.sensitive)
    lines = [_say("scene", lang, result=result)]
    told = [
        _say("scene_group", lang, name=group.name, measures=worded(group.measures, lang))
        for group in scheme.groups.get(scheme.main, ())
        if group.measures is not None
    ]
    return [*lines, *(["", *(f"* {line}" for line in told)] if told else [])]


def _source(product: Product, lang: str) -> list[str]:
    provider = product.wish.provider
    first = _say("source.provider", lang, provider=provider) if provider else _say("source.plain", lang)
    hashes = [source["sha256"] for source in product.source.manifest["sources"]]
    if not hashes:
        return [first, "", _say("source.frame", lang)]
    return [first, "", _say("source.files", lang, count=len(hashes), hashes=_say("comma", lang).join(hashes))]


def _steps(product: Product, lang: str) -> list[str]:
    result = next(field.title[lang] for field in product.fields if field.column == product.gate.sensitive)
    chosen = f"{product.chosen:,}"
    where = _say("comma", lang).join(f"{name} = {value}" for name, value in product.wish.where.items())
    return [
        _say("steps.read", lang),
        _say("steps.identity", lang),
        _say("steps.grouped", lang, result=result),
        _say("steps.chosen", lang, chosen=chosen, where=where) if where else _say("steps.all", lang, chosen=chosen),
        _say("steps.general", lang),
        _say("steps.suppressed", lang, suppressed=f"{product.suppressed:,}", rows=f"{product.rows:,}"),
    ]


def _period(product: Product, lang: str) -> str:
    first, last = product.source.manifest["period"]
    days = _say("period.both", lang, first=first, last=last) if first else _say("period.until", lang, last=last)
    return f"{days}{_say('stop', lang)}{_say('as_of', lang, as_of=product.source.manifest['as_of'])}"


def _table(product: Product, lang: str) -> list[str]:
    heads = [_say(f"table.{name}", lang) for name in ("field", "title", "role", "level")]
    rows = [
        [f"`{field.column}`", field.title[lang], role(field, lang), treatment(product, field, lang)]
        for field in product.fields
    ]
    return [f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows)]


def _statement(product: Product, lang: str) -> list[str]:
    told: Mapping[str, Any] = product.source.manifest["scheme"]
    provider = product.wish.provider
    made = _say(
        "statement.result",
        lang,
        sha256=product.source.sha256,
        scheme=told["id"],
        scheme_sha256=told["sha256"],
        version=__version__,
    )
    return [
        made,
        "",
        _say("statement.provider", lang, provider=provider) if provider else _say("statement.plain", lang),
    ]


def _numbered(lines: list[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]
