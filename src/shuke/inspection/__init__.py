"""What would be read of sources, and nothing changed: as plain data for a person to look at, in any face."""

from __future__ import annotations

from shuke.inspection.document import document, question
from shuke.inspection.look import Column, Inspected, Table, inspected

__all__ = ["Column", "Inspected", "Table", "document", "inspected", "question"]
