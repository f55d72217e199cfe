"""PostgreSQL: everything happens in one transaction that sees one state and is rolled back at the end."""

from shuke.engines.postgres.engine import Postgres, connect

__all__ = ["Postgres", "connect"]
