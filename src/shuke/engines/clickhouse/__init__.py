"""ClickHouse: one read-only session with temporary tables; a server, or chDB in this process."""

from shuke.engines.clickhouse.engine import ClickHouse, connect

__all__ = ["ClickHouse", "connect"]
