"""What is sent, and what a service said to it.

Law: a message carries its id wherever the service has room for one, so that whoever gets it twice can tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["accepted", "again", "refused"]


@dataclass(frozen=True)
class Line:
    """One line of a message, and the number of the warning that it tells of."""

    text: str
    warning: int | None = None


@dataclass(frozen=True)
class Message:
    """A message to one salesperson (``owner``; None: to everybody of the channel)."""

    id: str
    title: str
    lines: tuple[Line, ...]
    owner: str | None = None
    link: str | None = None

    @property
    def text(self) -> str:
        """The message as plain lines, its id last."""
        parts = [self.title, *(f"- {one.text}" for one in self.lines), *([self.link] if self.link else [])]
        return "\n".join([*parts, f"[{self.id}]"])


@dataclass(frozen=True)
class Answer:
    """What became of a message: accepted, to be tried again (after ``wait`` seconds, if told), or refused for good.

    ``problem`` is the key of a sentence, ``figures`` what it is filled with: codes and numbers, never an address or
    what a service wrote.
    """

    verdict: Verdict
    problem: str | None = None
    wait: float | None = None
    figures: dict[str, object] = field(default_factory=dict)


ACCEPTED = Answer("accepted")
