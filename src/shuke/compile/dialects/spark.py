"""Spark: whole numbers of any size are DECIMAL(38, 0), the anti join names its side, times are read in UTC."""

from __future__ import annotations

from sqlglot import exp

from shuke.compile.dialects.passes import Pass, anti_joins_on_the_left, call, whole_numbers_as


def local_dates(tree: exp.Expression) -> exp.Expression:
    """Write ``x AT TIME ZONE 'z'`` as ``from_utc_timestamp(x, 'z')``; the session reads times in UTC."""
    for one in list(tree.find_all(exp.AtTimeZone)):
        moment, zone = one.this, one.args["zone"]
        one.replace(call("from_utc_timestamp", moment, zone))
    return tree


def every_match(tree: exp.Expression) -> exp.Expression:
    """Write a replacement without the word for all matches; it is meant."""
    for one in tree.find_all(exp.RegexpReplace):
        one.set("modifiers", None)
    return tree


PASSES: tuple[Pass, ...] = (local_dates, every_match, whole_numbers_as("DECIMAL(38, 0)"), anti_joins_on_the_left)
