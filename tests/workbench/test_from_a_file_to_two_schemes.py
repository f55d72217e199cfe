"""From a file to two schemes side by side, by clicks and keys alone, as somebody new would go."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.workbench import Workbench, workbench
from shuke.locale import filled

from .conftest import Seen

LATE = 60_000


def export(path: Path) -> Path:
    """Sales of a year in GB18030: two columns that could be the amount, rows with faults, and copies of one."""
    chance = random.Random(7)
    rows = ["订单号,客户编号,下单时间,应收金额,实收金额,手机"]
    for number in range(300):
        day = f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        paid = chance.randrange(900, 80_000) / 100
        rows.append(f"D{number:05},K{chance.randrange(70):03},{day},{paid + 10},{paid},1380013{number:04}")
    rows += ["D90001,,2024-03-01,5,5,", "D90002,K001,2024-02-30,7,7,", "D90003,K002,2024-02-20,abc,abc,"]
    rows += [rows[7], rows[7]]
    path.write_bytes("\n".join(rows).encode("gb18030"))
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Workbench]:
    with workbench(tmp_path_factory.mktemp("new") / "shop") as made:
        made.client("admin")
        made.start_worker()
        yield made


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.row("T8")
def test_a_file_is_loaded_rated_and_the_scheme_changed_and_compared(
    empty: Workbench, browser: Any, shots: Path, tmp_path: Path
) -> None:
    seen = Seen(browser, empty, empty.client("admin"), "zh", 1280)
    page, words, told = seen.page, seen.words("workbench_import"), seen.words("workbench_schemes")

    page.goto(empty.url)
    page.get_by_role("link", name=seen.words("workbench")["menu"]["import"]).first.click()
    page.set_input_files("input[type=file]", str(export(tmp_path / "一月销售.csv")))
    page.locator(".seen").wait_for(timeout=LATE)
    assert page.get_by_role("button", name=words["load"]["button"], exact=True).is_disabled()
    seen.assert_sound(shots, "import-asked")
    page.get_by_role("radio", name="实收金额").check()
    page.get_by_role("checkbox", name=words["load"]["merge"]).check()
    page.get_by_text(filled(words["seen"]["merged"], {"rows": 2})).wait_for(timeout=LATE)
    load = page.locator(".intake-actions .ant-btn-primary:enabled")
    load.wait_for(timeout=LATE)
    load.click()
    page.get_by_role("link", name=words["done"]["rate"]).wait_for(timeout=LATE)
    page.locator(".account-parts").first.wait_for()
    assert page.locator(".account-parts dd").all_inner_texts()[:3] == ["300", "2", "3"]
    page.locator(".rejects").get_by_text("2024-02-30").first.wait_for()
    assert "1380013" not in page.content()
    seen.assert_sound(shots, "import-loaded")

    page.get_by_role("link", name=words["done"]["rate"]).click()
    page.locator(".scheme-card").first.click()
    page.locator(".page-actions .ant-btn-primary").click()
    page.get_by_role("button", name=told["rate"]["begin"]).click()
    page.get_by_role("link", name=told["rate"]["open"]).wait_for(timeout=LATE)
    page.keyboard.press("Escape")
    page.get_by_text(told["preview"]["nobody"]).wait_for(timeout=LATE)

    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(25):
        page.keyboard.press("ArrowRight")
    page.get_by_text("位客户会换级").wait_for(timeout=LATE)
    assert "r_score: 0.55, f_score: 0.19, m_score: 0.26" in page.locator(".cm-content").inner_text()
    seen.assert_sound(shots, "scheme-slid")

    page.get_by_role("button", name=told["save"]["button"]).click()
    page.get_by_label(told["save"]["id"], exact=True).fill("our-rating")
    page.locator(".ant-modal .ant-btn-primary").click()
    page.wait_for_url("**/schemes/our-rating*")
    page.get_by_role("link", name=told["compare"]["button"]).click()
    page.locator("table.heat").wait_for(timeout=LATE)
    seen.assert_sound(shots, "schemes-compared")
    seen.context.close()


@pytest.mark.browser
@pytest.mark.slow
def test_a_wrong_text_is_marked_and_a_finding_leads_to_its_line(empty: Workbench, browser: Any, shots: Path) -> None:
    seen = Seen(browser, empty, empty.client("viewer"), "en", 375)
    page = seen.page
    for name, path in (("schemes", "/schemes"), ("schemes-compare", "/schemes/compare?b=octants-mean")):
        seen.open(path)
        seen.assert_sound(shots, name)
    seen.open("/schemes/rfm-quintile-weighted")
    seen.assert_sound(shots, "scheme")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nwrong: 1")
    finding = page.locator(".finding").first
    finding.wait_for(timeout=LATE)
    assert "line 5" in finding.inner_text()
    page.keyboard.press("Control+Home")
    finding.click()
    assert "wrong: 1" in page.locator(".cm-activeLine").inner_text()
    assert page.get_by_role("button", name=seen.words("workbench_schemes")["rate"]["button"], exact=True).count() == 0
    assert seen.complaints == []
    seen.context.close()
