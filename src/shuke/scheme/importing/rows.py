"""The rows of a pasted table become names with the cells they claim, still in the map's own scores.

Which column is which is told by the headers, or, where there are none, by what stands in the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from shuke.errors import SchemeError, Where
from shuke.scheme.importing.pieces import Box, Test, Unread, boxes_of, is_code, is_test, test_of, tokens
from shuke.scheme.importing.table import Line, Table
from shuke.scheme.importing.words import Role, chinese, clean, is_rest, plain, role

AXES: tuple[Role, ...] = ("r", "f", "m")


@dataclass(frozen=True)
class Note:
    """Something that was understood rather than written: a sentence by key, with its figures."""

    key: str
    figures: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """One row's cells: a box of scores per figure, where it stands, and the headers of the columns it came from."""

    box: Box
    row: int
    columns: tuple[str | None, ...]
    code: bool


@dataclass(frozen=True)
class Row:
    """One row of the map: the name as pasted, its translation if there is one, its claims; none for the rest."""

    name: str
    other: str | None
    row: int
    claims: tuple[Claim, ...]
    rest: bool = False


@dataclass
class Columns:
    """Which column holds what: its index by role, the header to show for it, and the first row of data."""

    at: dict[Role, int]
    headers: dict[int, str]
    data: tuple[Line, ...]
    unused: tuple[str, ...] = ()
    guessed: bool = False

    def label(self, what: Role) -> str | None:
        """Return the header over a role's column, or its number where there are no headers."""
        index = self.at.get(what)
        return None if index is None else self.headers.get(index, str(index + 1))


def read_rows(table: Table, name: str, notes: list[Note]) -> tuple[str, tuple[Row, ...], list[SchemeError]]:
    """Return the figures of the map (``RFM``, ``RF``), its rows, and what could not be read, in order.

    Raises:
        SchemeError: the columns cannot be told apart.
    """
    columns = _columns(table, name)
    if table.skipped:
        notes.append(Note("skipped", {"lines": ", ".join(map(str, table.skipped))}))
    if columns.unused:
        notes.append(Note("unused", {"columns": ", ".join(columns.unused)}))
    if columns.guessed:
        order = sorted(columns.at, key=lambda what: columns.at[what])
        notes.append(Note("guessed", {"columns": ", ".join(_SHOWN[what] for what in order)}))
    rows, problems = [], []
    width, pad = _width(columns)
    if pad:
        notes.append(Note("padded", {"width": width}))
    for line in columns.data:
        try:
            rows.append(_row(line, columns, width, pad))
        except SchemeError as error:
            problems.append(SchemeError(error.key, _where(name, error.where), **error.figures))
    axes = _axes(rows, columns)
    problems += [*_widths(rows, axes, name), *_rests(rows, name)]
    if not rows and not problems:
        raise SchemeError("import_no_rows", Where(file=name))
    return axes, tuple(rows), problems


_SHOWN = {"name": "Segment", "en": "English", "zh": "中文", "r": "R", "f": "F", "m": "M", "codes": "Codes"}


def _where(name: str, where: Where) -> Where:
    return Where(file=name, row=where.row, column=where.column)


def _columns(table: Table, name: str) -> Columns:
    lines = table.lines
    if table.kind == "list":
        return Columns({"name": 0, "codes": 1}, {}, lines)
    first = lines[0]
    roles = [role(cell) for cell in first.cells]
    headed = any(roles) and not any(
        is_code(cell) or any(sign.isdigit() for sign in plain(cell)[:1]) for cell in first.cells
    )
    if headed and any(found not in {None, "name"} for found in roles):
        return _headed(first, lines[1:], roles, name)
    if headed and len(lines) > 1 and not any(is_code(cell) or _scores(cell) for cell in first.cells):
        # A header that names only the segments: the other columns are told by what stands in them.
        return _guessed(lines[1:], first, name)
    return _guessed(lines, first, name)


def _headed(first: Line, data: tuple[Line, ...], roles: list[Role | None], name: str) -> Columns:
    headers = {index: clean(cell) for index, cell in enumerate(first.cells) if cell}
    if "joined" in roles:
        index = roles.index("joined")
        raise SchemeError("import_joined", Where(name, row=first.row, column=headers[index]))
    at: dict[Role, int] = {}
    unused = []
    for index, found in enumerate(roles):
        if found is not None and found not in at:
            at[found] = index
        elif found == "name" and (language := _translated(data, at["name"], index)) is not None:
            at[language] = index
        else:
            unused.append(index)
    unused = _naming(first, data, at, unused, name)
    scored = [what for what in AXES if what in at]
    if "codes" not in at and len(scored) < 2:
        raise SchemeError("import_no_scores", Where(file=name, row=first.row), headers=_shown(first.cells))
    # Scores of each figure say more than a column of codes beside them.
    spare: list[Role] = [what for what in ("codes",) if what in at] if len(scored) >= 2 else list(scored)
    unused += [at.pop(what) for what in spare]
    return Columns(at, headers, data, tuple(headers.get(index, str(index + 1)) for index in sorted(unused)))


def _translated(data: tuple[Line, ...], one: int, other: int) -> Role | None:
    """Return the language of a second column of names when it is the translation of the first."""
    first, second = (any(map(chinese, _column(data, index))) for index in (one, other))
    return None if first == second else "zh" if second else "en"


def _naming(first: Line, data: tuple[Line, ...], at: dict[Role, int], unused: list[int], name: str) -> list[int]:
    """Settle which column names the segments, and return the columns that are still of no use."""
    for what in ("en", "zh"):
        if "name" not in at and what in at:
            at["name"] = at.pop(what)
    if "name" not in at:
        texts = [index for index in unused if any(_text(cell) for cell in _column(data, index))]
        if not texts:
            raise SchemeError("import_no_names", Where(file=name, row=first.row), headers=_shown(first.cells))
        at["name"] = texts[0]
    return [index for index in unused if index != at["name"]]


def _guessed(lines: tuple[Line, ...], first: Line, name: str) -> Columns:
    """Tell columns by their content: the first that holds words names, a column of codes, or two or three of scores."""
    width = max(len(line.cells) for line in lines)
    indexes = range(width)
    coded = [n for n in indexes if _most(lines, n, lambda cell: all(is_code(part) for part in tokens(cell)))]
    scored = [n for n in indexes if n not in coded and _most(lines, n, _scores)]
    named = [
        n for n in indexes if n not in coded and n not in scored and any(_text(cell) for cell in _column(lines, n))
    ]
    if not named:
        raise SchemeError("import_no_names", Where(file=name, row=first.row), headers=_shown(first.cells))
    unused = tuple(str(n + 1) for n in named[1:])
    at: dict[Role, int] = {"name": named[0]}
    if coded and len(scored) < 2:
        # Further columns of codes belong to the first: a list that was pasted without quotation marks.
        at["codes"] = coded[0]
        return Columns(at, {}, lines, unused, guessed=True)
    if scored and len(scored) < width - 1 <= len(AXES) and named[0] == 0:
        # A cell that cannot be read must not hide what its column is.
        scored, unused = list(indexes)[1:], ()
    if len(scored) not in {2, 3}:
        raise SchemeError("import_no_scores", Where(file=name, row=first.row), headers=_shown(first.cells))
    at |= dict(zip(AXES, scored, strict=False))
    return Columns(at, {}, lines, unused, guessed=True)


def _most(lines: tuple[Line, ...], index: int, kind: Callable[[str], bool]) -> bool:
    """Tell whether most cells of a column that hold anything are of a kind: one bad cell is told, not believed."""
    cells = [cell for cell in _column(lines, index) if cell and not is_rest(cell)]
    good = sum(kind(cell) for cell in cells)
    return good * 2 > len(cells)


def _column(lines: Iterable[Line], index: int) -> list[str]:
    return [line.cells[index] for line in lines if index < len(line.cells)]


def _scores(cell: str) -> bool:
    return is_test(cell) and not is_code(cell)


def _text(cell: str) -> bool:
    return any(sign.isalpha() for sign in cell) and not is_test(cell) and not is_code(cell)


def _shown(cells: tuple[str, ...]) -> str:
    return " | ".join(clean(cell)[:20] for cell in cells[:8])


def _width(columns: Columns) -> tuple[int, bool]:
    """Return the digits of the longest plain code, and whether shorter ones have lost zeros to a spreadsheet."""
    if "codes" not in columns.at:
        return 0, False
    cells = [cell for line in columns.data for cell in _codes(line, columns)]
    plain_codes = [part for cell in cells for part in tokens(cell) if part.isdigit()]
    width = max((len(part) for part in plain_codes), default=0)
    short = [part for part in plain_codes if len(part) < width]
    return width, width in {2, 3} and bool(short) and any("0" in part for part in plain_codes)


def _codes(line: Line, columns: Columns) -> tuple[str, ...]:
    """Return the cells that hold a row's codes: where the last column holds them, also those beyond it."""
    index = columns.at["codes"]
    last = index >= max(columns.at.values()) and index + 1 >= len(columns.headers)
    return line.cells[index:] if last else line.cells[index : index + 1]


def _row(line: Line, columns: Columns, width: int, pad: bool) -> Row:
    cells, at = line.cells, columns.at

    def cell(what: Role) -> str:
        return cells[at[what]] if at[what] < len(cells) else ""

    title = clean(cell("name"))
    if not title:
        raise SchemeError("import_name_missing", Where(row=line.row, column=columns.label("name")))
    if columns.headers and len(cells) > max(columns.headers) + 1 and "codes" not in at:
        raise SchemeError("import_row_long", Where(row=line.row), count=len(cells), headers=max(columns.headers) + 1)
    other = next((clean(cell(what)) or None for what in ("en", "zh") if what in at), None)
    if "codes" in at:
        return _coded(line, columns, title, other, width, pad)
    present = [what for what in AXES if what in at]
    texts = [cell(what) for what in present]
    if any(is_rest(text) for text in texts) and all(not text or is_rest(text) for text in texts):
        return Row(title, other, line.row, (), rest=True)
    tests = []
    for what, text in zip(present, texts, strict=True):
        tests.append(_read(text, line.row, columns.label(what)))
    labels = tuple(columns.label(what) for what in present)
    return Row(title, other, line.row, (Claim(tuple(tests), line.row, labels, code=False),))


def _read(text: str, row: int, column: str | None) -> Test:
    try:
        return test_of(text)
    except Unread as unread:
        raise SchemeError(unread.key, Where(row=row, column=column), read=unread.read) from None


def _coded(line: Line, columns: Columns, title: str, other: str | None, width: int, pad: bool) -> Row:
    label = columns.label("codes") if columns.headers else None
    text = " ".join(part for part in _codes(line, columns) if part)
    try:
        boxes = boxes_of(text, width, pad)
    except Unread as unread:
        raise SchemeError(unread.key, Where(row=line.row, column=label), read=unread.read) from None
    if boxes is None:
        return Row(title, other, line.row, (), rest=True)
    claims = (Claim(box, line.row, (label,) * len(box), _single(box)) for box in boxes)
    return Row(title, other, line.row, tuple(claims))


def _single(box: Box) -> bool:
    """Tell whether a box is one code."""
    return all(
        test is not None and len(test) == 1 and (isinstance(test[0], str) or test[0][0] == test[0][1]) for test in box
    )


def _axes(rows: list[Row], columns: Columns) -> str:
    if "codes" not in columns.at:
        return "".join(what for what in AXES if what in columns.at).upper()
    widths = [len(claim.box) for row in rows for claim in row.claims]
    # What most codes have; the others are told.
    return "RFM" if widths.count(3) >= widths.count(2) else "RF"


def _widths(rows: list[Row], axes: str, name: str) -> list[SchemeError]:
    return [
        SchemeError(
            "import_code_width",
            Where(file=name, row=claim.row, column=claim.columns[0]),
            count=len(claim.box),
            most=len(axes),
            axes=" ".join(axes),
        )
        for row in rows
        for claim in row.claims
        if len(claim.box) != len(axes)
    ]


def _rests(rows: list[Row], name: str) -> list[SchemeError]:
    """Return what is wrong with rows for the rest: there is one rest, and its name claims nothing beside it."""
    rests = [row for row in rows if row.rest]
    first = rests[0].name.casefold() if rests else None
    twice = [row for row in rests[1:] if row.name.casefold() != first]
    both = [row for row in rows if not row.rest and row.name.casefold() == first]
    return [SchemeError("import_rest_twice", Where(file=name, row=row.row), name=row.name) for row in [*twice, *both]]
