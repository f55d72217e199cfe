"""The search for personal values in everything that was written, in every encoding it could have."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyarrow import parquet

ENCODINGS = ("utf-8", "gbk", "utf-16-le", "utf-16-be")


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file as it lies there, the parts of archives, and the cells of compressed tables."""
    for path in sorted(folder.rglob("*")):
        yield f"{path.name} (its name)", path.name.encode()
        if not path.is_file():
            continue
        yield path.name, path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                for part in archive.namelist():
                    yield f"{path.name}/{part}", archive.read(part)
        if path.suffix == ".parquet":
            yield f"{path.name} (cells)", repr(parquet.read_table(path).to_pylist()).encode()


def found_in(pieces: Iterable[tuple[str, bytes]], secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Every place where a secret can be read; all secrets are looked for in one pass over each piece."""
    written: dict[bytes, str] = {}
    for secret in secrets:
        for encoding in ENCODINGS:
            written[secret.encode(encoding, "ignore")] = secret
    search = re.compile(b"|".join(re.escape(one) for one in sorted(written, key=len, reverse=True) if one))
    return [(name, written[hit]) for name, content in pieces for hit in sorted(set(search.findall(content)))]


def leaks(folder: Path, secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Every place of a folder where a secret can be read."""
    return found_in(contents(folder), secrets)
