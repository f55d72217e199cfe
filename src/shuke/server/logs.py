"""The log of a server's processes: lines on standard error, without what has the shape of personal data."""

from __future__ import annotations

import logging
import sys

from shuke.shapes import scrub

FORM = "%(asctime)s %(levelname)s %(message)s"


class _Scrubbed(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return a record with its stack as text; what an error of a library repeats of the data is starred."""
        return scrub(super().format(record))


def configure() -> None:
    """Let everything that is logged go to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Scrubbed(FORM))
    logging.basicConfig(handlers=[handler], force=True)
