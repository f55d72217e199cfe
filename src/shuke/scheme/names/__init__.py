"""The names that people give to cells, as data, and the way from one vendor's names to another's."""

from shuke.scheme.names.cube import CUBES, Cube, Ground, common
from shuke.scheme.names.sets import Name, NameSet, name_set, name_set_ids
from shuke.scheme.names.translate import Conflict, Row, Share, Translation, conflicts, translate

__all__ = [
    "CUBES",
    "Conflict",
    "Cube",
    "Ground",
    "Name",
    "NameSet",
    "Row",
    "Share",
    "Translation",
    "common",
    "conflicts",
    "name_set",
    "name_set_ids",
    "translate",
]
