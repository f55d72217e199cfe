"""Lists of words: surnames, cities, industries, and the words that belong in cells of amounts and dates."""

from __future__ import annotations

from importlib.resources import files


def lines(name: str) -> list[str]:
    """Return the lines of a list."""
    return files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()


def words(name: str) -> list[str]:
    """Return the words of a list."""
    return " ".join(lines(name)).split()
