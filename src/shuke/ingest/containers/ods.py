"""What an OpenDocument spreadsheet says beside the values of its cells, and the values that its parser gets wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from shuke.errors import DataError
from shuke.ingest.containers.markup import parse, start_tags, strict_parser
from shuke.ingest.containers.sheet import ERROR, FORMULA, LONG, Merge, Patch, Sheet, is_long, letters
from shuke.ingest.containers.xlsx import Parts
from shuke.ingest.limits import Limits

CONTENT, STYLES = "content.xml", "styles.xml"
CELLS = {"table-cell", "covered-table-cell"}
CLOCK = re.compile(r"-?PT?(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
# A cell may stand for many; a finding in one that does is noted at most so often.
MOST_REPEATED = 10_000


@dataclass
class _Styles:
    """The names of styles that matter: sheets that are not shown, and numbers filled up with zeros."""

    hidden: set[str] = field(default_factory=set)
    formats: dict[str, int] = field(default_factory=dict)
    zeros: dict[str, int] = field(default_factory=dict)
    named: str = ""
    number: str = ""
    family: str = ""


class Tables:
    """The sheets of an OpenDocument spreadsheet; they are known once they were looked over."""

    def __init__(self, parts: Parts, limits: Limits) -> None:
        self._parts, self._limits = parts, limits
        self.sheets: list[Sheet] = []
        self._styles = _Styles()
        self._row, self._column, self._rows, self._deep = 0, 0, 1, 0
        self._given: dict[str, str] = {}
        self._text: list[str] | None = None
        self._place, self._count = 0, 1

    def look(self) -> list[Sheet]:
        """Return the sheets with what the document says of them.

        Raises:
            DataError: the document is broken, has a document type, or goes too far.
        """
        if STYLES in self._parts:
            for tag, attributes in start_tags(self._parts.read(STYLES), {"number-style", "number"}, STYLES):
                self._style(tag, {key.rpartition(":")[2]: value for key, value in attributes.items()})
        parser = strict_parser(CONTENT)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        for block in self._parts.stream(CONTENT):
            parse(parser, block, CONTENT, final=False)
        parse(parser, b"", CONTENT)
        if not self.sheets:
            raise DataError("workbook_empty")
        return self.sheets

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table":
            self._deep += 1
            if self._deep == 1:
                state = "hidden" if given.get("style-name", "") in self._styles.hidden else "visible"
                self.sheets.append(Sheet(given.get("name", ""), state=state, first_column=-1))  # type: ignore[arg-type]
                self._row, self._column = 0, 0
        elif self._deep == 1:
            self._start_in_table(name, given, attributes)
        elif not self._deep:
            self._style(name, given)

    def _style(self, name: str, given: dict[str, str]) -> None:
        styles = self._styles
        if name == "style":
            styles.named, styles.family = given.get("name", ""), given.get("family", "")
            width = styles.formats.get(given.get("data-style-name", ""), 0)
            if width:
                styles.zeros[styles.named] = width
        elif name == "table-properties" and given.get("display") == "false":
            styles.hidden.add(styles.named)
        elif name == "number-style":
            styles.number = given.get("name", "")
        elif name == "number" and given.get("decimal-places", "0") == "0":
            width = _number(given.get("min-integer-digits"), 0)
            if width > 1:
                styles.formats[styles.number] = width

    def _start_in_table(self, name: str, given: dict[str, str], attributes: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        if name == "table-column":
            repeated = _number(given.get("number-columns-repeated"), 1)
            if given.get("visibility") in {"collapse", "filter"} and len(sheet.hidden_columns) < 50:
                sheet.hidden_columns += [letters(self._column + one) for one in range(min(repeated, 50))]
            self._column += repeated
        elif name == "table-row":
            self._rows = _number(given.get("number-rows-repeated"), 1)
            self._column = 0
            if given.get("visibility") in {"collapse", "filter"}:
                sheet.hidden_rows += self._rows
        elif name in CELLS:
            # Of two attributes of one name, the one of the extension tells errors.
            self._given = given | {"error": "yes" if attributes.get("calcext:value-type") == "error" else ""}
            self._given["type"] = attributes.get("office:value-type", "")
            self._place, self._count = self._column, _number(given.get("number-columns-repeated"), 1)
            self._column += self._count
            self._text = []

    def _say(self, text: str) -> None:
        if self._text is not None and self._deep == 1:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self._deep -= 1
            self.sheets[-1].first_column = max(self.sheets[-1].first_column, 0)
        elif self._deep == 1 and name == "table-row":
            self._row += self._rows
        elif self._deep == 1 and name in CELLS and self._text is not None:
            self._cell("".join(self._text))
            self._text = None

    def _cell(self, text: str) -> None:
        """Note what is to be known of a cell that has something in it."""
        given, sheet = self._given, self.sheets[-1]
        if not (given["type"] or text or "formula" in given):
            return
        height, width = self._row + self._rows, self._place + self._count
        self._limits.hold(sheet.name, height, width)
        sheet.last_row = max(sheet.last_row, height)
        sheet.first_column = self._place if sheet.first_column < 0 else min(sheet.first_column, self._place)
        down = _number(given.get("number-rows-spanned"), 1)
        if down > 1:
            sheet.merges.append(Merge(self._place, self._row, self._row + down - 1))
        told, mark = self._told(text)
        if told is not None or mark is not None:
            for row in range(self._row, self._row + min(self._rows, MOST_REPEATED)):
                for column in range(self._place, self._place + min(self._count, MOST_REPEATED)):
                    sheet.patches.append(Patch(row, column, told, mark))

    def _told(self, text: str) -> tuple[str | None, str | None]:
        """Return the text and the mark of a cell where they differ from what the parser of values says."""
        given = self._given
        if given["error"]:
            return text[:16] or "#ERROR", ERROR
        if given["type"] == "boolean":
            return given.get("boolean-value", text), None
        if given["type"] == "time":
            clock = CLOCK.fullmatch(given.get("time-value", ""))
            return (f"{int(clock[1]):02}:{clock[2]}:{clock[3]}" if clock else text), None
        if "formula" in given and not given["type"]:
            return None, FORMULA
        return self._number_told(given.get("value", "")) if given["type"] == "float" else (None, None)

    def _number_told(self, value: str) -> tuple[str | None, str | None]:
        """Return a number with the zeros that its style shows, or the mark that it lost digits."""
        if is_long(value):
            return None, LONG
        width = self._styles.zeros.get(self._given.get("style-name", ""), 0)
        if value.isdecimal() and len(value) < width:
            self.sheets[-1].zeros += 1
            return value.zfill(width), None
        return None, None


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else otherwise
