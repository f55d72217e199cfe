"""Reads the files that are named on its input, one after another in one bounded process, and says how each ended.

Workbooks are read by the very function that the product runs in a process of their own; the rest is read in place.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shuke
from ingest.reading import taken
from shuke.errors import ShukeError
from shuke.ingest.containers.kinds import WORKBOOKS
from shuke.ingest.files import examine
from shuke.ingest.limits import Limits
from shuke.ingest.sandbox import child
from shuke.locale import LANGUAGES

MEMORY = 1536 << 20


def main() -> None:
    """Answer each line of input, a path, with a line of JSON."""
    child.bound(Limits(memory_bytes=MEMORY, cpu_seconds=1000), 1 << 30)
    for line in sys.stdin:
        started = time.perf_counter()
        answer = read(Path(line.strip()))
        answer["seconds"] = time.perf_counter() - started
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def read(path: Path) -> dict[str, Any]:
    """Return how the reading of a file ended: as a result, as an error that is told, or as a fault of the program."""
    workbook = False
    try:
        with tempfile.TemporaryDirectory() as work:
            file = examine(path)
            workbook = file.kind in WORKBOOKS
            if workbook:
                names = {"path": str(path), "name": file.name, "kind": file.kind, "grid": "grid"}
                own = {"sheets": None, "encoding": "", "folder": work, "work": work, "limits": asdict(Limits())}
                child.read({**names, **own, "unpacked": file.unpacked}, Limits())
            elif file.kind == "parquet":
                shuke.score(path, decide={"many-rejected": "go-on"}).close()
            else:
                taken(path)
    except ShukeError as error:
        told = [error.render(lang) for lang in LANGUAGES]
        return {"error": error.key, "file": error.where.file, "told": all(told)}
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is a fault, and the next file is still to be read
        # A panic of the parser ends the process that the product gave it, and is told.
        if workbook and (type(error).__name__ in {"PanicException", "MemoryError"} or "alloc" in str(error)):
            return {"error": "reader_stopped", "file": path.name, "told": True}
        return {"fault": "".join(traceback.format_exception(error))[-1500:]}
    return {"result": True}


if __name__ == "__main__":
    main()
