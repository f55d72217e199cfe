"""Name sets are data: each file names the segments of one cube beside the cells that they mean.

A name's cells stand in the file as digits (``cells``), or as a range of scores per figure (``R``, ``F``, ``M``).
Where several names claim a cell, the first in the file's order has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field

from shuke.errors import UsageError
from shuke.scheme.document import read_document
from shuke.scheme.model import Identifier, Part, SchemeId, Words
from shuke.scheme.names.cube import CUBES, Cube

DATA = files("shuke.scheme.names") / "data"
Mark = Literal["read", "inferred", "secondary"]
Scores = Annotated[str, Field(pattern=r"^\d(-\d)?$")]


class Name(Part):
    """One segment's name, and the cells that it claims; none where no source could be read."""

    name: Identifier
    en: str
    zh: str
    cells: str = ""
    r: Scores | None = Field(None, alias="R")
    f: Scores | None = Field(None, alias="F")
    m: Scores | None = Field(None, alias="M")
    mark: Mark | None = None

    def claims(self, cube: Cube) -> tuple[str, ...]:
        """Return the cells that the name claims, in the order of its list or of the cube."""
        if self.cells:
            return tuple(self.cells.split())
        spans = {axis: span for axis, span in zip("RFM", (self.r, self.f, self.m), strict=True) if span is not None}
        if not spans:
            return ()
        return tuple(cell for cell in cube.cells if all(_in(cell[cube.axes.index(a)], s) for a, s in spans.items()))


class NameSet(Part):
    """The names that one vendor, package or text gives to the cells of a cube.

    ``written`` is the language of the source; the titles in the other language are translations of ours. ``mark``
    tells how the cells are known: read in the source, inferred from the words, or from a secondary source.
    """

    id: SchemeId = Field(alias="names")
    title: Words
    source: str
    cube: Literal["octants", "thirds", "quartiles", "scores0to3", "codes5", "cells5"]
    written: Literal["en", "zh"]
    mark: Mark = "read"
    note: Words | None = None
    segments: tuple[Name, ...]

    @property
    def shape(self) -> Cube:
        """The cube that the set is defined on."""
        return CUBES[self.cube]

    @cached_property
    def named(self) -> Mapping[str, str]:
        """The name of each cell that has one: the first that claims it."""
        found: dict[str, str] = {}
        for one in self.segments:
            for cell in one.claims(self.shape):
                found.setdefault(cell, one.name)
        return found

    @cached_property
    def cells(self) -> Mapping[str, tuple[str, ...]]:
        """The cells that each name has, after the names before it have taken theirs."""
        named = self.named
        return {
            one.name: tuple(cell for cell in one.claims(self.shape) if named[cell] == one.name) for one in self.segments
        }

    @property
    def unnamed(self) -> tuple[str, ...]:
        """The cells that no name claims."""
        named = self.named
        return tuple(cell for cell in self.shape.cells if cell not in named)

    @property
    def overlapping(self) -> tuple[str, ...]:
        """The cells that more than one name claims."""
        claims = [set(one.claims(self.shape)) for one in self.segments]
        return tuple(cell for cell in self.shape.cells if sum(cell in claim for claim in claims) > 1)

    def title_of(self, name: str, lang: str) -> str:
        """Return a name's title in a language."""
        one = next(one for one in self.segments if one.name == name)
        return one.zh if lang == "zh" else one.en

    def mark_of(self, name: str) -> str:
        """Return how the cells of a name are known."""
        return next(one.mark for one in self.segments if one.name == name) or self.mark


def name_set_ids() -> tuple[str, ...]:
    """Return the ids of the name sets, sorted."""
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in DATA.iterdir() if entry.name.endswith(".yaml")))


@cache
def name_set(name: str) -> NameSet:
    """Return a name set.

    Raises:
        UsageError: there is none of that id.
    """
    if name not in name_set_ids():
        raise UsageError("names_unknown", name_set=name, known=", ".join(name_set_ids()))
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    return NameSet.model_validate(read_document(text, f"{name}.yaml").values)


def _in(score: str, span: str) -> bool:
    low, _, high = span.partition("-")
    return low <= score <= (high or low)
