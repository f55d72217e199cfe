"""Passes that several dialects share: each takes a syntax tree and returns one that means the same."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

Pass = Callable[[exp.Expression], exp.Expression]

# Names of our own that are reserved words nowhere; a name with an underscore in it is none either.
PLAIN = frozenset({"amount", "frequency", "gross", "kind", "monetary", "refunds", "source", "verdict"})
RESERVED_STARTS = ("current_", "session_", "system_", "local")


def call(name: str, *arguments: exp.Expression) -> exp.Expression:
    """Return a call of a function of one dialect; the arguments move into it, they are not copied."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def quote_names(tree: exp.Expression) -> exp.Expression:
    """Quote every name that could be a reserved word somewhere."""
    for name in tree.find_all(exp.Identifier):
        text = name.this
        plain = text in PLAIN or ("_" in text and not text.startswith(RESERVED_STARTS))
        if not (plain and text.isascii() and text == text.lower()):
            name.set("quoted", True)
    return tree


def whole_numbers_as(kind: str) -> Pass:
    """Return the pass that writes integers of 128 bits as another type that holds them, named as in DuckDB."""
    wide = exp.DataType.build(kind, dialect="duckdb")

    def widen(tree: exp.Expression) -> exp.Expression:
        for found in list(tree.find_all(exp.DataType)):
            if found.is_type(exp.DataType.Type.INT128):
                found.replace(wide.copy())
        return tree

    return widen


def anti_joins_as_not_exists(tree: exp.Expression) -> exp.Expression:
    """Write ``A ANTI JOIN B USING (k)`` as ``A WHERE NOT EXISTS (SELECT 1 FROM B WHERE B.k = A.k)``."""
    for query in list(tree.find_all(exp.Select)):
        for join in list(query.args.get("joins") or ()):
            if join.kind != "ANTI":
                continue
            here = query.args["from_"].this.alias_or_name
            there = join.this.alias_or_name
            keys = [key.name for key in join.args["using"]]
            equal = exp.and_(*(exp.column(key, there).eq(exp.column(key, here)) for key in keys))
            inner = exp.select(exp.Literal.number(1)).from_(join.this.copy()).where(equal)
            join.pop()
            query.where(exp.not_(exp.Exists(this=inner)), copy=False)
    return tree


def anti_joins_on_the_left(tree: exp.Expression) -> exp.Expression:
    """Write ``ANTI JOIN`` as ``LEFT ANTI JOIN``."""
    for join in tree.find_all(exp.Join):
        if join.kind == "ANTI":
            join.set("side", "LEFT")
    return tree
