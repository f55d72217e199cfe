"""ClickHouse: integers of 256 bits, exact decimal products and roundings, days of any year, order statistics by name.

Where the language has two things under one name the exact one is named: ``intDiv`` for a division of integers, which
would else be one of floats; ``Date32`` for a date, which would else begin in 1970; a rounding before a cast to fewer
decimals, which would else cut.
"""

from __future__ import annotations

from fractions import Fraction

from sqlglot import exp

from shuke.compile.dialects.passes import Pass, anti_joins_on_the_left, call, whole_numbers_as

Type = exp.DataType.Type
WIDEST, NARROW = 38, 18


def integer_divisions(tree: exp.Expression) -> exp.Expression:
    """Write ``a // b`` as ``intDiv(a, b)``."""
    for one in list(tree.find_all(exp.IntDiv)):
        left, right = one.this, one.expression
        one.replace(call("intDiv", left, right))
    return tree


def order_statistics(tree: exp.Expression) -> exp.Expression:
    """Write ``QUANTILE_DISC(x, [a / b, …])`` as ``quantilesExact(a / b, …)(x)``, its levels as plain numbers."""
    for one in list(tree.find_all(exp.PercentileDisc)):
        levels = [exp.Literal.number(repr(float(_level(level)))) for level in one.expression.expressions]
        found = exp.ParameterizedAgg(this="quantilesExact", expressions=levels, params=[one.this])
        one.replace(found)
    return tree


def wide_dates(tree: exp.Expression) -> exp.Expression:
    """Write dates as Date32."""
    for found in tree.find_all(exp.DataType):
        if found.is_type(Type.DATE):
            found.set("this", Type.DATE32)
    return tree


def local_dates(tree: exp.Expression) -> exp.Expression:
    """Write ``x AT TIME ZONE 'z'`` as ``toTimeZone(x, 'z')``."""
    for one in list(tree.find_all(exp.AtTimeZone)):
        moment, zone = one.this, one.args["zone"]
        one.replace(call("toTimeZone", moment, zone))
    return tree


def every_match(tree: exp.Expression) -> exp.Expression:
    """Write a replacement of all matches as ``replaceRegexpAll``."""
    for one in list(tree.find_all(exp.RegexpReplace)):
        text, pattern, new = one.this, one.expression, one.args["replacement"]
        one.replace(call("replaceRegexpAll", text, pattern, new))
    return tree


def rounded_casts(tree: exp.Expression) -> exp.Expression:
    """Round before every cast of a number to a decimal; a text, and what has no decimals, needs none."""
    for cast in list(tree.find_all(exp.Cast)):
        inner = cast.this
        if _scale(cast) is None or isinstance(inner, exp.Literal | exp.Null) or _is_whole(inner):
            continue
        if _scale(cast) == 0 and any(found.is_type(Type.INT128) for found in inner.find_all(exp.DataType)):
            # Of integers as wide as these only the text is a decimal.
            cast.set("this", call("toString", inner))
        elif not (isinstance(inner, exp.Cast) and inner.to.is_type(*exp.DataType.TEXT_TYPES)):
            cast.set("this", call("round", inner, exp.Literal.number(_scale(cast))))
    return tree


def wide_products(tree: exp.Expression) -> exp.Expression:
    """Give the factors of decimal products 38 digits, so that the product has room for its own."""
    for product in tree.find_all(exp.Mul):
        for side in (product.this, product.expression):
            factor = side.unnest()
            if isinstance(factor, exp.Cast) and (_scale(factor) or factor.to.is_type(Type.DECIMAL)):
                factor.set("to", exp.DataType.build(f"DECIMAL({WIDEST}, {_scale(factor) or 0})"))
    return tree


def _scale(cast: exp.Expression) -> int | None:
    """Return the decimals of a cast to a decimal; None for any other."""
    if not isinstance(cast, exp.Cast) or not cast.to.is_type(Type.DECIMAL):
        return None
    given = cast.to.expressions
    return int(given[1].name) if len(given) > 1 else 0


def _is_whole(inner: exp.Expression) -> bool:
    wide = (Type.INT, Type.BIGINT, Type.INT128, Type.INT256)
    return isinstance(inner, exp.Cast) and inner.to.is_type(*wide)


def _level(level: exp.Expression) -> Fraction:
    """Return the fraction that ``CAST(a AS DOUBLE) / b`` is."""
    over, under = level.this.this, level.expression
    return Fraction(int(over.name), int(under.name))


PASSES: tuple[Pass, ...] = (
    local_dates,
    every_match,
    order_statistics,
    integer_divisions,
    rounded_casts,
    wide_products,
    wide_dates,
    whole_numbers_as("INT256"),
    anti_joins_on_the_left,
)
