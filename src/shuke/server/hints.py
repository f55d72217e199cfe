"""What errors and notes say of options and commands of the terminal, in the terms of whoever asks over HTTP.

An error that has a sentence of its own for them (``errors.KEY.here``) is told by it. In every other one an option is
named as the field of a request is, and a sentence that needs the terminal is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from shuke.errors import ShukeError
from shuke.locale import knows

# An option as it is written at a prompt, with whatever quotes stand around it.
OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*[a-z])(?![\w-])")
COMMAND = re.compile(r"(?<![\w/.])shuke [a-z-]+")
SENTENCE = re.compile(r"(?<=[.。！？!?])(?<!\b[ei]\.[ge]\.)\s*(?=[A-Z“\u4e00-\u9fff])")
# Options that no request has a field for: where files of the terminal lie, and what its process may use.
NO_FIELD = {
    "all-of",
    "anyway",
    "by",
    "earlier",
    "extends",
    "force",
    "format",
    "header",
    "ids",
    "insecure-http",
    "ledger",
}
NO_FIELD |= {"memory-limit", "out", "pad", "profile", "range", "raw", "repaired", "save-profile", "scores", "select"}
NO_FIELD |= {"threads", "tls-certificate", "tls-key", "wait", "with-key", "workspace", "write-table"}


def hint(error: ShukeError, lang: str) -> str | None:
    """Return what to do about an error for somebody without a prompt; None where there is nothing."""
    if knows(f"errors.{error.key}.here"):
        return error.told("here", lang)
    found = error.hint(lang)
    if found is None:
        return None
    kept = [fields(sentence) for sentence in SENTENCE.split(found) if not _of_terminal(sentence)]
    return ("" if lang == "zh" else " ").join(kept) or None


def fields(told: str) -> str:
    """Return a text in which options of the terminal are named as the fields of a request are."""
    return OPTION.sub(lambda found: found[1].replace("-", "_"), told)


def in_notes(notes: Iterable[dict[str, Any]]) -> None:
    """Name options of the terminal in notes as the fields of a request are."""
    for note in notes:
        note["text"] = fields(note["text"])


def _of_terminal(sentence: str) -> bool:
    return bool(COMMAND.search(sentence)) or any(one in NO_FIELD for one in OPTION.findall(sentence))
