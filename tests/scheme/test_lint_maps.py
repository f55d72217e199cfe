"""Published segment maps, proved: what cannot be given, what is left unnamed, what fits twice."""

from __future__ import annotations

import pytest

from scheme.lint_documents import findings, serious
from scheme.maps import MAPS

pytestmark = pytest.mark.row("X2")


def figures(name: str, code: str) -> list[dict[str, object]]:
    """The figures of all findings of one code in a map."""
    return [dict(one.figures) for one in findings(MAPS[name]) if one.code == code]


def test_the_map_of_the_r_package_has_three_segments_that_can_never_be_given() -> None:
    assert [one["name"] for one in figures("r-package", "SK403")] == ["New Customers", "Promising", "Can't Lose Them"]


def test_the_map_of_the_r_package_leaves_36_of_125_combinations_unnamed() -> None:
    assert [(one["count"], one["cells"]) for one in figures("r-package", "SK401")] == [(36, 125)]


def test_the_map_of_the_r_package_names_39_of_125_combinations_twice() -> None:
    assert [(one["count"], one["cells"]) for one in figures("r-package", "SK402")] == [(39, 125)]


def test_the_segment_that_stands_in_the_way_is_named() -> None:
    found = [one.message("en") for one in findings(MAPS["r-package"]) if one.code == "SK403"]
    assert "“Potential Loyalist” (2)" in found[0]
    assert "“At Risk” (4)" in found[2]


def test_the_map_of_quartiles_leaves_18_of_64_combinations_unnamed() -> None:
    assert [(one["count"], one["cells"]) for one in figures("quartiles", "SK401")] == [(18, 64)]


def test_the_first_unnamed_combinations_are_told_as_codes_the_best_first() -> None:
    told = next(one.message("en") for one in findings(MAPS["quartiles"]) if one.code == "SK401")
    assert "442, 441, 432, 431, 421" in told


@pytest.mark.parametrize("name", ["eleven", "grid"])
def test_a_map_that_is_a_partition_has_nothing_to_be_told(name: str) -> None:
    assert findings(MAPS[name]) == ()


def test_the_other_maps_have_no_error() -> None:
    assert not any(" error:" in told for name in MAPS for told in serious(MAPS[name]))
