"""What one check found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["fine", "look", "wrong"]


@dataclass(frozen=True)
class Finding:
    """The outcome of one check: ``fine``; ``look``: it works, and could be better; ``wrong``: something will fail.

    ``key`` names its sentence in the catalogue ``doctor``, which the figures fill; an error among them
    is told in the reader's language.
    """

    check: str
    verdict: Verdict
    key: str
    figures: Mapping[str, Any] = field(default_factory=dict)
