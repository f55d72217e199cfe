"""A file appears whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuke.sample.files import write_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def rows_that_stop() -> Iterator[tuple[str, ...]]:
    yield ("1", "2")
    raise RuntimeError("stopped in the middle")


def test_a_write_that_fails_leaves_the_old_file_and_no_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("as before")
    with pytest.raises(RuntimeError, match="in the middle"):
        write_table(path, ("a", "b"), rows_that_stop())
    assert path.read_text() == "as before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_is_utf8_with_byte_order_mark_and_crlf(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_table(path, ("城市", "a"), [("杭州", 'b,"c"')])
    assert path.read_bytes() == '\ufeff城市,a\r\n杭州,"b,""c"""\r\n'.encode()
