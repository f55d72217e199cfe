"""Whatever a document says, the linter answers; what it answers is in order and told once."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import times
from scheme.lint_documents import SOUND
from scheme.maps import MAPS
from shuke.errors import SchemeError
from shuke.scheme.lint import composite_range, lint, needs, score_values
from shuke.scheme.parse import parse

pytestmark = pytest.mark.row("X2")

TEXTS = [*SOUND.values(), MAPS["r-package"], MAPS["quartiles"]]
WORDS = sorted({word for text in TEXTS for word in re.findall(r"[a-z_0-9./\-]+", text)})
ODD = ["0", "-1", "1e5", "999999999999", "0.000001", "-0.5", "missing", "given", "high", "1-5", "score", "cell", "code"]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A sound document in which a few words are others, or a line is gone or stands twice."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            found = list(re.finditer(r"(?<=[ \[\"])[a-z_0-9./\-]+", text))
            place = draw(st.sampled_from(found))
            text = text[: place.start()] + draw(st.sampled_from(WORDS + ODD)) + text[place.end() :]
        else:
            lines = text.splitlines(keepends=True)
            number = draw(st.integers(2, len(lines) - 1))
            lines[number : number + 1] = [] if draw(st.booleans()) else [lines[number]] * 2
            text = "".join(lines)
    return text


@settings(
    max_examples=times(150, 50),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(damaged())
def test_a_damaged_document_is_answered_in_order_each_thing_once(text: str) -> None:
    try:
        scheme, document = parse(text, "odd.yaml")
    except SchemeError:
        return
    found = lint(scheme, document)
    places = [(one.where.line or 0, one.where.position or 0, one.code) for one in found]
    assert places == sorted(places)
    told = [one.render(lang) for one in found for lang in ("en", "zh")]
    assert len(told) == len(set(told))
    assert [one.document()["code"] for one in found] == [one.code for one in found]
    if not any(one.severity == "error" for one in found):
        least, greatest = composite_range(scheme)
        assert least <= greatest
        assert all(score_values(scheme, name) for name in scheme.scores)
        assert needs(scheme).metrics == tuple(dict.fromkeys(needs(scheme).metrics))
