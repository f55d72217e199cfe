"""How the steps are run: over the connection that the state has opened, in its transaction."""

from __future__ import annotations

from alembic import context

from shuke.server.state.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_object=lambda _, name, kind, *rest: kind != "table" or name in Base.metadata.tables,
)
context.run_migrations()
