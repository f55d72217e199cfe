"""The parts of an XLSX workbook that say what its sheets are: names, visibility, styles, pivots, macros."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from shuke.errors import DataError, Where
from shuke.ingest.containers import archive
from shuke.ingest.containers.markup import start_tags
from shuke.ingest.containers.sheet import Sheet, State

# Styles, names and relations are small in any honest workbook; sheets and texts are not read here.
LARGEST_PART = 64 << 20
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Zeros up to the width: the number format under which 123 is shown as 00123.
ZEROS = re.compile(r"0{2,40}(_.|;.*)?")
FORMS = {"chartsheet": "chart", "dialogsheet": "macro", "xlMacrosheet": "macro", "macrosheet": "macro"}


@dataclass(frozen=True)
class Book:
    """A workbook's sheets in their order, the styles that show leading zeros with their width, the part of texts.

    ``epoch_1904``: its serial numbers of days count from 1904.
    """

    sheets: tuple[Sheet, ...]
    zeros: Mapping[int, int]
    texts: str
    epoch_1904: bool


class Parts:
    """The parts of a workbook by name, whatever the case in which they are written."""

    def __init__(self, held: zipfile.ZipFile, name: str) -> None:
        self._held, self._name = held, name
        self._members = {info.filename.replace("\\", "/").lower(): info for info in held.infolist()}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    @property
    def macros(self) -> bool:
        """Whether the workbook has macros."""
        return any(name.endswith("vbaproject.bin") for name in self._members)

    def size(self, part: str) -> int:
        """Return how large a part is, unpacked."""
        return self.member(part).file_size

    def member(self, part: str) -> zipfile.ZipInfo:
        """Return a part's directory entry.

        Raises:
            DataError: the workbook has no such part.
        """
        found = self._members.get(part.lower())
        if found is None:
            raise DataError("part_missing", Where(), part=part)
        return found

    def read(self, part: str) -> bytes:
        """Return a small part as a whole.

        Raises:
            DataError: it is missing, damaged, or larger than such a part can be.
        """
        if self.size(part) > LARGEST_PART:
            raise DataError("part_damaged", Where(), part=part)
        return b"".join(archive.unpacked(self._held, self.member(part), self._name))

    def stream(self, part: str) -> archive.Unpacking:
        """Yield a part's bytes."""
        return archive.unpacked(self._held, self.member(part), self._name)


def book(parts: Parts) -> Book:
    """Return what an XLSX workbook says of its sheets.

    Raises:
        DataError: a part is missing, damaged, or has a document type.
    """
    root = _main_part(parts)
    targets = relations(parts, root)
    sheets, epoch_1904 = [], False
    for tag, attributes in start_tags(parts.read(root), {"sheet", "workbookPr"}, root):
        if tag == "workbookPr":
            epoch_1904 = attributes.get("date1904", "") in {"1", "true", "on"}
            continue
        kind, target = targets.get(_relation_id(attributes), ("", ""))
        name = attributes.get("name", "")
        sheet = Sheet(name, target, _state(attributes.get("state", "visible")))
        if kind in FORMS:
            sheet.form = "chart" if FORMS[kind] == "chart" else "macro"
        elif target and _has_pivot(parts, target):
            sheet.form = "pivot"
        sheets.append(sheet)
    texts = next((target for kind, target in targets.values() if kind == "sharedStrings"), "")
    return Book(tuple(sheets), _zero_styles(parts, targets), texts, epoch_1904)


def _main_part(parts: Parts) -> str:
    if "_rels/.rels" in parts:
        for kind, target in relations(parts, "").values():
            if kind == "officeDocument":
                return target
    return "xl/workbook.xml"


def relations(parts: Parts, part: str) -> dict[str, tuple[str, str]]:
    """Return what a part points to: id -> (last word of the kind, part)."""
    folder, _, name = part.rpartition("/")
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if place not in parts:
        return {}
    found = {}
    for _, attributes in start_tags(parts.read(place), {"Relationship"}, place):
        target = attributes.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = (kind, whole)
    return found


def _relation_id(attributes: Mapping[str, str]) -> str:
    return next((value for name, value in attributes.items() if name == "id" or name.endswith(":id")), "")


def _state(text: str) -> State:
    return {"hidden": "hidden", "veryHidden": "very_hidden"}.get(text, "visible")  # type: ignore[return-value]


def _has_pivot(parts: Parts, part: str) -> bool:
    return any(kind == "pivotTable" for kind, _ in relations(parts, part).values())


def _zero_styles(parts: Parts, targets: Mapping[str, tuple[str, str]]) -> dict[int, int]:
    """Return the styles of cells whose number format fills up with zeros, with their width."""
    part = next((target for kind, target in targets.values() if kind == "styles"), "")
    if not part or part not in parts:
        return {}
    widths: dict[str, int] = {}
    styles: dict[int, int] = {}
    place, inside = 0, False
    for tag, attributes in start_tags(
        parts.read(part), {"numFmt", "cellStyleXfs", "cellXfs", "xf", "cellStyles"}, part
    ):
        if tag == "numFmt":
            width = zero_width(attributes.get("formatCode", ""))
            if width:
                widths[attributes.get("numFmtId", "")] = width
        elif tag == "xf" and inside:
            width = widths.get(attributes.get("numFmtId", ""), 0)
            if width:
                styles[place] = width
            place += 1
        elif tag != "xf":
            inside = tag == "cellXfs"
    return styles


def zero_width(code: str) -> int:
    """Return to how many digits a number format fills up; 0 for every other format."""
    found = ZEROS.fullmatch(code)
    return len(code) - len(code.lstrip("0")) if found else 0
