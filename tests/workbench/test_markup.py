"""Names that are markup or script, on every page that shows names: all are shown as text, and none does anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from effort import times
from server.shop import data
from server.workbench import API, PASSWORD, Workbench, workbench
from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh
from shuke.workspace.beside import Beside
from workspace.books import UNION, write

from .conftest import Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Figure = Callable[[str], None]

RUN, SCHEME = 2, "our-marked-up"
NAMES = (
    "<script>hit()</script>", "<SCRIPT>hit()</SCRIPT>", "<script/x>hit()</script>", "<scr<script>ipt>hit()</script>",
    '"><script>hit()</script>', "x'><script>hit()</script>", "</title><script>hit()</script>",
    "</textarea><script>hit()</script>", "</style><script>hit()</script>", "--><script>hit()</script>",
    "<img src=x onerror=hit()>", "<img src=x onerror='hit()'>", '<img src="x" onerror="hit()">',
    "<img/src=x/onerror=hit()>", "<img src onerror=hit()//", "<IMG SRC=javascript:hit()>", "<svg onload=hit()>",
    "<svg/onload=hit()>", "<svg><script>hit()</script></svg>", "<svg><animate onbegin=hit() attributeName=x>",
    "<body onload=hit()>", "<iframe src=javascript:hit()>", "<iframe srcdoc='<script>parent.hit()</script>'>",
    "<object data=javascript:hit()>", "<embed src=javascript:hit()>", "<video><source onerror=hit()>",
    "<audio src=x onerror=hit()>", "<input autofocus onfocus=hit()>", "<select autofocus onfocus=hit()>",
    "<details open ontoggle=hit()>", "<marquee onstart=hit()>", "<math><mtext><script>hit()</script></mtext></math>",
    "<a href=javascript:hit()>click</a>", "javascript:hit()", "data:text/html,<script>hit()</script>",
    "<meta http-equiv=refresh content=0;url=javascript:hit()>", "<link rel=stylesheet href=javascript:hit()>",
    "<base href=javascript:hit()//>", "{{constructor.constructor('hit()')()}}", "${hit()}",
)  # fmt: skip
PAGES = (
    "/", "/customers", f"/customers?run={RUN}&sort=-monetary", "/import", "/schemes", f"/schemes/{SCHEME}",
    f"/schemes/compare?a={SCHEME}&b=octants-mean", "/runs", "/runs/compare?old=2&new=3", "/settings/account",
    "/settings/users", "/settings/sessions", "/settings/tokens", "/settings/general", "/settings/schedules",
    "/settings/privacy", "/settings/backups", "/settings/audit",
)  # fmt: skip


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench in which customers, places, files, schemes, people, views and keys have such names."""
    folder = tmp_path_factory.mktemp("named")
    marked, text = "<img src=x onerror=hit()>", scheme_text("rfm-quintile-weighted")[0]
    own = text.replace("scheme: rfm-quintile-weighted", f"scheme: {SCHEME}")
    for title in ("RFM quintiles, weighted", "RFM 五分位加权评级", "High value"):
        own = own.replace(f'"{title}"', f'"{marked}"').replace(f"en: {title},", f'en: "{marked}",')
    assert own.count(marked) == 3
    sales = [(name, f"O{place}", "2024-05-01", f"{10 + place}.0000") for place, name in enumerate(NAMES)]
    about = [(name, name, NAMES[-1 - place]) for place, name in enumerate(NAMES)]
    space = Workspace.init(folder / "shop", text, Settings())
    file = write(folder / '"><svg onload=hit()>.csv', sales)
    load(space, [file], UNION, beside=Beside((), (write(folder / "c.csv", about, ("customer_id", "region", "owner")),)))
    for scheme in ((text, "scheme.yaml"), (own, f"{SCHEME}.yaml")):
        options = Options(reading=UNION, carry=("region", "owner"), currency="CNY")
        refresh(space, options, scheme=scheme, formats=["parquet"], lang="en").result.close()
    with workbench(folder / "shop") as bench:
        admin = bench.client("admin")
        assert admin.put(f"{API}/schemes/{SCHEME}", json={"text": own}).status_code in {200, 201}
        for place, name in enumerate(NAMES):
            view = {"page": "customers", "name": name, "query": f"search={place}", "shared": True}
            assert admin.post(f"{API}/views", json=view).status_code == 201
        for place, name in enumerate(NAMES[:8]):
            user = {
                "name": f"Nina {place}",
                "role": "sales",
                "password": PASSWORD,
                "language": "en",
                "owner": name,
                "active": True,
            }
            assert admin.post(f"{API}/users", json={**user, "name": name}).status_code == 400
            assert admin.post(f"{API}/users", json=user).status_code == 201
            token = {"label": name, "role": "viewer", "days": 9}
            assert admin.post(f"{API}/tokens", json=token).status_code == 201
        yield bench


@pytest.fixture(scope="module")
def desk(browser: Any, named: Workbench) -> Iterator[Seen]:
    seen = Seen(browser, named, named.client("admin"), "en", 1280)
    seen.page.add_init_script("window.hit = () => { window.wasHit = true; }")
    yield seen
    seen.context.close()


def hits(seen: Seen) -> int:
    """Return 1 if something that the page shows was run, otherwise 0."""
    return int(seen.page.evaluate("window.wasHit !== undefined"))


def unharmed(seen: Seen) -> bool:
    """Tell whether nothing of what the page shows was run, and nobody complained that it was stopped."""
    return hits(seen) == 0 and seen.complaints == [] and seen.foreign == []


@pytest.mark.promise("E5")
@pytest.mark.parametrize("path", PAGES)
def test_names_do_nothing_on_a_page(path: str, desk: Seen, figure: Figure) -> None:
    desk.open(path)
    assert desk.page.evaluate("typeof window.hit") == "function"
    figure(f"{path}: {len(NAMES)} payloads, {hits(desk)} run, {len(desk.complaints)} violations")
    assert unharmed(desk)


@pytest.mark.promise("E5")
def test_every_name_is_shown_as_it_is_and_does_nothing_on_the_page_of_its_customer(
    desk: Seen, named: Workbench, figure: Figure
) -> None:
    rows = data(named.client("admin").get(f"{API}/runs/{RUN}/customers", params={"size": 200}))
    assert {row["customer_id"] for row in rows} == set(NAMES)
    looked_at = rows[:: times(1, 4)]
    for row in looked_at:
        desk.open(f"/customers/{row['_ref']}?run={RUN}")
        assert desk.page.locator("h1").inner_text().strip() == row["customer_id"]
        assert unharmed(desk)
    figure(
        f"pages of {len(looked_at)} customers named by payloads: {hits(desk)} run, {len(desk.complaints)} violations"
    )


def test_views_and_regions_with_such_names_are_listed_as_text(desk: Seen, shots: Path) -> None:
    desk.open(f"/customers?run={RUN}")
    desk.button(desk.words("workbench_customers")["views"]["title"]).click()
    for name in NAMES[:5]:
        desk.page.get_by_role("link", name=name, exact=True).first.wait_for()
    desk.page.screenshot(path=shots / "names.png")
    assert unharmed(desk)
