"""What leaves the house, by clicks: a data product, codes for a comparison with another company, a rating elsewhere."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.sales import write
from cli.terminal import shuke as run
from engines import book, servers
from engines.filled import PASSWORD, filled_postgres
from publish.conftest import HEADERS, lines
from server.workbench import Workbench, workbench
from shuke.ingest.raw import Reading
from shuke.locale import filled
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh

from .conftest import AT_THE_DESK, Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHARED, ALL = 120, 300
# Milliseconds for work that a process of its own does.
PATIENCE = 120_000


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    home = tmp_path_factory.mktemp("outside") / "shop"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHUKE_KEY_FILE", str(home.parent / "keys" / "pseudonym.key"))
        space = Workspace.init(home, scheme_text("rfm-quintile-weighted")[0], Settings())
        load(space, [write(home.parent / "sales.csv", lines(ALL), HEADERS)], Reading())
        refresh(
            space, Options(carry=("region", "channel"), currency="CNY"), formats=["parquet"], lang="en"
        ).result.close()
        with workbench(home) as made:
            made.client("admin")
            made.start_worker()
            yield made


@pytest.fixture(scope="module", params=AT_THE_DESK, ids=str)
def seen(request: pytest.FixtureRequest, browser: Any, bench: Workbench) -> Iterator[Seen]:
    opened = Seen(browser, bench, bench.client("admin"), *request.param)
    yield opened
    opened.context.close()


@pytest.mark.row("Z8")
def test_a_data_product_is_made_and_taken_away_by_clicks(seen: Seen, shots: Path, tmp_path: Path) -> None:
    page, words = seen.page, seen.words("workbench_publish")
    seen.open("/publish")
    if page.locator("#gate").count() == 0:
        seen.assert_sound(shots, "publish-empty")
    page.get_by_label(words["form"]["k"], exact=True).fill("400")
    seen.button(words["form"]["begin"]).click()
    page.locator(".publish-advice li").first.wait_for(timeout=PATIENCE)
    page.get_by_label(words["form"]["k"], exact=True).fill("5")
    page.get_by_label(words["form"]["column"].replace("{number}", "1"), exact=True).click()
    region = seen.words("words")["canonical"]["region"]
    page.locator(".ant-select-item-option").filter(has_text=region).first.click()
    page.get_by_label(words["form"]["value"].replace("{number}", "1"), exact=True).click()
    page.locator(".ant-select-item-option").filter(has_text="郑州").first.click()
    before = page.locator("#product").count()
    seen.button(words["form"]["begin"]).click()
    page.locator("#gate svg").first.wait_for(timeout=PATIENCE)
    assert page.locator("#dictionary tbody tr").count() >= 8
    assert page.locator("#gate").get_by_text(filled(words["gate"]["opted_out"], {"customers": 0})).is_visible()
    if before == 0:
        assert page.locator("#files").get_by_text("SHA256SUMS", exact=True).is_visible()
    with page.expect_download() as told:
        page.locator("#product").get_by_role("link", name=words["download"]).click()
    told.value.save_as(tmp_path / "product.zip")
    with zipfile.ZipFile(tmp_path / "product.zip") as pack:
        assert pack.testzip() is None
        assert any(name.endswith("/SHA256SUMS") for name in pack.namelist())
    seen.settle()
    seen.assert_sound(shots, "publish")


@pytest.mark.row("X9")
def test_customers_are_compared_with_another_company_by_clicks(seen: Seen, shots: Path, tmp_path: Path) -> None:
    page, words = seen.page, seen.words("workbench_overlap")
    seen.open("/overlap")
    if page.locator("#counts").count() == 0:
        seen.assert_sound(shots, "overlap-empty")
    page.get_by_label(words["keys"]["purpose"], exact=True).fill(f"spring campaign {seen.lang}")
    seen.button(words["keys"]["make"]).click()
    with page.expect_download() as told:
        seen.button(words["keys"]["save"]).click()
    told.value.save_as(tmp_path / "shared.key")
    page.get_by_text(words["codes"]["table"], exact=True).click()
    phones = list(dict.fromkeys(row[0] for row in lines(ALL)))
    table = tmp_path / "ids.csv"
    table.write_text("客户编号,电话\n" + "".join(f"{one},{one}\n" for one in phones), encoding="utf-8")
    page.get_by_label(words["codes"]["file"], exact=True).last.set_input_files(table)
    page.get_by_text("ids.csv", exact=True).wait_for()
    page.get_by_label(words["codes"]["by"], exact=True).fill("电话")
    made = page.locator("#codes tbody tr").count()
    choose_key(seen, words)
    seen.button(words["codes"]["begin"]).click()
    page.locator("#codes tbody tr").nth(made).wait_for(timeout=PATIENCE)
    page.get_by_label(words["compare"]["theirs"], exact=True).last.set_input_files(other_side(tmp_path, phones))
    page.get_by_text("codes.csv", exact=True).wait_for()
    seen.button(words["compare"]["begin"]).click()
    page.locator("#counts svg").first.wait_for(timeout=PATIENCE)
    assert str(SHARED) in page.locator("#counts").inner_text()
    seen.settle()
    seen.assert_sound(shots, "overlap")


def choose_key(seen: Seen, words: dict[str, Any]) -> None:
    """Choose the key that was made last."""
    seen.page.locator("#codes .ant-select").first.click()
    seen.page.locator(".ant-select-item-option").filter(has_text=f"spring campaign {seen.lang}").first.click()
    seen.page.locator("#codes .ant-select").filter(has_text=f"spring campaign {seen.lang}").first.wait_for()


def other_side(folder: Path, phones: list[str]) -> Path:
    """The codes of a company that has some of the same customers, padded by a key of its own."""
    rows = [row for row in lines(ALL, seed=5) if row[0] in phones[:SHARED]]
    sales = write(folder / "theirs.csv", rows, HEADERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHUKE_KEY_FILE", str(folder / "own.key"))
        assert run("score", sales, "--as-of", "2024-12-31", "--out", folder / "theirs").code == 0
        words = ("--key-file", folder / "shared.key", "--out", folder / "codes.csv")
        assert run("overlap", "export", folder / "theirs", *words).code == 0
    return folder / "codes.csv"


@pytest.fixture(scope="module")
def there() -> Iterator[str]:
    pytest.importorskip("psycopg")
    if servers.PG_BIN is None:
        pytest.skip("PostgreSQL is not installed")
    tables = book.rows(600), book.contacts(), book.attributes()
    with servers.postgres() as url, filled_postgres(url, tables) as filled, pytest.MonkeyPatch.context() as patch:
        patch.delenv("PGPASSWORD")
        # Rows without a customer are not what this is about.
        filled.run(
            "CREATE VIEW clean AS SELECT * FROM orders WHERE customer_id LIKE 'c%' AND ordered_at < '2024-02-29'"
        )
        yield filled.url


@pytest.mark.row("X5")
def test_tables_of_another_engine_are_rated_there_and_the_answer_is_the_same_by_clicks(
    seen: Seen, shots: Path, there: str
) -> None:
    page, words = seen.page, seen.words("workbench_engines")
    seen.open("/engines")
    name = f"shop-{seen.lang}"
    seen.button(words["connections"]["add"]).click()
    page.get_by_label(words["connections"]["name"], exact=True).fill(name)
    page.get_by_label(words["connections"]["address"], exact=True).fill(there)
    page.get_by_label(words["form"]["typed"], exact=True).fill(PASSWORD)
    page.get_by_label(words["form"]["inside"], exact=True).check()
    seen.button(seen.words("workbench")["form"]["save"]).click()
    doing = words["connections"]["of"].replace("{what}", words["connections"]["try"]).replace("{name}", name)
    page.get_by_label(doing, exact=True).click()
    page.get_by_text("PostgreSQL 1").first.wait_for(timeout=PATIENCE)
    page.locator("#rate .ant-select").nth(0).click()
    page.locator(".ant-select-item-option").filter(has_text=name).first.click()
    page.locator("#rate .ant-select").nth(1).click()
    page.keyboard.type("RFM")
    page.locator(".ant-select-item-option:not(.ant-select-item-option-disabled)").filter(has_text="RFM").first.click()
    page.get_by_label(words["rate"]["table"], exact=True).fill("clean")
    before = page.locator("#ratings tbody tr").count()
    seen.button(words["rate"]["begin"]).click()
    page.locator("#ratings tbody tr").nth(before).wait_for(timeout=PATIENCE)
    told = page.locator("#ratings tbody tr .engines-runs").first.inner_text()
    numbers = re.findall(r"[0-9][0-9,]*", told)
    assert len(numbers) == 2
    assert numbers[0] == numbers[1]
    assert PASSWORD not in page.content()
    seen.settle()
    seen.assert_sound(shots, "engines")
