"""What an inspection found and a person decided, as the shapes of a mapping profile."""

from __future__ import annotations

from collections.abc import Sequence

from shuke.ingest.columns import simplify
from shuke.ingest.policies.registry import agreed
from shuke.ingest.profile.document import Profile, Shape, parse_profile
from shuke.ingest.raw import Reading
from shuke.inspection.look import Inspected, Table


def profile_of(found: Sequence[Inspected], reading: Reading) -> Profile:
    """Return the profile of what was read: the shapes of the one it was read with, and those that are new."""
    shapes = list(parse_profile(reading.profile).shapes) if reading.profile else []
    for one in found:
        for table in one.tables:
            shape = _shape(one, table)
            shapes = [other for other in shapes if _key(other) != _key(shape)]
            shapes.append(shape)
    return Profile(tuple(shapes), agreed(reading).policies)


def _key(shape: Shape) -> tuple[str, ...]:
    return tuple(sorted(map(simplify, shape.headers)))


def _shape(found: Inspected, table: Table) -> Shape:
    loaded, reading = table.loaded, table.reading
    meaning = loaded.meaning if loaded else None
    known = loaded.raw.known if loaded else {}
    columns = {name: meaning.header(name) for name in meaning.columns if name not in known} if meaning else {}
    said: dict[str, str | tuple[str, ...] | None] = {
        "encoding": reading.encoding,
        "sheet": reading.sheets,
        "timezone": reading.timezone,
        "date_format": reading.date_format,
    }
    own = {name: value for name, value in said.items() if value}
    kept = (
        reading.decisions
        if table.raw.reading
        else {name: value for name, value in reading.decisions.items() if name in found.heard}
    )
    return Shape(_name(found, table), table.raw.headers, columns, own, dict(kept))


def _name(found: Inspected, table: Table) -> str:
    return f"{found.name} · {table.raw.sheet}" if table.raw.sheet else found.name
