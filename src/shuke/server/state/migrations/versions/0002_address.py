"""Entries of the audit log say from which address; earlier ones do not know."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the address, empty in the entries that are there."""
    op.add_column("audit", sa.Column("address", sa.String(length=64), nullable=False, server_default=""))
