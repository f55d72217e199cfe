"""What errors and notes say of options and commands of the terminal, in the terms of whoever asks over HTTP.

An error that has a sentence of its own for them (``errors.KEY.here``) is told by it. In every other one an option is
named as the field of a request is, and a sentence that needs the terminal is left out. A note that can be acted on by
what stands on a page says so (``server.here.KEY``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from shuke.errors import ShukeError
from shuke.locale import LANGUAGES, key_of, knows, text

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


def in_notes(notes: Iterable[dict[str, Any]], lang: str) -> None:
    """Say in notes what can be done about them here: what to tick, or the field of a request for an option."""
    for one in notes:
        one["text"] = in_note(one["key"], one["text"], lang)


def in_report(notes: Iterable[dict[str, str]]) -> None:
    """Say the same in the notes of a report, which know their code and every language."""
    for one in notes:
        for lang in LANGUAGES:
            one[lang] = in_note(key_of("notes", one.get("code")), one[lang], lang)


def in_note(key: str | None, told: str, lang: str) -> str:
    """Return a note in which every sentence that names an option says what can be done here."""
    own, kept = f"server.here.{key}", list[str]()
    for sentence in SENTENCE.split(told):
        options = OPTION.findall(sentence)
        kept.append(text(own, lang) if options and knows(own) else fields(sentence))
        if "policy" in options and not knows(own):
            kept.append(text("server.here.policy", lang))
    return ("" if lang == "zh" else " ").join(dict.fromkeys(kept))


def _of_terminal(sentence: str) -> bool:
    return bool(COMMAND.search(sentence)) or any(one in NO_FIELD for one in OPTION.findall(sentence))
