"""What kind of file it is, by its content; its name only decides what is said about a mismatch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shuke.errors import DataError, Where
from shuke.ingest.containers import archive, ole
from shuke.ingest.containers.gzipped import first_bytes
from shuke.ingest.limits import Limits

Kind = Literal["csv", "parquet", "xlsx", "xlsb", "xls", "ods", "html", "xml", "zip"]
WORKBOOKS = ("xlsx", "xlsb", "xls", "ods", "html", "xml")
# The kinds that each ending promises; an ending that is not here promises nothing.
PROMISED: dict[str, tuple[Kind, ...]] = {
    ".csv": ("csv",),
    ".tsv": ("csv",),
    ".txt": ("csv",),
    ".parquet": ("parquet",),
    ".pq": ("parquet",),
    ".xlsx": ("xlsx",),
    ".xlsm": ("xlsx",),
    ".xlsb": ("xlsb",),
    ".xls": ("xls",),
    ".et": ("xls", "xlsx"),
    ".ods": ("ods",),
    ".html": ("html",),
    ".htm": ("html",),
    ".xml": ("xml",),
    ".zip": ("zip",),
}
PARQUET, GZIP = b"PAR1", b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# First bytes of what is recognised only to be refused by its name.
REFUSED: dict[bytes, tuple[str, str]] = {
    b"PARE": ("parquet_encrypted", ""),
    b"%PDF": ("file_is_pdf", ""),
    b"\x89PNG": ("file_is_picture", ""),
    b"\xff\xd8\xff": ("file_is_picture", ""),
    b"GIF8": ("file_is_picture", ""),
    b"II*\x00": ("file_is_picture", ""),
    b"MM\x00*": ("file_is_picture", ""),
    b"RIFF": ("file_is_picture", ""),
    b"\x00\x00\x00\x18ftypheic": ("file_is_picture", ""),
    b"SQLite format 3": ("file_is_database", ""),
    b"{\\rtf": ("file_is_document", "RTF"),
    b"7z\xbc\xaf\x27\x1c": ("file_is_packed", "7z"),
    b"Rar!": ("file_is_packed", "RAR"),
    b"\xfd7zXZ": ("file_is_packed", "xz"),
    b"BZh": ("file_is_packed", "bzip2"),
    b"\x28\xb5\x2f\xfd": ("file_is_packed", "Zstandard"),
    b"MIME-Version:": ("file_is_web_page", ""),
    # Excel 2, 3 and 4 wrote their records bare.
    b"\x09\x00\x04\x00": ("file_is_old_excel", ""),
    b"\x09\x02\x06\x00": ("file_is_old_excel", ""),
    b"\x09\x04\x06\x00": ("file_is_old_excel", ""),
}
HEAD = 1 << 12


@dataclass(frozen=True)
class Content:
    """What a file holds: its kind, whether it is gzipped, its size once unpacked, whether its name says otherwise.

    The size is 0 where it is not known before it is unpacked.
    """

    kind: Kind
    gzipped: bool = False
    unpacked: int = 0
    misnamed: bool = False


def recognise_content(path: Path, name: str, head: bytes, limits: Limits) -> Content:
    """Return what a file holds, told from its first bytes and, of archives, from their directory.

    Raises:
        DataError: it is nothing that can be read, is protected, or is an archive beyond the limits.
    """
    gzipped = head.startswith(GZIP)
    if gzipped:
        head = first_bytes(path, name, HEAD)
    kind, unpacked = _kind(path, name, head, limits, gzipped=gzipped)
    return Content(kind, gzipped, unpacked, _misnamed(Path(name), kind, gzipped=gzipped))


def _kind(path: Path, name: str, head: bytes, limits: Limits, *, gzipped: bool) -> tuple[Kind, int]:
    if head.startswith(PARQUET):
        return "parquet", 0
    if head.startswith(GZIP):
        raise DataError("archive_in_archive", Where(file=name), member="gzip")
    if head.startswith(ZIP):
        # A workbook that was gzipped once more is looked into when it is unpacked.
        return ("zip", 0) if gzipped else archive.kind(path, name, limits)
    if head.startswith(ole.MAGIC):
        if not gzipped:
            ole.require_workbook(path, name)
        return "xls", 0
    for magic, (key, what) in REFUSED.items():
        if head.startswith(magic):
            raise DataError(key, Where(file=name), **({"kind": what} if what else {}))
    return _text_kind(head, name), 0


def _text_kind(head: bytes, name: str) -> Kind:
    """Tell marked-up tables from plain text."""
    text = plain_head(head)
    if not text.startswith("<"):
        return "csv"
    lowered = text.lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in lowered or 'progid="excel.sheet"' in lowered:
        return "xml"
    if any(mark in lowered for mark in ("<html", "<table", "<!doctype html", "<meta", "<head", "<body", "<tr")):
        return "html"
    raise DataError("file_is_markup", Where(file=name))


def plain_head(head: bytes) -> str:
    """Return the first bytes as characters, good enough to see markup: by the byte-order mark, else as Latin-1."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace").lstrip()
    return head.decode("latin-1").lstrip()


def _misnamed(path: Path, kind: Kind, *, gzipped: bool) -> bool:
    suffix = path.suffix.lower()
    if gzipped:
        return suffix in PROMISED
    return suffix == ".gz" or (suffix in PROMISED and kind not in PROMISED[suffix])
