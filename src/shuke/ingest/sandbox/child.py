"""The process that reads one untrusted file: bounds first, then the reader of its kind, then the facts.

It is started by ``spawn`` with an empty environment and gets its request as JSON on standard input. It writes the
grids of the wanted sheets, and as its last deed the facts; a process that dies has written none.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shuke.errors import DataError
from shuke.ingest.limits import Limits
from shuke.ingest.sandbox.spawn import FACTS, NO_ROOM, OUT_OF_MEMORY
from shuke.room import is_full

# What parsers, loaders and the system say when there is no more memory.
NO_MEMORY = ("emory", "alloc", "map segment")


def main() -> None:
    """Read the file of the request on standard input, and leave the process without unwinding what it loaded."""
    # The process ends soon: to look for garbage again and again finds little.
    gc.set_threshold(50_000)
    request = json.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    bound(limits, int(request["unpacked"]))
    code = 0
    try:
        facts = read(request, limits)
    except DataError as error:
        facts = _told(error)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException as error:  # noqa: BLE001 - a panic of a parser is no Exception, and must be told all the same
        if any(word in str(error) for word in NO_MEMORY):
            os._exit(OUT_OF_MEMORY)
        if is_full(error):
            os._exit(NO_ROOM)
        facts = {"error": "reader_stopped"}
    target = Path(request["work"]) / FACTS
    try:
        target.write_text(json.dumps(facts), encoding="utf-8")
    except OSError:
        code = NO_ROOM
    # Nothing is worth freeing, and a parser that went wrong must not get a second chance to.
    os._exit(code)


def read(request: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """Return the facts of the file that a request names, its grids written.

    Raises:
        DataError: the file cannot be read.
    """
    kind = request["kind"]
    if kind == "html":
        from shuke.ingest.containers.html import read_html

        return read_html(request, limits)
    if kind == "xml":
        from shuke.ingest.containers.spreadsheetml import read_spreadsheetml

        return read_spreadsheetml(request, limits)
    from shuke.ingest.containers.workbook import read_book

    return read_book(request, limits)


def bound(limits: Limits, unpacked: int) -> None:
    """Bound what this process may use, as far as the system can; time is bounded by the one that waits."""
    try:
        import resource
    except ImportError:
        return
    # Python looks away from this signal; here it has to end the process, so that it is known why.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    wanted = {
        resource.RLIMIT_AS: limits.memory_for(unpacked),
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.output_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for what, value in wanted.items():
        hard = resource.getrlimit(what)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # Some systems know a limit and refuse to set it.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _told(error: DataError) -> dict[str, Any]:
    where = {name: value for name, value in vars(error.where).items() if value is not None and name != "file"}
    figures = {name: value if isinstance(value, int) else str(value) for name, value in error.figures.items()}
    return {"error": error.key, "figures": figures, "where": where}
