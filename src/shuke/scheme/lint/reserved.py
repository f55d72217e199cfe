"""Names that a scheme cannot give to what is its own."""

from __future__ import annotations

from shuke.scheme.builtin import BUILTIN
from shuke.scheme.model import RESULTS

# Words that no SQL engine lets stand for a column without quotes.
# fmt: off
RESERVED = frozenset({
    "all", "analyse", "analyze", "and", "anti", "any", "array", "as", "asc", "asof", "asymmetric", "at",
    "authorization", "binary", "both", "by", "case", "cast", "check", "collate", "collation", "column",
    "concurrently", "constraint", "create", "cross", "default", "deferrable", "desc", "describe", "distinct", "do",
    "else", "end", "except", "false", "fetch", "for", "foreign", "freeze", "from", "full", "glob", "group",
    "having", "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull", "join", "lambda", "lateral",
    "leading", "left", "like", "limit", "natural", "not", "notnull", "null", "offset", "on", "only", "or", "order",
    "outer", "overlaps", "pivot", "pivot_longer", "pivot_wider", "placing", "positional", "primary", "qualify",
    "references", "returning", "right", "select", "semi", "show", "similar", "some", "summarize", "symmetric",
    "table", "tablesample", "then", "to", "trailing", "true", "union", "unique", "unpack", "unpivot", "using",
    "variadic", "verbose", "when", "where", "window", "with",
})
# fmt: on
# The totals from which metrics are made stand beside them on the way.
TOTALS = ("last_purchase", "first_purchase", "first_purchase_ever", "refunds", *(f"month_{k}" for k in range(6)))
# Columns that every result has, the metrics that are built in, and what they are made of.
# A column named rowid would hide the places of rows.
TAKEN = frozenset({"customer_id", "customer_name", "rowid", *RESULTS, *BUILTIN, *TOTALS})
