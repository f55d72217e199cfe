"""What people and their plans change from day to day in a workspace: open warnings, tasks, messages on their way."""

from shuke.desk.desk import FILE, Desk

__all__ = ["FILE", "Desk"]
