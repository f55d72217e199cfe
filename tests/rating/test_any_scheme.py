"""Any scheme over any small book, with contacts, attributes, exclusions and missing values, as the oracle says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

from oracle import Book, Interaction, Line, identifier, latest_date, money, rate_scheme
from shuke import DataError

from .books import COLUMNS, INTERACTION_COLUMNS, rate, write_csv
from .documents import CATEGORIES, SIZES, TRADES, schemes
from .drawn import EXAMPLES, IN_BRIEF, TIDY_IDS, TIDY_ORDER_IDS, books, days_about
from .library import IDS, differences, values_in, values_of

LINE_COLUMNS = ("category", "promotion")
KINDS = ("consultation", "complaint", "visit")

# A failing example is told as it was drawn: making it smaller takes a rating a step, and minutes.
DRAWN_ONLY = (Phase.explicit, Phase.reuse, Phase.generate)
BRIEFLY = settings(IN_BRIEF, report_multiple_bugs=False, phases=DRAWN_ONLY)
FIVE = settings(BRIEFLY, max_examples=max(1, EXAMPLES // 2))
TWO = settings(BRIEFLY, max_examples=max(1, EXAMPLES // 5))

pytestmark = pytest.mark.row("D11", "D15", "D18", "D19", "D21", "T4", "B2")


def words(category: str) -> tuple[tuple[str, str], ...]:
    """The other columns of a line; the word stands in all of them, so that any scheme finds its column."""
    return tuple((column, category) for column in LINE_COLUMNS if category)


@dataclass(frozen=True)
class Drawn:
    """A book as texts, and the tables beside it."""

    as_of: date
    rows: list[tuple[str, ...]]
    contacts: list[tuple[str, str, date]]
    attributes: dict[str, dict[str, str]]
    zero_orders: str

    def for_the_oracle(self) -> Book:
        lines = [
            Line(who, order, date.fromisoformat(on), money(amount), words(category))
            for who, order, on, amount, category in self.rows
        ]
        contacts = [Interaction(identifier(who), kind, on) for who, kind, on in self.contacts]
        return Book(lines, self.as_of, contacts, self.attributes, self.zero_orders)

    def as_files(self, folder: Any) -> dict[str, Any]:
        contacts = [(who, kind, on.isoformat()) for who, kind, on in self.contacts]
        lines = [(*row[:-1], *[row[-1]] * len(LINE_COLUMNS)) for row in self.rows]
        columns = list(next(iter(self.attributes.values())))
        attributes = [(who, *(row[column] for column in columns)) for who, row in self.attributes.items()]
        return {
            "source": write_csv(folder / "orders.csv", lines, (*COLUMNS, *LINE_COLUMNS)),
            "interactions": write_csv(folder / "contacts.csv", contacts, INTERACTION_COLUMNS),
            "customers": write_csv(folder / "customers.csv", attributes, ("customer_id", *columns)),
            "as_of": self.as_of,
            "zero_orders": self.zero_orders,
        }


@st.composite
def surroundings(draw):
    """A book of tidy rows with a category each, some contacts, and attributes of some customers."""
    as_of, rows = draw(books(tidy=True, least=draw(st.sampled_from((1, 10, 30)))))
    assert set(TIDY_ORDER_IDS) >= {row[1] for row in rows}
    categories = draw(st.lists(st.sampled_from(CATEGORIES), min_size=len(rows), max_size=len(rows)))
    contact = st.tuples(st.sampled_from(TIDY_IDS), st.sampled_from(KINDS), days_about(as_of))
    attribute = st.fixed_dictionaries({"size": st.sampled_from(SIZES), "trade": st.sampled_from(TRADES)})
    return Drawn(
        as_of,
        [(*row, category) for row, category in zip(rows, categories, strict=True)],
        draw(st.lists(contact, min_size=1, max_size=30)),
        draw(st.dictionaries(st.sampled_from(TIDY_IDS), attribute, min_size=1)),
        draw(st.sampled_from(("neither", "neither", "purchase"))),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("schemes")


def assert_rated_as(values, drawn, folder, scheme):
    """Compare every customer, column and count; nobody to rate is an error that says so."""
    wanted = rate_scheme(values, drawn.for_the_oracle())
    files = drawn.as_files(folder)
    if not wanted.rows:
        with pytest.raises(DataError) as error:
            rate(scheme=scheme, **files)
        assert error.value.key == "nobody_to_rate"
        return None
    found = rate(scheme=scheme, **files)
    assert differences(found.rows, wanted.rows) == []
    assert list(found.rows) == sorted(wanted.rows)
    reasons = {"no_purchase_in_period": len(wanted.without_purchase)}
    reasons |= {name: len(customers) for name, customers in wanted.excluded.items()}
    told = found.summary["customers"]["not_rated"]
    assert {name: count for name, count in told.items() if count} == {n: count for n, count in reasons.items() if count}
    return found


@pytest.mark.promise("B4")
@BRIEFLY
@given(surroundings(), schemes())
def test_any_scheme_rates_any_book_as_the_oracle_does(folder, drawn, text):
    note(text)
    scheme = folder / "drawn.yaml"
    scheme.write_text(text, encoding="utf-8")
    assert_rated_as(values_in(text), drawn, folder, scheme)


@pytest.mark.parametrize("kind", ["quantiles", "rank_bands", "pareto_bands", "bands", "split", "standardise", "kmeans"])
@FIVE
@given(drawn=surroundings(), data=st.data())
def test_every_kind_of_score_is_the_oracles(folder, kind, drawn, data):
    text = data.draw(schemes(kinds=(kind,)))
    scheme = folder / "drawn.yaml"
    scheme.write_text(text, encoding="utf-8")
    assert_rated_as(values_in(text), drawn, folder, scheme)


@pytest.mark.parametrize("kind", ["points", "sum"])
@FIVE
@given(drawn=surroundings(), data=st.data())
def test_points_and_sums_are_the_oracles(folder, kind, drawn, data):
    text = data.draw(schemes(kinds=(kind, "points", "quantiles")))
    scheme = folder / "drawn.yaml"
    scheme.write_text(text, encoding="utf-8")
    assert_rated_as(values_in(text), drawn, folder, scheme)


@pytest.mark.parametrize("scheme", IDS)
@TWO
@given(drawn=surroundings())
def test_a_built_in_scheme_rates_any_book_as_the_oracle_does(folder, scheme, drawn):
    assert_rated_as(values_of(scheme), with_every_attribute(drawn), folder, scheme)


def with_every_attribute(drawn):
    """The book with a column for every attribute that a built-in scheme looks at."""
    said = [own for scheme in IDS for own in (values_of(scheme).get("metrics") or {}).values()]
    kinds = {own["attribute"]: own.get("type", "text") for own in said if "attribute" in own}
    table = {
        who: {column: row["size"] if kind == "number" else row["trade"] for column, kind in kinds.items()}
        for who, row in drawn.attributes.items()
    }
    return replace(drawn, attributes=table)


@BRIEFLY
@given(surroundings(), schemes())
def test_the_default_day_is_that_of_the_latest_order_under_any_scheme(folder, drawn, text):
    day = latest_date(drawn.for_the_oracle().lines)
    scheme = folder / "drawn.yaml"
    scheme.write_text(text, encoding="utf-8")
    moved = replace(drawn, as_of=day)
    wanted = rate_scheme(values_in(text), moved.for_the_oracle())
    files = {name: value for name, value in moved.as_files(folder).items() if name != "as_of"}
    if wanted.rows:
        found = rate(scheme=scheme, **files)
        assert found.as_of == day
        assert differences(found.rows, wanted.rows) == []
