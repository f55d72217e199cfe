"""Files changed at random, the same for the same seed: bytes, and the parts inside archives that stay sound."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

Change = Callable[[random.Random, bytearray], bytearray]


def flip(chance: random.Random, data: bytearray) -> bytearray:
    """Flip some bits."""
    for _ in range(chance.randint(1, 24)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def cut(chance: random.Random, data: bytearray) -> bytearray:
    """Leave out the end."""
    return data[: chance.randrange(1, len(data))]


def blank(chance: random.Random, data: bytearray) -> bytearray:
    """Overwrite a run with one byte."""
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randint(1, 300))
    data[start:end] = bytes([chance.choice((0, 0x20, 0x22, 0x3C, 0xFF))]) * (end - start)
    return data


def insert(chance: random.Random, data: bytearray) -> bytearray:
    """Put in some random bytes."""
    start = chance.randrange(len(data))
    data[start:start] = chance.randbytes(chance.randint(1, 60))
    return data


def repeat(chance: random.Random, data: bytearray) -> bytearray:
    """Write a run many times over."""
    start = chance.randrange(len(data))
    run = data[start : start + chance.randint(1, 200)]
    data[start:start] = run * chance.randint(1, 50)
    return data


def ends(chance: random.Random, data: bytearray) -> bytearray:
    """Change bytes near the end, where directories and footers are."""
    for _ in range(chance.randint(1, 6)):
        data[-1 - chance.randrange(min(len(data), 400))] = chance.randrange(256)
    return data


SHALLOW: tuple[Change, ...] = (flip, cut, blank, insert, repeat, ends)


def shallow(seed: int, content: bytes) -> bytes:
    """Return a file with some of its bytes changed."""
    chance = random.Random(seed)
    return bytes(chance.choice(SHALLOW)(chance, bytearray(content)))


def number(chance: random.Random, text: str) -> str:
    """Put an impossible number in the place of one."""
    found = list(re.finditer(r"[0-9]+", text))
    if not found:
        return text
    one = chance.choice(found)
    wrong = chance.choice(("-1", "0", "99999999999999999999", "1e308", "1048577", "NaN", "4294967295", ""))
    return text[: one.start()] + wrong + text[one.end() :]


def tag(chance: random.Random, text: str) -> str:
    """Leave out, double, or rename a tag."""
    found = list(re.finditer(r"<[^>]{1,200}>", text))
    if not found:
        return text
    one = chance.choice(found)
    wrong = chance.choice(("", one[0] * 2, one[0].upper(), "<x>", "<!--", "<![CDATA[", "&lol;"))
    return text[: one.start()] + wrong + text[one.end() :]


def address(chance: random.Random, text: str) -> str:
    """Move a cell somewhere else."""
    found = list(re.finditer(r'r="([A-Z]+[0-9]+)"', text))
    if not found:
        return text
    one = chance.choice(found)
    wrong = chance.choice(("A0", "XFD1048576", "ZZZZ1", "A1", "1A", "", "A99999999999"))
    return text[: one.start(1)] + wrong + text[one.end(1) :]


def deep(seed: int, content: bytes) -> bytes:
    """Return an archive with one of its parts changed, the archive itself sound."""
    chance = random.Random(seed)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        wrong = chance.choice(names)
        for name in names:
            data = source.read(name)
            if name == wrong and chance.random() < 0.1:
                continue
            if name == wrong and chance.random() < 0.3:
                data = bytes(chance.choice(SHALLOW)(chance, bytearray(data or b"x")))
            elif name == wrong:
                text = data.decode("utf-8", "replace")
                for _ in range(chance.randint(1, 4)):
                    text = chance.choice((number, tag, address))(chance, text)
                data = text.encode()
            target.writestr(name, data)
    return held.getvalue()
