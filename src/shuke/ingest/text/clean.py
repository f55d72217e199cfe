"""Characters that nobody typed are taken out, and counted: NUL bytes, control characters, the mark of a DOS end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from shuke.ingest.files import BLOCK, SourceFile
from shuke.ingest.text.decoding import Decoded
from shuke.ingest.text.survey import CONTROLS, END_OF_TEXT, Survey


def cleaned(file: SourceFile, text: Decoded, folder: Path, keep: str) -> tuple[Decoded, Mapping[str, int]]:
    """Return a text without control characters (except ``keep``, its delimiter), and how many of each were removed.

    The mark that DOS sets at the end of a text is dropped without a word.
    """
    found = {control: count for control, count in text.survey.controls.items() if control not in keep.encode()}
    if not found:
        return text, {}
    target = folder / f"{file.sha256[:16]}.clean.txt"
    out_of_it = bytes(control for control in CONTROLS if control not in keep.encode())
    survey = Survey()
    ended_by_dos = text.survey.last == bytes([END_OF_TEXT])
    with text.path.open("rb") as source, target.open("wb") as out:
        while block := source.read(BLOCK):
            plain = block.translate(None, out_of_it)
            survey.feed(plain)
            out.write(plain)
    nul = found.pop(0, 0)
    others = sum(found.values()) - ended_by_dos
    removed = {"nul": nul, "control": others} if nul or others else {}
    survey.traces = text.survey.traces
    return replace(text, path=target, survey=survey), removed
