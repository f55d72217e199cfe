"""Requests of every form that the description allows, and many that it does not: no error of ours, no other shape."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shuke.server.app import assembled

from .workbench import API, Workbench, workbench

pytestmark = [pytest.mark.slow, pytest.mark.promise("E3")]
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
# What is answered before the product sees it: an address longer than any server takes.
TOO_LONG = 60_000
SCHEMA = schemathesis.openapi.from_dict(assembled(None).openapi())


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workbench, dict[str, str]]]:
    """A workbench, and the key of an administrator's program."""
    with workbench(tmp_path_factory.mktemp("any") / "shop") as bench:
        made = bench.client("admin").post(f"{API}/tokens", json={"label": "any", "role": "admin"}).json()["data"]
        yield bench, {"Authorization": f"Bearer {made['token']}"}


@SCHEMA.parametrize()
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_request_is_answered_as_it_is_described(
    case: schemathesis.Case, door: tuple[Workbench, dict[str, str]]
) -> None:
    bench, key = door
    answer = case.call(base_url=bench.url, headers=key)
    if len(answer.request.url or "") > TOO_LONG or answer.status_code == 413:
        return
    case.validate_response(answer, checks=CHECKS)
