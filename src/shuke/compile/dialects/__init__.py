"""The canonical SQL in the dialects of other engines: pure passes over the syntax tree, SQLGlot at the very end."""

from shuke.compile.dialects.translate import translate, write_for

__all__ = ["translate", "write_for"]
