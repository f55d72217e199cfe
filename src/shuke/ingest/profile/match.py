"""A source is read as the shape it has: by the names of its headers, wherever its columns stand now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from shuke.errors import DataError, Undecided, Where
from shuke.ingest.columns import DECISIVE, listed, spellings
from shuke.ingest.profile.document import Profile, Shape, parse_profile
from shuke.ingest.raw import Raw, Reading

# Of the headers that a shape needs, this share must be there.
ENOUGH = 0.5
Open = Callable[[Reading], list[Raw]]


def opened(open_with: Open, reading: Reading, where: Where) -> list[Raw]:
    """Return the tables of a source, each with the settings of the shape it has.

    A shape may say how a source is opened, by its encoding or its sheet; each way is tried, and the one whose
    headers are known is taken.

    Raises:
        DataError: no shape of the profile has the headers of a table.
        Undecided: a column that is needed has another name now.
    """
    if reading.profile is None:
        return open_with(reading)
    profile = parse_profile(reading.profile)
    expected = tuple(
        dict.fromkeys(part for shape in profile.shapes for parts in shape.needed.values() for part in parts)
    )
    best: tuple[float, list[Raw]] | None = None
    failed: DataError | None = None
    for shapes in _ways(profile):
        try:
            raws = open_with(replace(with_shape(reading, shapes[0], columns=False), expected=expected))
        except DataError as error:
            failed = failed or error
            continue
        fit = min(max(share(raw.headers, shape) for shape in shapes) for raw in raws) if raws else 0.0
        if best is None or fit > best[0]:
            best = fit, [_settled(raw, reading, shapes) for raw in raws] if fit >= ENOUGH else raws
        if fit == 1:
            break
    if best is None:
        raise failed or DataError("profile_fits_not", where, headers="")
    if best[0] < ENOUGH:
        raise DataError("profile_fits_not", where, headers=listed(best[1][0].headers if best[1] else ()))
    return best[1]


def for_table(raw: Raw, reading: Reading) -> Raw:
    """Return a table that needs no opening with the settings of the shape it has.

    Raises:
        DataError: no shape of the profile has its headers.
    """
    return opened(lambda _: [raw], reading, Where(file=raw.name))[0]


def share(headers: Sequence[str], shape: Shape) -> float:
    """Return how many of the headers that a shape needs are there, as a share."""
    needed = [part for parts in shape.needed.values() for part in parts]
    return sum(_there(headers, part) for part in needed) / len(needed)


def with_shape(reading: Reading, shape: Shape, *, columns: bool = True) -> Reading:
    """Return the settings with those of a shape; what the user says goes first."""
    sheet = shape.reading.get("sheet", ())
    own = {name: str(value) for name, value in shape.reading.items() if name != "sheet"}
    return replace(
        reading,
        mapping={**(shape.columns if columns else {}), **reading.mapping},
        encoding=reading.encoding or own.get("encoding"),
        sheets=reading.sheets or ((sheet,) if isinstance(sheet, str) else tuple(sheet)),
        timezone=reading.timezone or own.get("timezone"),
        date_format=reading.date_format or own.get("date_format"),
        decisions={**shape.decisions, **reading.decisions},
    )


def _ways(profile: Profile) -> list[list[Shape]]:
    """Return the shapes in groups that are opened alike."""
    groups: dict[tuple[object, ...], list[Shape]] = {}
    for shape in profile.shapes:
        opening = {name: shape.reading.get(name) for name in ("encoding", "sheet")}
        key = (*opening.values(), *sorted(shape.decisions.items()))
        groups.setdefault(key, []).append(shape)
    return list(groups.values())


def _there(headers: Sequence[str], wanted: str) -> bool:
    form = spellings(wanted)[0]
    return any(header.strip() == wanted.strip() or spellings(header)[0] == form for header in headers)


def _settled(raw: Raw, reading: Reading, shapes: Sequence[Shape]) -> Raw:
    """Return a table with the settings of the shape that fits it best.

    Raises:
        Undecided: a column that is needed has another name now.
        DataError: a column that is needed is gone.
    """
    shape = max(shapes, key=lambda one: share(raw.headers, one))
    new = [header for header in raw.headers if not _there(shape.headers, header)]
    _check_renamed(raw, reading, shape, new)
    ignored = [header for header in new if header not in reading.mapping.values()]
    told: list[tuple[str, Mapping[str, object]]] = [("profile_used", {"shape": shape.name or "-"})]
    if ignored:
        told.append(("profile_new_columns", {"headers": listed(ignored)}))
    kept = {name: header for name, header in shape.columns.items() if not _gone(raw, shape.parts(header))}
    gone = [header for name, header in shape.columns.items() if name not in {*kept, *reading.mapping}]
    if gone:
        told.append(("profile_gone_columns", {"headers": listed(gone)}))
    return replace(raw, reading=with_shape(reading, replace(shape, columns=kept)), notes=(*raw.notes, *told))


def _gone(raw: Raw, parts: Sequence[str]) -> list[str]:
    return [part for part in parts if not _there(raw.headers, part)]


def _check_renamed(raw: Raw, reading: Reading, shape: Shape, new: Sequence[str]) -> None:
    where = Where(file=raw.name, sheet=raw.sheet)
    for canonical, parts in shape.needed.items():
        gone = _gone(raw, parts)
        if not gone or canonical in reading.mapping or canonical not in DECISIVE:
            continue
        if not new:
            raise DataError("profile_column_gone", where, header=gone[0], name=canonical, headers=listed(raw.headers))
        choices = [
            header if len(parts) == 1 else "+".join(header if part in gone else part for part in parts)
            for header in new
        ]
        raise Undecided("profile_column_renamed", canonical, choices, where, "map", header=gone[0], name=canonical)
