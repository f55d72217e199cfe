"""PostgreSQL: whole numbers of any size are NUMERIC, text is compared by its bytes, there is no anti join."""

from __future__ import annotations

from sqlglot import exp

from shuke.compile.dialects.passes import Pass, anti_joins_as_not_exists, whole_numbers_as


def texts_by_bytes(tree: exp.Expression) -> exp.Expression:
    """Give every text that is made a collation: by its bytes, whatever the database's own is."""
    for cast in list(tree.find_all(exp.Cast)):
        if cast.to.is_type(*exp.DataType.TEXT_TYPES) and not isinstance(cast.parent, exp.Collate):
            by_bytes = exp.Collate(expression=exp.to_identifier("C", quoted=True))
            cast.replace(exp.Paren(this=by_bytes))
            by_bytes.set("this", cast)
    return tree


PASSES: tuple[Pass, ...] = (
    whole_numbers_as("DECIMAL(38, 0)"),
    anti_joins_as_not_exists,
    texts_by_bytes,
)
