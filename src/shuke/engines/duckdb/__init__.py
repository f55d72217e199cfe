"""The embedded engine: DuckDB, in process, out of core under a memory limit."""

from shuke.engines.duckdb.engine import UNTIDY, DuckDB, Unreadable, Untidy

__all__ = ["UNTIDY", "DuckDB", "Unreadable", "Untidy"]
