"""Rates one book in several orders of its rows by one thread and by two, and prints the SHA-256 of what is written.

python -m rating.hashed FOLDER ORDER [ORDER ...]; an order is the seed of a shuffle.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from pathlib import Path

from .books import AS_OF, saved_bytes, write_csv
from .test_laws import regular_book


def main() -> None:
    """Print the digests as a list of JSON."""
    folder, found = Path(sys.argv[1]), []
    for order in sys.argv[2:]:
        rows = regular_book()
        random.Random(int(order)).shuffle(rows)
        source = write_csv(folder / "book.csv", rows)
        for threads in (1, 2):
            written = saved_bytes(source, folder / "out", as_of=AS_OF, threads=threads)
            found.append(hashlib.sha256(b"".join(written.values())).hexdigest())
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
