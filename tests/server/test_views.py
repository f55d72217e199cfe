"""Saved views: one's own, and those that others share."""

from __future__ import annotations

from .workbench import API, Workbench

VIEW = {"page": "customers", "name": "Best", "query": "?tier=S&sort=-monetary", "shared": False}


def test_a_view_is_ones_own_until_it_is_shared_and_nobody_else_can_change_it(bench: Workbench) -> None:
    analyst, viewer = bench.client("analyst"), bench.client("viewer")
    made = analyst.post(f"{API}/views", json=VIEW).json()["data"]
    assert {name: made[name] for name in (*VIEW, "own", "by")} == {**VIEW, "own": True, "by": "Ann"}
    assert viewer.get(f"{API}/views").json()["data"] == []
    shared = analyst.put(f"{API}/views/{made['id']}", json={**VIEW, "name": "Best ones", "shared": True})
    assert shared.status_code == 200
    (seen,) = viewer.get(f"{API}/views").json()["data"]
    assert (seen["name"], seen["own"], seen["query"]) == ("Best ones", False, VIEW["query"])
    assert viewer.put(f"{API}/views/{made['id']}", json=VIEW).status_code == 404
    assert bench.client("admin").delete(f"{API}/views/{made['id']}").status_code == 404
    assert analyst.delete(f"{API}/views/{made['id']}").status_code == 200
    assert viewer.get(f"{API}/views").json()["page"]["total"] == 0


def test_lists_come_in_pages(bench: Workbench) -> None:
    sales = bench.client("sales")
    names = [f"v{number:02}" for number in range(7)]
    for name in names:
        assert sales.post(f"{API}/views", json={**VIEW, "name": name}).status_code == 201
    pages = [sales.get(f"{API}/views?page={number}&size=3").json() for number in (1, 2, 3, 4)]
    assert [[one["name"] for one in page["data"]] for page in pages] == [names[:3], names[3:6], names[6:], []]
    assert pages[0]["page"] == {"number": 1, "size": 3, "total": 7}
    assert sales.get(f"{API}/views?size=201").status_code == 422
    assert sales.get(f"{API}/views?page=0").status_code == 422
