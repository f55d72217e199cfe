"""Bad requests of the catalogue of bad input, by their numbers: refused with the code and the place, nothing done."""

from __future__ import annotations

from typing import Any

import pytest

from .workbench import API, Workbench

pytestmark = pytest.mark.promise("C6")
LIST = f"{API}/views"
SETTINGS = f"{API}/settings"
VIEW = {"page": "customers", "name": "Best", "query": "?sort=-monetary", "shared": False}
DEEP = 100_000


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.parametrize(
    ("body", "place", "zh"),
    [
        pytest.param(b'{"idle_minutes": NaN}', "body.idle_minutes is no finite", "不是有限的数字", id="223-nan"),
        pytest.param(b'{"a": [1, -Infinity]}', "body.a.1 is no finite", "不是有限的数字", id="223-infinity"),
        pytest.param(b'{"a": {"b": 1e400}}', "body.a.b is no finite", "不是有限的数字", id="223-beyond-every-float"),
        pytest.param(b'{"a": %s}' % (b"9" * 5_000), "body.a is no finite", "不是有限的数字", id="223-endless-digits"),
        pytest.param(b'{"a": 1, "b": 2, "a": 1}', "body.a stands there twice", "出现了两次", id="223-a-name-twice"),
        pytest.param(
            b'[{"\xe5\xbc\xa0": 1, "\xe5\xbc\xa0": 2}]', "body.0.? stands", "出现了两次", id="223-another-name"
        ),
        pytest.param(b'{"a": "\\ud83d"}', "body.a has half a character", "半个字符", id="223-half-a-character"),
        pytest.param(b"[" * DEEP + b"]" * DEEP, "nested too deeply", "嵌套过深", id="223-a-hundred-thousand-levels"),
        pytest.param(b'{"a":' * DEEP, "nested too deeply", "嵌套过深", id="223-levels-without-an-end"),
        pytest.param(b'{"a": "\xd5\xc5"}', "body:7 is not in UTF-8", "不是 UTF-8", id="223-gbk"),
        pytest.param(b'{"a": 1,}', "body:1:", "JSON", id="223-no-json"),
    ],
)
def test_a_body_beyond_the_standard_of_json_is_refused_with_its_place(
    bench: Workbench, body: bytes, place: str, zh: str
) -> None:
    admin, headers = bench.client("admin"), {"content-type": "application/json"}
    answer = admin.put(SETTINGS, content=body, headers=headers)
    assert refused(answer) == (400, "E-JSON")
    assert place in answer.json()["error"]["message"]
    assert zh in admin.put(f"{SETTINGS}?lang=zh", content=body, headers=headers).json()["error"]["message"]


def test_brackets_in_a_text_nest_nothing(bench: Workbench) -> None:
    analyst = bench.client("analyst")
    made = analyst.post(LIST, json={**VIEW, "name": "[" * 40, "query": "?search=" + "{" * 60 + '"'})
    assert made.status_code == 201, made.text
    analyst.delete(f"{LIST}/{made.json()['data']['id']}")


@pytest.mark.parametrize(
    "value", [{"select": 1}, ["newest"], True, 1], ids=["224-object", "224-list", "224-truth", "224-number"]
)
def test_another_type_where_a_text_is_due_names_the_field(bench: Workbench, value: Any) -> None:
    answer = bench.client("admin").post(LIST, json={**VIEW, "name": value})
    assert refused(answer) == (422, "E-REQUEST")
    assert "body.name" in answer.json()["error"]["message"]


@pytest.mark.parametrize("name", ["by", "own", "owner", "id"], ids="225-{}".format)
def test_an_unknown_field_is_refused_and_sets_nothing(bench: Workbench, name: str) -> None:
    admin = bench.client("admin")
    answer = admin.post(LIST, json={**VIEW, name: "Ann"})
    assert refused(answer) == (422, "E-REQUEST")
    assert f"body.{name}" in answer.json()["error"]["message"]
    assert admin.get(LIST).json()["page"]["total"] == 0


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        pytest.param({"size": -1}, "query.size", id="226-a-size-below-zero"),
        pytest.param({"size": 10**9}, "query.size", id="226-a-size-of-a-billion"),
        pytest.param({"page": -1}, "query.page", id="226-a-page-below-zero"),
        pytest.param({"page": 10**30}, "query.page", id="226-a-page-beyond-every-number"),
        pytest.param({"page": "eyJpZCI6MX0="}, "query.page", id="226-a-cursor-for-a-page"),
    ],
)
def test_a_page_is_a_number_in_bounds(bench: Workbench, asked: dict[str, Any], field: str) -> None:
    answer = bench.client("admin").get(LIST, params=asked)
    assert refused(answer) == (422, "E-REQUEST")
    assert field in answer.json()["error"]["message"]
