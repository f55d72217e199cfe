"""Typed tables: Parquet files, and the tables that live in Python."""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.ingest.convert import Cell
from shuke.ingest.files import SourceFile
from shuke.ingest.raw import Raw
from shuke.stages.relation import identifier, literal


def read_parquet(engine: DuckDB, file: SourceFile) -> Raw:
    """Return the table of a Parquet file.

    Raises:
        DataError: the file is damaged.
    """
    path = literal(str(file.path))
    if not engine.can_open(f"read_parquet({path})"):
        raise DataError("parquet_damaged", Where(file=file.name))
    headers, kinds = _columns(engine, f"read_parquet({path})")
    columns = _numbered_columns(headers)
    source = f"(SELECT {columns}, file_row_number + 1 AS source_row FROM read_parquet({path}, file_row_number = true))"
    return Raw(file.name, "parquet", source, headers, _cells(kinds), numbered=True, path=str(file.path))


def read_frame(engine: DuckDB, frame: object, name: str) -> Raw:
    """Return a pandas, Polars or Arrow table as a source; its rows count from 1."""
    relation = f"frame_{name}"
    engine.register(relation, _plain(frame))
    headers, kinds = _columns(engine, relation)
    source = f"(SELECT {_numbered_columns(headers)} FROM {relation})"
    return Raw(name, "table", source, headers, _cells(kinds), first_row=1)


def _columns(engine: DuckDB, source: str) -> tuple[tuple[str, ...], list[str]]:
    described = engine.run(f"DESCRIBE SELECT * FROM {source}")
    return tuple(column[0] for column in described), [column[1] for column in described]


def _numbered_columns(headers: tuple[str, ...]) -> str:
    return ", ".join(f"{identifier(header)} AS c{index}" for index, header in enumerate(headers))


def _cells(kinds: list[str]) -> tuple[Cell, ...]:
    return tuple(Cell(f"c{index}", kind) for index, kind in enumerate(kinds))


def _plain(frame: object) -> object:
    """Return a frame the engine can read: lazy Polars frames and Ibis expressions are computed first."""
    if hasattr(frame, "collect") and hasattr(frame, "collect_schema"):
        return frame.collect()
    if hasattr(frame, "to_pyarrow") and not hasattr(frame, "__arrow_c_stream__"):
        return frame.to_pyarrow()
    return frame
