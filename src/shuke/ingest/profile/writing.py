"""A profile written down: short, in words, to be read and corrected by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from shuke.errors import UsageError, Where
from shuke.ingest.profile.document import VERSION, Profile, Shape, parse_profile
from shuke.locale import text

BARE = re.compile(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff /()（）.+%-]*")
WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def written(profile: Profile, lang: str) -> str:
    """Return the document of a profile; read again it is the same profile."""
    lines = [f"# {line}" for line in text("terminal.profile_comment", lang).splitlines()]
    lines += [f"profile: {VERSION}", "shapes:"]
    for shape in profile.shapes:
        lines += _lines(shape)
    if profile.policies:
        lines += ["policies:", *(f"  {name}: {_scalar(value)}" for name, value in profile.policies.items())]
    return "\n".join(lines) + "\n"


def save_profile(profile: Profile, path: Path, lang: str) -> None:
    """Write a profile to a file that is not there yet.

    Raises:
        UsageError: the file exists, or cannot be written.
    """
    content = written(profile, lang)
    parse_profile(content, path.name)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(content)
    except FileExistsError:
        raise UsageError("profile_exists", Where(file=str(path))) from None
    except OSError as error:
        raise UsageError("folder_not_writable", Where(file=str(path)), problem=error.strerror or "") from None


def _lines(shape: Shape) -> list[str]:
    lines = [f"  - name: {_scalar(shape.name)}", "    headers:"]
    lines += [f"      - {_scalar(header)}" for header in shape.headers]
    lines += ["    columns:", *(f"      {name}: {_scalar(header)}" for name, header in shape.columns.items())]
    if shape.reading:
        lines.append("    reading:")
        lines += [f"      {name}: {_value(value)}" for name, value in shape.reading.items()]
    if shape.decisions:
        lines += ["    decisions:", *(f"      {name}: {_scalar(value)}" for name, value in shape.decisions.items())]
    return lines


def _value(value: str | Sequence[str]) -> str:
    return _scalar(value) if isinstance(value, str) else f"[{', '.join(map(_scalar, value))}]"


def _scalar(value: str) -> str:
    """Return a text bare where it is read as the same text, else in quotes."""
    bare = BARE.fullmatch(value) and not value.endswith(" ") and value.casefold() not in WORDS
    return value if bare else json.dumps(value, ensure_ascii=False)
