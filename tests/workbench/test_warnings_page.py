"""The page of warnings: the newest run is checked by a click, and what the rules found is there to look after."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Milliseconds for work that a process of its own does.
LONG = 120_000


@pytest.mark.row("C7", "D6", "D20", "B5")
def test_a_run_is_checked_for_warnings_by_a_click(seen: Seen, shots: Path) -> None:
    words = seen.words("workbench_warnings")
    seen.open("/warnings")
    seen.button(words["check"]).click()
    seen.page.get_by_role("heading", name=words["list"]["title"], exact=True).wait_for(timeout=LONG)
    seen.settle()
    seen.assert_sound(shots, "warnings")
