"""Every page as people see it: in both languages, on a desk and on a phone, without a barrier or a complaint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.workbench import PASSWORD, workbench
from shuke.server.routes.setup import secret_for_setup

from .conftest import DIAGONAL, LADDER, LETTERS, OCTANTS, Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "overview": f"/?run={LETTERS}",
    "ladder": f"/?run={LADDER}",
    "octants": f"/?run={OCTANTS}",
    "customers": f"/customers?run={LETTERS}&where=tier:in:A,B&sort=-monetary",
    "nobody": f"/customers?run={LETTERS}&search=nobody-is-called-so",
    "customer": f"/customers/C002?run={LETTERS}",
    "markup": f"/customers/~PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg?run={LETTERS}",
    "runs": "/runs",
    "compare": f"/runs/compare?old=2&new={LETTERS}",
    "teams": f"/teams?run={LETTERS}",
    "resources": f"/resources?run={LETTERS}",
    "products": f"/products?run={LETTERS}",
    "target": f"/target?run={OCTANTS}&high=important_value",
    "movement": f"/movement?from=2&to={LETTERS}",
    "course": f"/movement?view=course&to={LETTERS}",
    "concentration": f"/concentration?run={LETTERS}",
    **{f"settings-{tab}": f"/settings/{tab}" for tab in ("account", "users", "general", "privacy", "backups", "audit")},
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(name: str, seen: Seen, shots: Path) -> None:
    seen.open(PAGES[name])
    seen.assert_sound(shots, name)


def test_markup_in_an_id_is_shown_as_it_is_and_does_nothing(seen: Seen) -> None:
    seen.open(f"/customers?run={LETTERS}&search=alert")
    for one in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>'):
        assert seen.page.get_by_text(one, exact=True).first.is_visible()
    assert seen.complaints == []


@pytest.mark.parametrize("name", ["overview", "customers", "customer", "settings-users"])
def test_a_page_is_sound_in_the_dark(name: str, seen: Seen, shots: Path) -> None:
    if (seen.lang, seen.width) != DIAGONAL[0]:
        pytest.skip("colours depend neither on the width nor on the language")
    seen.page.emulate_media(color_scheme="dark")
    seen.open(PAGES[name])
    assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"
    seen.assert_sound(shots, f"{name}-dark")
    seen.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize(("lang", "width"), DIAGONAL)
def test_nobody_signed_in_meets_the_wizard_and_then_the_way_in(
    lang: str, width: int, browser: Any, tmp_path: Path, shots: Path
) -> None:
    with workbench(tmp_path / "shop") as bench:
        seen = Seen(browser, bench, None, lang, width)
        words = seen.words("workbench")
        seen.page.goto(bench.url + "/customers")
        seen.page.get_by_role("heading", name=words["setup"]["title"]).wait_for()
        seen.assert_sound(shots, "setup")
        fill(seen, words, secret_for_setup(bench.context) or "")
        seen.page.get_by_role("heading", name=seen.words("workbench_overview")["no_data"]).wait_for()
        seen.assert_sound(shots, "first-look")
        leave_and_return(seen, words, shots)
        seen.context.close()


def fill(seen: Seen, words: dict[str, Any], secret: str) -> None:
    """Do what the wizard asks for, on the first page that somebody sees."""
    asked = words["setup"]
    page = seen.page
    page.get_by_label(asked["secret"], exact=True).fill(secret)
    page.get_by_label(asked["password"], exact=True).fill(PASSWORD)
    page.get_by_label(asked["again"], exact=True).fill(PASSWORD)
    seen.button(asked["begin"]).click()
    page.get_by_text(words["form"]["required"], exact=True).wait_for()
    page.get_by_label(asked["currency"], exact=True).fill("CNY")
    page.keyboard.press("Enter")
    seen.button(asked["begin"]).click()
    page.locator(".tool-user").wait_for()
    page.goto(seen.bench.url + "/")


def leave_and_return(seen: Seen, words: dict[str, Any], shots: Path) -> None:
    """Sign out, be refused with a wrong password, and come in with the right one."""
    page = seen.page
    page.locator(".tool-user").click()
    page.get_by_text(words["shell"]["sign_out"], exact=True).click()
    page.get_by_role("heading", name=words["login"]["title"]).wait_for()
    seen.complaints.clear()
    seen.assert_sound(shots, "login")
    page.get_by_label(words["login"]["name"], exact=True).fill("admin")
    for password in ("not the right one", PASSWORD):
        page.get_by_label(words["login"]["password"], exact=True).fill(password)
        seen.button(words["login"]["enter"]).click()
        if password != PASSWORD:
            page.locator(".problem").wait_for()
            assert words["state"]["request"] in page.locator(".problem").inner_text()
            seen.complaints.clear()
    page.locator(".tool-user").wait_for()
