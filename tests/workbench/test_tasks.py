"""What people come for, done by clicks alone: from a figure to its customers, to one of them, to a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from server.shop import seller
from server.workbench import API, PASSWORD, Workbench

from .conftest import LADDER, LANGUAGES, LETTERS, OCTANTS, ON_THE_PHONE, Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module", params=ON_THE_PHONE, ids=str)
def desk(request: pytest.FixtureRequest, browser: Any, bench: Workbench) -> Iterator[Seen]:
    opened = Seen(browser, bench, bench.client("admin"), *request.param)
    yield opened
    assert opened.complaints == []
    assert opened.foreign == []
    opened.context.close()


def asked(seen: Seen, name: str) -> list[str]:
    """What the address of the page says under a name."""
    return parse_qs(urlparse(seen.page.url).query).get(name, [])


def total(seen: Seen, run: int, **query: str) -> int:
    """How many customers there are of a run, asked of the server itself."""
    answer = seen.bench.client("admin").get(f"{API}/runs/{run}/customers", params={"size": 1, **query})
    found: int = answer.json()["page"]["total"]
    return found


def says(seen: Seen, customers: int) -> None:
    """Wait until the head of the list of customers says so many."""
    head = seen.page.locator(".page-head .lead")
    head.filter(has_text=re.compile(rf"(?<![0-9,.]){customers:,}(?![0-9,.])")).wait_for()


@pytest.mark.row("D2")
def test_a_cell_of_the_ladder_opens_its_customers(desk: Seen) -> None:
    desk.open(f"/?run={LADDER}")
    desk.page.locator(".ladder-link").first.click()
    desk.page.wait_for_url("**/customers?**")
    assert asked(desk, "where") == ["cell:eq:1"]
    says(desk, total(desk, LADDER, where="cell:eq:1"))


@pytest.mark.row("D1")
def test_a_cube_opens_its_customers(desk: Seen) -> None:
    desk.open(f"/?run={OCTANTS}")
    desk.page.locator(".cube-one").first.press("Enter")
    desk.page.get_by_role("button", name=desk.words("report")["customers"]["open"]).click()
    desk.page.wait_for_url("**/customers?**")
    conditions = asked(desk, "where")
    assert len(conditions) == 3
    heads = desk.bench.client("admin").get(f"{API}/runs/{OCTANTS}/customers", params={"size": 1, "where": conditions})
    says(desk, heads.json()["page"]["total"])


def test_a_cell_of_the_grid_opens_its_customers_by_pointer_and_by_keyboard(desk: Seen) -> None:
    for open_cell in (by_pointer, by_keyboard):
        desk.open(f"/?run={LETTERS}")
        open_cell(desk)
        desk.page.wait_for_url("**/customers?**")
        assert [one.split(":")[0] for one in asked(desk, "where")] == ["r_score", "f_score"]


def by_pointer(seen: Seen) -> None:
    """Press the middle of the cell at the top right of the heat map."""
    chart = seen.page.locator("#grid .chart svg")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 50)


def by_keyboard(seen: Seen) -> None:
    """Open the table beside the heat map and choose its first cell."""
    seen.page.locator("#grid summary").press("Enter")
    seen.page.locator("#grid .opener").first.press("Enter")


@pytest.mark.row("B7")
def test_customers_are_narrowed_sorted_opened_and_come_back_after_a_reload(desk: Seen) -> None:
    words = desk.words("workbench_customers")
    desk.open(f"/customers?run={LETTERS}")
    desk.page.locator(".group-strip button").first.click()
    assert asked(desk, "where") == ["tier:in:A"]
    best = total(desk, LETTERS, where="tier:in:A")
    says(desk, best)
    desk.page.get_by_label(words["search"]).first.fill("C0")
    desk.page.wait_for_url("**search=C0**")
    both = total(desk, LETTERS, where="tier:in:A", search="C0")
    assert 0 < both < best
    phone = desk.width < 600
    if phone:
        desk.page.locator(".cards-sort").click()
        desk.page.locator(".ant-select-item-option").nth(2).click()
    else:
        desk.page.locator("th.ant-table-column-has-sorters").nth(4).click()
    desk.page.wait_for_url("**sort=**")
    desk.page.reload()
    says(desk, both)
    assert asked(desk, "search") == ["C0"]
    assert len(asked(desk, "sort")) == 1
    desk.page.locator(".customer-card a" if phone else "tbody a").first.click()
    desk.page.wait_for_url("**/customers/**")
    desk.page.locator("#scores .score").first.wait_for()
    desk.page.locator("#orders tbody tr").first.wait_for()


@pytest.mark.row("B7")
def test_a_filter_is_made_column_by_column_and_kept_as_a_view(desk: Seen) -> None:
    words = desk.words("workbench_customers")
    page = desk.page
    desk.open(f"/customers?run={LETTERS}")
    desk.button(words["filter"]["add"]).click()
    page.locator(".filter-new .ant-select").click()
    title = {"en": "Net amount", "zh": "净消费金额"}[desk.lang]
    page.locator(".ant-select-item-option").filter(has_text=title).first.click()
    page.get_by_label(words["filter"]["from"], exact=True).fill("100")
    desk.button(words["filter"]["apply"]).click()
    page.wait_for_url("**where=**")
    (condition,) = asked(desk, "where")
    says(desk, total(desk, LETTERS, where=condition))
    desk.button(words["views"]["title"]).click()
    page.get_by_label(words["views"]["name"]).fill(f"Hundred {desk.lang} {desk.width}")
    desk.button(words["views"]["save"]).click()
    page.get_by_role("link", name=f"Hundred {desk.lang} {desk.width}").wait_for()
    desk.open(f"/customers?run={LETTERS}")
    desk.button(words["views"]["title"]).click()
    page.get_by_role("link", name=f"Hundred {desk.lang} {desk.width}").click()
    page.wait_for_url("**where=**")
    assert asked(desk, "where") == [condition]


def test_a_file_of_customers_is_made_and_is_still_there_after_a_reload(desk: Seen, tmp_path: Path) -> None:
    words, jobs = desk.words("workbench_customers"), desk.words("workbench")["jobs"]
    page = desk.page
    desk.open(f"/customers?run={LETTERS}&where=tier:in:A")
    desk.button(words["export"]["title"]).click()
    page.get_by_role("radio", name="CSV").check()
    desk.button(words["export"]["begin"]).click()
    page.get_by_role("link", name=words["export"]["download"]).first.wait_for(timeout=60_000)
    page.reload()
    desk.settle()
    page.get_by_role("button", name=jobs["title"], exact=True).click()
    fetched(page, page.locator(".jobs").get_by_role("link", name=jobs["download"]).first).save_as(
        tmp_path / "customers.csv"
    )
    lines = (tmp_path / "customers.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + total(desk, LETTERS, where="tier:in:A")


def fetched(page: Any, link: Any) -> Any:
    """Return the file behind a link; a browser that is kept from working loses a click now and then."""
    try:
        with page.expect_download(timeout=15_000) as caught:
            link.click()
    except playwright_timeout():
        with page.expect_download(timeout=60_000) as caught:
            link.click()
    return caught.value


def playwright_timeout() -> type[Exception]:
    """The error of a browser that did not do something in time."""
    from playwright.sync_api import TimeoutError as Late

    return Late


def test_two_runs_are_ticked_and_compared(desk: Seen) -> None:
    words = desk.words("workbench_runs")
    desk.open("/runs")
    boxes = desk.page.locator(".run-list .ant-checkbox-input")
    boxes.nth(boxes.count() - 1).check()
    boxes.nth(boxes.count() - 2).check()
    desk.button(words["compare"]).click()
    desk.page.wait_for_url("**/runs/compare?old=2&new=3")
    desk.page.locator("#matrix .heat td").first.wait_for()
    told = desk.bench.client("admin").get(f"{API}/runs/3/comparison", params={"with": 2}).json()["data"]
    cards = desk.page.locator(".figure-cards").inner_text()
    for name, amount in told["directions"].items():
        assert f"{words['direction'][name]}\n{amount['customers']:,}" in cards


def test_going_back_is_asked_first(desk: Seen) -> None:
    words = desk.words("workbench_runs")["back"]
    desk.open("/runs")
    desk.button(words["button"]).click()
    dialog = desk.page.get_by_role("dialog")
    dialog.wait_for()
    dialog.get_by_role("button", name=desk.words("workbench")["form"]["cancel"]).click()
    listed = desk.bench.client("admin").get(f"{API}/runs").json()["data"]
    assert [one["number"] for one in listed if one["newest"]] == [OCTANTS]


def test_somebody_is_let_in_and_a_key_is_shown_once(desk: Seen) -> None:
    words = desk.words("workbench_settings")
    page, name = desk.page, f"Nina {desk.lang} {desk.width}"
    desk.open("/settings/users")
    desk.button(words["users"]["add"]).click()
    page.get_by_label(words["users"]["name"], exact=True).fill(name)
    page.get_by_label(words["users"]["password"], exact=True).fill(PASSWORD)
    desk.button(desk.words("workbench")["form"]["save"]).click()
    page.get_by_text(name, exact=True).first.wait_for()
    assert name in [one["name"] for one in desk.bench.client("admin").get(f"{API}/users").json()["data"]]
    desk.open("/settings/tokens")
    desk.button(words["tokens"]["add"]).click()
    page.get_by_label(words["tokens"]["label"], exact=True).fill("CRM")
    desk.button(words["tokens"]["make"]).click()
    secret = page.locator(".token").inner_text().strip()
    headers = {"authorization": f"Bearer {secret}"}
    assert desk.bench.client(None).get(f"{API}/session", headers=headers).json()["data"]["user"]["role"] == "viewer"


def test_the_language_and_the_colours_stay_after_a_reload(desk: Seen) -> None:
    desk.open("/runs")
    title = desk.words("workbench_runs")["title"]
    other = {"en": "评级记录", "zh": "Runs"}[desk.lang]
    desk.page.locator(".tool-language").click()
    desk.page.get_by_role("heading", name=other, exact=True).wait_for()
    desk.page.reload()
    desk.page.get_by_role("heading", name=other, exact=True).wait_for()
    desk.page.locator(".tool-language").click()
    desk.page.get_by_role("heading", name=title, exact=True).wait_for()
    desk.settle()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_may_only_look_sees_masked_ids_and_no_way_to_take_them_away(
    lang: str, browser: Any, bench: Workbench
) -> None:
    seen = Seen(browser, bench, bench.client("viewer"), lang, 1280)
    seen.open(f"/customers?run={LETTERS}")
    assert not seen.button(seen.words("workbench_customers")["export"]["title"]).is_visible()
    assert "*" in seen.page.locator("tbody a").first.inner_text()
    menu = seen.page.locator(".side-menu").inner_text()
    assert seen.words("workbench")["menu"]["import"] not in menu
    assert seen.complaints == []
    seen.context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_salesperson_begins_at_their_own_customers(lang: str, browser: Any, bench: Workbench) -> None:
    seen = Seen(browser, bench, seller(bench, f"Sales {lang}", "S-01"), lang, 375)
    seen.page.goto(bench.url + f"/?run={LETTERS}")
    seen.page.get_by_role("heading", name=seen.words("workbench_customers")["title"], exact=True).wait_for()
    seen.context.close()


def customer_of(seen: Seen, run: int, **query: str) -> dict[str, Any]:
    """Return what is told of the first customer of a run, after opening their page."""
    client = seen.bench.client("admin")
    first = client.get(f"{API}/runs/{run}/customers", params={"size": 1, **query}).json()["data"][0]
    seen.open(f"/customers/{first['_ref']}?run={run}")
    found: dict[str, Any] = client.get(f"{API}/runs/{run}/customers/{first['_ref']}").json()["data"]
    return found


@pytest.mark.row("C6", "T7", "T8")
def test_the_page_of_a_customer_says_what_is_done_for_their_tier(desk: Seen) -> None:
    (told,) = customer_of(desk, LETTERS)["strategy"]
    shown = desk.page.locator("#strategy").inner_text()
    for step in ("meaning", "direction", "measures", "department", "success", "rhythm"):
        assert told[step][desk.lang] in shown


@pytest.mark.row("D3", "C6")
def test_the_page_of_a_customer_of_the_ladder_says_where_one_more_order_takes_them(desk: Seen) -> None:
    told = customer_of(desk, LADDER, where="cell:between:6,25")["strategy"][0]
    assert told["next_cell"] != int(told["place"])
    assert re.search(rf"(?<![0-9]){told['next_cell']}(?![0-9])", desk.page.locator("#ways").inner_text())
