"""An id as it is shown where it must not be read: enough to recognise a customer whom one knows."""

from __future__ import annotations

from shuke.privacy.detection import kind_of_value
from shuke.privacy.masks import MASKS, mask, mask_handle
from shuke.shapes import shape_of


def mask_id(value: str) -> str:
    """Return an id masked: by its kind where it is personal by itself, else its first two characters and its last."""
    kind = shape_of(value) or kind_of_value(value)
    return mask(kind, value) if kind is not None and kind in MASKS else mask_handle(value)
