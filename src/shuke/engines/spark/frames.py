"""Rows of ours as a table of Arrow, which a session takes in as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa


def table_of(kinds: Mapping[str, str], rows: Iterable[Sequence[object]]) -> pa.Table:
    """Return rows as a table; ``kinds`` are the columns' types in the embedded engine."""
    columns: list[Any] = list(zip(*rows, strict=True)) or [()] * len(kinds)
    arrays = [pa.array(cells, _type(kind)) for cells, kind in zip(columns, kinds.values(), strict=True)]
    return pa.table(dict(zip(kinds, arrays, strict=True)))


def _type(kind: str) -> Any:
    exact = re.fullmatch(r"DECIMAL\((\d+), ?(\d+)\)", kind)
    if exact:
        return pa.decimal128(int(exact[1]), int(exact[2]))
    if kind == "HUGEINT":
        return pa.decimal128(38, 0)
    return {"VARCHAR": pa.string(), "INTEGER": pa.int32(), "BIGINT": pa.int64(), "DATE": pa.date32()}[kind]
