"""A workspace: data is loaded once, de-identified, kept in immutable files, and rated as often as wanted."""

from __future__ import annotations

from shuke.workspace.home import Settings, Workspace
from shuke.workspace.load import Machine, Taken, load
from shuke.workspace.refresh import Refreshed, refresh, rollback

__all__ = ["Machine", "Refreshed", "Settings", "Taken", "Workspace", "load", "refresh", "rollback"]
