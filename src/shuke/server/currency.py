"""What amounts are written in: one currency for everything that a workspace shows."""

from __future__ import annotations

from shuke.server.state.settings import Settings
from shuke.workspace.content import Content


def currency_of(content: Content, settings: Settings) -> str:
    """Return the currency that the loaded files say, which is one; where none says it, the one that is set."""
    return next((load.currency for load in content.loads if load.currency), None) or settings.currency
